//! What an activation may not miss because an earlier one has moved where to search, or because
//! others go with it.

use std::collections::BTreeSet;

use servicestack_emulator::store::{Activate, Activation, Addition, CouponKey, Coupons, Terms};

use super::super::{add, addition, code, day, numbers, receipt, wanted};
use super::open_in;
use crate::database::Schema;

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn those_who_come_together_get_the_smallest_ids_and_their_own_receipts() {
    let Some(schema) = Schema::new().await else { return };
    let store = open_in(&schema).await;
    add(&store, numbers("A", 1..=999)).await;
    code(&store, wanted("A", 0)).await;
    let calls: Vec<_> = (1..=300_u32)
        .map(|number| {
            let receipt = (number % 3 != 0).then(|| receipt(number % 50 + 1, number as i32));
            let request = Activate { receipt, ..wanted("A", number.into()) };
            let store = store.clone();
            tokio::spawn(async move { (request.clone(), store.activate(request).await.unwrap()) })
        })
        .collect();
    let mut ids = BTreeSet::new();
    for call in calls {
        let (request, got) = call.await.unwrap();
        let Activation::Activated(coupon) = got else { panic!("{got:?}") };
        assert_eq!(coupon.state.activate_id, Some(request.activate_id));
        assert_eq!(coupon.state.activation, request.receipt);
        assert_eq!(
            store.get(CouponKey::Id(coupon.id)).await.unwrap().as_ref(),
            Some(&coupon),
            "as it is kept"
        );
        ids.insert(coupon.id);
    }
    assert_eq!(ids, (2..=301).collect());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn repetitions_among_those_who_come_together_get_the_same_coupon() {
    let Some(schema) = Schema::new().await else { return };
    let store = open_in(&schema).await;
    add(&store, numbers("A", 1..=999)).await;
    code(&store, wanted("A", 0)).await;
    let calls: Vec<_> = (0..200)
        .map(|number| {
            let store = store.clone();
            tokio::spawn(async move { store.activate(wanted("A", 1 + number % 40)).await.unwrap() })
        })
        .collect();
    let (mut activated, mut ids) = (0, BTreeSet::new());
    for call in calls {
        match call.await.unwrap() {
            Activation::Activated(coupon) => {
                activated += 1;
                ids.insert(coupon.id);
            }
            Activation::Replayed(coupon) => drop(ids.insert(coupon.id)),
            other => panic!("{other:?}"),
        }
    }
    assert_eq!((activated, ids.len()), (40, 40));
    // A repetition may hold a coupon for a moment, so that somebody passes it by: it is the next,
    // and none is left out.
    for number in 100..110 {
        let Activation::Activated(coupon) = store.activate(wanted("A", number)).await.unwrap()
        else {
            panic!("none left")
        };
        ids.insert(coupon.id);
    }
    assert_eq!(ids, (2..=51).collect());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn short_series_are_gone_through_in_turn() {
    let Some(schema) = Schema::new().await else { return };
    let store = open_in(&schema).await;
    for series in 1..=40 {
        add(&store, numbers(&format!("A{series:02}-"), 1..=5)).await;
    }
    let calls: Vec<_> = (0..210)
        .map(|number| {
            let store = store.clone();
            tokio::spawn(async move { store.activate(wanted("A", number)).await.unwrap() })
        })
        .collect();
    let (mut ids, mut sent_away) = (BTreeSet::new(), 0);
    for call in calls {
        match call.await.unwrap() {
            Activation::Activated(coupon) => drop(ids.insert(coupon.id)),
            Activation::NoneLeft(_) => sent_away += 1,
            other => panic!("{other:?}"),
        }
    }
    assert_eq!((ids, sent_away), ((1..=200).collect(), 10));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_new_exact_code_is_seen() {
    let Some(schema) = Schema::new().await else { return };
    let store = open_in(&schema).await;
    add(&store, numbers("A", 1..=9)).await;
    assert_eq!(code(&store, wanted("A", 1)).await, "A0001");
    assert_eq!(code(&store, wanted("A", 2)).await, "A0002");
    add(&store, addition("", ["A"])).await;
    assert_eq!(code(&store, wanted("A", 3)).await, "A");
    assert_eq!(code(&store, wanted("A", 4)).await, "A0003");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_clock_set_back_finds_what_was_expired() {
    let Some(schema) = Schema::new().await else { return };
    let store = open_in(&schema).await;
    add(&store, Addition { terms: Terms::new(1, day(50)), ..numbers("A", 1..=9) }).await;
    add(&store, numbers("AB", 1..=9)).await;
    let at = |day, id| Activate { at: day, ..wanted("A", id) };
    assert_eq!(code(&store, at(day(100), 1)).await, "AB0001");
    assert_eq!(code(&store, at(day(100), 2)).await, "AB0002");
    assert_eq!(code(&store, at(day(40), 3)).await, "A0001");
    assert_eq!(code(&store, at(day(100), 4)).await, "AB0003");
    let late = store.activate(at(day(201), 5)).await.unwrap();
    assert!(matches!(late, Activation::NoneLeft(_)), "{late:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_another_emulator_has_put_in_the_place_of_all_is_seen() {
    let Some(schema) = Schema::new().await else { return };
    let (one, other) = (open_in(&schema).await, open_in(&schema).await);
    add(&one, numbers("A", 1..=9)).await;
    assert_eq!(code(&one, wanted("A", 1)).await, "A0001");
    assert_eq!(code(&one, wanted("A", 2)).await, "A0002");
    other.reset().await.unwrap();
    let nothing = one.activate(wanted("A", 3)).await.unwrap();
    assert!(matches!(nothing, Activation::NoneLeft(_)), "{nothing:?}");
    add(&other, numbers("A", 1..=9)).await;
    assert_eq!(code(&one, wanted("A", 1)).await, "A0001");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_series_whose_codes_ascend_no_longer_is_searched_by_id() {
    let Some(schema) = Schema::new().await else { return };
    let store = open_in(&schema).await;
    add(&store, addition("A", ["0", "11", "12"])).await;
    assert_eq!(code(&store, wanted("A1", 1)).await, "A11");
    // More than one chunk: it begins in order, continues the series and then goes back.
    let tails = (20_000..25_000).map(|number| number.to_string()).chain(["10".to_owned()]);
    add(&store, addition("A", tails)).await;
    assert_eq!(code(&store, wanted("A1", 2)).await, "A12");
    assert_eq!(code(&store, wanted("A1", 3)).await, "A10");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_database_knows_how_many_rows_there_are_before_anybody_searches() {
    let Some(schema) = Schema::new().await else { return };
    add(&open_in(&schema).await, numbers("A", 1..=3000)).await;
    let counted = "DO $$ BEGIN ASSERT (SELECT reltuples FROM pg_class WHERE oid = 'coupon'::regclass) = 3000; END $$";
    schema.sql(counted).await;
}
