//! What readers share never shows what is not so any more, nor what is not so yet.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use servicestack_emulator::store::{Addition, Coupon, CouponKey, Coupons, MAX_CODE, Terms};

use super::super::{add, addition, by_code, code, day, list, wanted};
use super::{fresh, open_at};

fn of_type(coupon_type: i32, addition: Addition) -> Addition {
    Addition { terms: Terms::new(coupon_type, day(200)), ..addition }
}

async fn get(store: &dyn Coupons, code: &str) -> Option<Coupon> {
    store.get(by_code(code)).await.unwrap()
}

/// Type and Id of a coupon, twice: as it is found, and as it is known.
async fn seen(store: &dyn Coupons, code: &str) -> Option<(i32, i32)> {
    let [first, second] = [get(store, code).await, get(store, code).await];
    assert_eq!(first, second);
    if let Some(coupon) = &first {
        assert_eq!(coupon.code, code);
        assert_eq!(store.get(CouponKey::Id(coupon.id)).await.unwrap().as_ref(), Some(coupon));
    }
    first.map(|coupon| (coupon.terms.coupon_type, coupon.id))
}

#[tokio::test]
async fn other_coupons_in_the_place_of_all_are_seen() {
    let (store, _guard) = fresh().await;
    add(&*store, of_type(1, addition("A", 100..200))).await;
    assert_eq!(seen(&*store, "A150").await, Some((1, 51)));
    store.reset().await.unwrap();
    assert_eq!(seen(&*store, "A150").await, None);
    add(&*store, of_type(2, addition("A", 140..240))).await;
    assert_eq!(seen(&*store, "A150").await, Some((2, 11)));
    assert_eq!(seen(&*store, "A100").await, None);
    let mut others = list(&*store, &Default::default()).await;
    others.truncate(50);
    for coupon in &mut others {
        coupon.terms = Arc::new(Terms::new(3, day(200)));
        coupon.code = format!("A{}", 500 - coupon.id);
    }
    store.replace(Box::new(others.into_iter().map(Ok))).await.unwrap();
    assert_eq!(seen(&*store, "A150").await, None);
    assert_eq!(seen(&*store, "A490").await, Some((3, 10)));
}

#[tokio::test]
async fn a_series_that_goes_on_is_seen_to_its_end() {
    let (store, _guard) = fresh().await;
    for part in 0..20 {
        add(&*store, addition("A", 1000 + part * 10..1010 + part * 10)).await;
        for number in 1000..1010 + part * 10 {
            assert_eq!(seen(&*store, &format!("A{number}")).await, Some((1, number - 999)));
        }
        assert_eq!(seen(&*store, &format!("A{}", 1010 + part * 10)).await, None);
        assert_eq!(list(&*store, &Default::default()).await.len() as i32, 10 + part * 10);
    }
}

#[tokio::test]
async fn a_code_between_others_is_its_own() {
    let (store, _guard) = fresh().await;
    add(&*store, addition("A", 100..150)).await;
    assert_eq!(seen(&*store, "A120").await, Some((1, 21)));
    assert_eq!(seen(&*store, "A1205").await, None);
    add(&*store, of_type(2, addition("A", [1205]))).await;
    assert_eq!(seen(&*store, "A1205").await, Some((2, 51)));
    assert_eq!(seen(&*store, "A120").await, Some((1, 21)));
    // Tails of unequal length, and a prefix that is part of another's codes.
    add(&*store, of_type(3, addition("A1", ["2", "20x", "20xy", "3"]))).await;
    for (code, id) in [("A12", 52), ("A120x", 53), ("A120xy", 54), ("A13", 55)] {
        assert_eq!(seen(&*store, code).await, Some((3, id)), "{code}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_addition_that_is_undone_was_never_seen() {
    let directory = tempfile::tempdir().unwrap();
    let (store, _guard) = open_at(directory.path());
    add(&store, addition("A", 1..=3)).await;
    let ends = Arc::new(AtomicBool::new(false));
    let looking = tokio::spawn({
        let (store, ends) = (store.clone(), Arc::clone(&ends));
        async move {
            while !ends.load(Ordering::SeqCst) {
                assert_eq!(get(&store, "B1300").await, None);
                assert_eq!(store.get(CouponKey::Id(304)).await.unwrap(), None);
                tokio::task::yield_now().await;
            }
        }
    });
    for _ in 0..5 {
        let tails = (1000..3000).map(|number| number.to_string()).chain(["x".repeat(MAX_CODE)]);
        let error = store.add(addition("B", tails.collect::<Vec<_>>())).await.unwrap_err();
        assert!(error.to_string().contains("a code"), "{error}");
    }
    ends.store(true, Ordering::SeqCst);
    looking.await.unwrap();
    add(&store, of_type(2, addition("B", (1000..2000).rev()))).await;
    assert_eq!(seen(&store, "B1300").await, Some((2, 703)));
    assert_eq!(seen(&store, "B2000").await, None);
}

/// Rows come to the tree at any moment.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_was_reported_is_read_while_the_tree_is_given_rows() {
    let directory = tempfile::tempdir().unwrap();
    let (store, _guard) = open_at(directory.path());
    add(&store, addition("A", 1000..1300)).await;
    let adding = tokio::spawn({
        let store = store.clone();
        async move {
            for prefix in 0..40 {
                add(&store, addition(&format!("B{prefix}-"), (0..400).map(|n| n * 7919 % 1000)))
                    .await;
            }
        }
    });
    for id in 1..=300 {
        let code = code(&store, wanted("A", id)).await;
        let coupon = get(&store, &code).await.unwrap();
        assert_eq!(coupon.state.activate_id.map(|id| id.as_u128()), Some(id));
        assert_eq!(get(&store, &format!("A{}", 999 + id)).await, Some(coupon));
    }
    adding.await.unwrap();
    assert_eq!(store.count(day(1)).await.unwrap().activated, 300);
}
