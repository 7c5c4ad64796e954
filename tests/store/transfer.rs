//! Coupons as files, from any engine to any engine.

use std::io::Cursor;
use std::sync::{Arc, Mutex};

use proptest::prelude::*;
use servicestack_emulator::store::transfer::{Form, SnapshotError, Snapshots, export, import};
use servicestack_emulator::store::{
    Activate, Activation, Addition, Coupon, CouponData, CouponProd, CouponState, Coupons, Filter,
    StoreError, Terms,
};
use sha2::Digest as _;

use super::embedded::fresh;
use super::postgres::opened;
use super::{add, addition, by_code, code, day, list, numbers, receipt, taken, wanted};

/// One of each kind of coupon, with all members.
async fn fill(store: &dyn Coupons) -> Vec<Coupon> {
    let decimal = |text: &str| text.parse().unwrap();
    let prod = CouponProd {
        prod_id: Some("ქ,\"1\"".into()),
        is_service: 1,
        kind: 2,
        s_count: decimal("1.50"),
        value_type: 3,
        value: decimal("-0.10"),
        s_count_additive: decimal("0"),
    };
    let terms = Terms {
        data: Some(CouponData { prods: vec![prod, CouponProd::default()] }),
        check_sum_from: Some(decimal("0.00")),
        check_sum_to: Some(decimal("99999999999999999999.99")),
        discount_amount_limit: Some(decimal("1")),
        discount_sum_limit: Some(decimal("2.5")),
        single_coupon_per_check: Some(1),
        vendor: Some("{\"a\": \"b, c\"}".into()),
        ..Terms::new(1, "2026-12-31T23:59:59.9999999".parse().unwrap())
    };
    add(store, Addition { terms, ..addition("X, \"", ["1", "2"]) }).await;
    add(store, numbers("A", 1..=50)).await;
    add(store, Addition { state: CouponState::made(true, false, true), ..addition("", ["", "V"]) })
        .await;
    store.activate(Activate { receipt: Some(receipt(90, 3)), ..wanted("A", 1) }).await.unwrap();
    store.activate(wanted("A", 2)).await.unwrap();
    store.spend(taken("A0001", 3)).await.unwrap();
    list(store, &Filter::default()).await
}

async fn written(store: &dyn Coupons, form: Form) -> Vec<u8> {
    export(store, form, Vec::new(), |_| ()).await.unwrap().1
}

async fn taken_in(store: &dyn Coupons, bytes: Vec<u8>) -> Result<u64, StoreError> {
    import(store, Cursor::new(bytes), |_| ()).await
}

/// From one store to an other one that has coupons already.
async fn bring(store: &dyn Coupons, other: &dyn Coupons, form: Form) {
    let coupons = fill(store).await;
    let reported = Arc::new(Mutex::new(0));
    let progress = Arc::clone(&reported);
    let (count, bytes) =
        export(store, form, Vec::new(), move |done| *progress.lock().unwrap() = done)
            .await
            .unwrap();
    assert_eq!((count, *reported.lock().unwrap()), (54, 54));
    add(other, numbers("Z", 1..=9)).await;
    assert_eq!(taken_in(other, bytes.clone()).await.unwrap(), 54);
    assert_eq!(list(other, &Filter::default()).await, coupons);
    assert_eq!(written(other, form).await, bytes, "the same state is the same file");
    assert!(
        matches!(other.activate(wanted("A", 2)).await.unwrap(), Activation::Replayed(c) if c.code == "A0002")
    );
    assert_eq!(code(other, wanted("A", 5)).await, "A0003");
}

#[tokio::test]
async fn both_forms_bring_everything_back() {
    for form in [Form::JsonLines, Form::Csv] {
        let ((store, _open), (other, _other_open)) = (fresh().await, fresh().await);
        bring(&*store, &*other, form).await;
    }
}

