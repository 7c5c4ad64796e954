//! The queue of the writer: which callers wait, and for how long.

use std::future::poll_fn;
use std::task::Poll;

use servicestack_emulator::store::embedded::{Settings, open};
use servicestack_emulator::store::{Activation, Coupons, StoreError};

use super::super::cases::no_torn_reset;
use super::super::{add, addition, by_code, code, day, numbers, wanted};
use super::{open_at, small};

#[tokio::test(flavor = "multi_thread")]
async fn a_huge_addition_is_seen_as_a_whole() {
    let directory = tempfile::tempdir().unwrap();
    let (store, guard) = open_at(directory.path());
    add(&store, numbers("A", 1..=100)).await;
    let huge = tokio::spawn({
        let store = store.clone();
        // No run of numbers: each code is a text.
        async move {
            add(&store, addition("B", (0..20_000).map(|n| format!("{:05}", n * 7919 % 20_011))))
                .await
        }
    });
    for id in 0..100 {
        code(&store, wanted("A", id)).await;
        let total = store.count(day(1)).await.unwrap().total();
        assert!([100, 20_100].contains(&total), "{total}");
        let first = store.get(by_code("B00000")).await.unwrap();
        assert!(total == 100 || first.is_some(), "what was counted is there");
    }
    let added = huge.await.unwrap();
    assert_eq!((added.inserted, added.last_id), (20_000, Some(20_100)));
    assert_eq!(code(&store, wanted("B", 1_000)).await, "B00000");
    drop(guard);
}

/// In a database the winner may pass by a row that a loser holds; here there is one writer.
#[tokio::test(flavor = "multi_thread")]
async fn racing_repetitions_get_the_first_coupon() {
    let directory = tempfile::tempdir().unwrap();
    let (store, _guard) = open_at(directory.path());
    add(&store, numbers("A", 1..=10)).await;
    let races: Vec<_> = (0..16)
        .map(|_| {
            let store = store.clone();
            tokio::spawn(async move { store.activate(wanted("A", 1)).await.unwrap() })
        })
        .collect();
    for race in races {
        let (Activation::Activated(got) | Activation::Replayed(got)) = race.await.unwrap() else {
            panic!("none left")
        };
        assert_eq!(got.code, "A0001");
    }
}

#[tokio::test]
async fn a_full_queue_is_busy_and_nothing_is_lost() {
    let directory = tempfile::tempdir().unwrap();
    let (store, guard) = open(directory.path(), &Settings { queue: 2, ..small() }).unwrap();
    add(&store, numbers("A", 1..=500)).await;
    let mut pending: Vec<_> = (0..500).map(|id| store.activate(wanted("A", id))).collect();
    // All are sent before the first answer is awaited.
    let mut answers = Vec::new();
    for future in &mut pending {
        answers.push(poll_fn(|context| Poll::Ready(future.as_mut().poll(context))).await);
    }
    let (mut won, mut busy) = (0, 0);
    for (answer, future) in answers.into_iter().zip(pending) {
        let answer = match answer {
            Poll::Ready(answer) => answer,
            Poll::Pending => future.await,
        };
        match answer {
            Ok(Activation::Activated(_)) => won += 1,
            Err(StoreError::Busy) => busy += 1,
            other => panic!("{other:?}"),
        }
    }
    assert_eq!(won + busy, 500);
    assert!(busy > 0 && won > 0, "{busy} were sent away, {won} were served");
    assert_eq!(store.count(day(1)).await.unwrap().activated, won);
    drop(guard);
}

#[tokio::test]
async fn closing_finishes_what_waits_and_refuses_the_rest() {
    let directory = tempfile::tempdir().unwrap();
    let (store, guard) = open_at(directory.path());
    add(&store, numbers("A", 1..=64)).await;
    let calls: Vec<_> = (0..64)
        .map(|id| {
            tokio::spawn({
                let store = store.clone();
                async move { store.activate(wanted("A", id)).await }
            })
        })
        .collect();
    tokio::task::yield_now().await;
    let stopped = guard.stopped();
    drop(guard);
    let mut won = 0;
    for call in calls {
        match call.await.unwrap() {
            Ok(Activation::Activated(_)) => won += 1,
            Err(StoreError::Stopped(_)) => {}
            other => panic!("{other:?}"),
        }
    }
    for refused in [
        store.activate(wanted("A", 99)).await.unwrap_err(),
        store.ready().await.unwrap_err(),
        stopped.await,
    ] {
        assert_eq!(refused.to_string(), "the store has stopped accepting writes: it is closed");
    }
    assert!(store.get(by_code("A0001")).await.is_err());
    drop(store);
    let (store, _guard) = open_at(directory.path());
    assert_eq!(store.count(day(1)).await.unwrap().activated, won);
}

#[tokio::test]
async fn an_addition_cut_by_closing_leaves_nothing() {
    let directory = tempfile::tempdir().unwrap();
    let (store, guard) = open_at(directory.path());
    let huge = tokio::spawn({
        let store = store.clone();
        async move { store.add(addition("B", 0..10_000_000)).await }
    });
    tokio::time::sleep(std::time::Duration::from_millis(100)).await;
    drop(guard);
    assert!(matches!(huge.await.unwrap(), Err(StoreError::Stopped(_))));
    drop(store);
    let (store, _guard) = open_at(directory.path());
    assert_eq!(store.count(day(1)).await.unwrap().total(), 0);
    assert_eq!(add(&store, addition("B", 0..10)).await.last_id, Some(10));
}

#[tokio::test(flavor = "multi_thread")]
async fn readers_never_see_a_torn_reset() {
    let directory = tempfile::tempdir().unwrap();
    let (store, _guard) = open_at(directory.path());
    no_torn_reset(store.clone(), store, 300).await;
}