#[tokio::test]
async fn engines_are_exchanged_by_export_and_import() {
    for form in [Form::JsonLines, Form::Csv] {
        let ((sled, _open), Some((postgres, _schema))) = (fresh().await, opened().await) else {
            return;
        };
        bring(&*sled, &*postgres, form).await;
        let ((sled, _open), Some((postgres, _schema))) = (fresh().await, opened().await) else {
            return;
        };
        bring(&*postgres, &*sled, form).await;
        let (Some((one, _schema)), Some((other, _other))) = (opened().await, opened().await) else {
            return;
        };
        bring(&*one, &*other, form).await;
    }
}

#[tokio::test]
async fn files_are_as_documented() {
    let (store, _open) = fresh().await;
    add(&*store, numbers("A", 1..=1)).await;
    insta::assert_snapshot!(String::from_utf8(written(&*store, Form::JsonLines).await).unwrap());
    insta::assert_snapshot!(String::from_utf8(written(&*store, Form::Csv).await).unwrap());
}

#[tokio::test]
async fn a_file_that_was_cut_or_changed_changes_nothing() {
    let (store, _open) = fresh().await;
    fill(&*store).await;
    let (other, _open) = fresh().await;
    add(&*other, numbers("Z", 1..=9)).await;
    for form in [Form::JsonLines, Form::Csv] {
        let good = written(&*store, form).await;
        for cut in (0..good.len()).step_by(97).chain([good.len() - 1]) {
            let error = taken_in(&*other, good[..cut].to_vec()).await.unwrap_err();
            assert!(
                matches!(&error, StoreError::Source(why) if why.starts_with("line ")),
                "{error}"
            );
        }
        for at in (0..good.len()).step_by(89) {
            let mut bad = good.clone();
            bad[at] ^= 1;
            let error = taken_in(&*other, bad).await.unwrap_err();
            assert!(matches!(&error, StoreError::Source(_)), "{at}: {error}");
        }
        let text = String::from_utf8(good.clone()).unwrap();
        let fewer: Vec<_> = text.lines().filter(|line| !line.contains("A0050")).collect();
        let error = taken_in(&*other, (fewer.join("\n") + "\n").into_bytes()).await.unwrap_err();
        assert!(error.to_string().contains("the coupon with Id 52 is missing"), "{error}");
    }
    assert_eq!(other.count(day(1)).await.unwrap().total(), 9);
    assert_eq!(code(&*other, wanted("Z", 1)).await, "Z0001");
}

/// A file of one coupon with something changed, and sealed again.
fn sealed(row: &str) -> Vec<u8> {
    let mut file = format!("{{\"coupons\":\"jsonl\",\"version\":1}}\n{row}\n");
    let sum: String =
        sha2::Sha256::digest(&file).iter().map(|byte| format!("{byte:02x}")).collect();
    file += &format!("{{\"end\":1,\"sha256\":\"{sum}\"}}\n");
    file.into_bytes()
}

#[tokio::test]
async fn what_no_store_can_keep_is_refused() {
    let (store, _open) = fresh().await;
    add(&*store, numbers("A", 1..=1)).await;
    store.activate(wanted("A", 2)).await.unwrap();
    store.spend(taken("A0001", 3)).await.unwrap();
    let file = String::from_utf8(written(&*store, Form::JsonLines).await).unwrap();
    let good = file.lines().nth(1).unwrap();
    let long = format!("\"{}\"", "x".repeat(100_000));
    let changes = [
        (
            "\"ActivatePrefix\":\"A\"",
            format!("\"ActivatePrefix\":{long}"),
            "ActivatePrefix is longer",
        ),
        ("\"Code\":\"A0001\"", format!("\"Code\":{long}"), "is longer than 512 bytes"),
        ("\"PrefixLength\":1", "\"PrefixLength\":9".into(), "has no prefix of 9 bytes"),
        ("2026-07-19T12:00:00", "+262142-12-31T00:00:00".into(), "of the years 1 to 9999"),
        ("2026-07-19T12:00:00", "-262143-01-01T00:00:00".into(), "of the years 1 to 9999"),
        (
            "\"CouponStatus\":2",
            "\"CouponStatus\":0".into(),
            "an ActivateId is given, and CouponStatus is 0",
        ),
        (
            "\"CouponStatus\":2",
            "\"CouponStatus\":1".into(),
            "a SpendId is given, and CouponStatus is 1",
        ),
        ("\"CouponStatus\":2", "\"CouponStatus\":7".into(), "there is no CouponStatus 7"),
    ];
    for (part, bad, why) in changes {
        assert!(good.contains(part), "{part} in {good}");
        let error = taken_in(&*store, sealed(&good.replace(part, &bad))).await.unwrap_err();
        assert!(
            matches!(&error, StoreError::Source(reported) if reported.contains(why)),
            "{why}: {error:.200}"
        );
    }
    let behind = [file.as_bytes(), b"x"].concat();
    let error = taken_in(&*store, behind).await.unwrap_err();
    assert!(error.to_string().contains("line 4: something comes after the last line"), "{error}");
    assert_eq!(taken_in(&*store, sealed(good)).await.unwrap(), 1);
    assert_eq!(written(&*store, Form::JsonLines).await, file.as_bytes());
}

#[tokio::test]
async fn csv_refuses_what_it_cannot_hold() {
    let (store, _open) = fresh().await;
    add(&*store, addition("", ["a\nb"])).await;
    let error = export(&*store, Form::Csv, Vec::new(), |_| ()).await.unwrap_err();
    assert!(
        error
            .to_string()
            .ends_with("a code with a line break cannot be written as CSV; use JSON lines"),
        "{error}"
    );
    let bytes = written(&*store, Form::JsonLines).await;
    assert_eq!(taken_in(&*store, bytes).await.unwrap(), 1);
    assert!(store.get(by_code("a\nb")).await.unwrap().is_some());
}

#[test]
fn any_bytes_are_refused_without_a_panic() {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let (store, _open) = runtime.block_on(fresh());
    let line = prop_oneof![
        Just("{\"coupons\":\"jsonl\",\"version\":1}".to_owned()),
        Just("# coupons csv 1".to_owned()),
        Just("{\"end\":0,\"sha256\":\"\"}".to_owned()),
        "\\PC{0,40}",
        "[{}\\[\\]\",:0-9a-zA-Z]{0,60}",
    ];
    let mut runner = proptest::test_runner::TestRunner::new(ProptestConfig {
        failure_persistence: None,
        ..Default::default()
    });
    let lines = prop::collection::vec(line, 0..6);
    runner
        .run(&lines, |lines| {
            let result = runtime.block_on(taken_in(&*store, lines.join("\n").into_bytes()));
            prop_assert!(matches!(result, Err(StoreError::Source(_))));
            Ok(())
        })
        .unwrap();
}

#[tokio::test]
async fn named_snapshots_come_and_go() {
    let (store, _open) = fresh().await;
    let coupons = fill(&*store).await;
    let directory = tempfile::tempdir().unwrap();
    let snapshots = Snapshots::new(directory.path().join("snapshots"));
    assert!(snapshots.names().unwrap().is_empty());
    assert_eq!(snapshots.take(&*store, "before").await.unwrap(), 54);
    code(&*store, wanted("A", 9)).await;
    snapshots.take(&*store, "after").await.unwrap();
    assert_eq!(snapshots.names().unwrap(), ["after", "before"]);
    assert_eq!(snapshots.restore(&*store, "before").await.unwrap(), 54);
    assert_eq!(list(&*store, &Filter::default()).await, coupons);
    assert_eq!(code(&*store, wanted("A", 9)).await, "A0003");
    snapshots.remove("before").unwrap();
    assert!(
        matches!(snapshots.restore(&*store, "before").await, Err(SnapshotError::NoSuchSnapshot(name)) if name == "before")
    );
    assert!(matches!(snapshots.remove("before"), Err(SnapshotError::NoSuchSnapshot(_))));
    for name in ["", ".", "..", "a/b", "../x", "a\0", "ა", &"x".repeat(65)] {
        assert!(
            matches!(snapshots.take(&*store, name).await, Err(SnapshotError::Name(_))),
            "{name:?}"
        );
        assert!(
            matches!(snapshots.restore(&*store, name).await, Err(SnapshotError::Name(_))),
            "{name:?}"
        );
    }
}
