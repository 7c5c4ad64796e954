//! A repeated ActivateId is known, whatever happened to the directory since.

use std::path::Path;
use std::time::Duration;

use servicestack_emulator::store::embedded::{EmbeddedCoupons, Guard};
use servicestack_emulator::store::{Activation, Coupons};

use super::super::child::Process;
use super::super::place::Place;
use super::super::{add, addition, code, wanted};
use super::open_at;

/// More than two rows of the index.
const MANY: u128 = 300;

async fn with_many_activated(directory: &Path) -> (EmbeddedCoupons, Guard) {
    let (store, guard) = open_at(directory);
    add(&store, addition("A", 1000..=2000)).await;
    for id in 1..=MANY {
        code(&store, wanted("A", id)).await;
    }
    (store, guard)
}

async fn repeats(store: &dyn Coupons, ids: std::ops::RangeInclusive<u128>) {
    for id in ids {
        match store.activate(wanted("A", id)).await.unwrap() {
            Activation::Replayed(coupon) => assert_eq!(i128::from(coupon.id), id as i128),
            other => panic!("{id}: {other:?}"),
        }
    }
}

#[tokio::test]
async fn after_every_start() {
    let directory = tempfile::tempdir().unwrap();
    let (store, guard) = open_at(directory.path());
    add(&store, addition("A", 1000..=2000)).await;
    drop((store, guard));
    let mut done = 0;
    // Starts in the middle of a row, at its end, and right behind it.
    for until in [1, 127, 128, 129, 256, MANY] {
        let (store, _guard) = open_at(directory.path());
        repeats(&store, 1..=done).await;
        for id in done + 1..=until {
            code(&store, wanted("A", id)).await;
        }
        repeats(&store, 1..=until).await;
        done = until;
    }
    let (store, _guard) = open_at(directory.path());
    repeats(&store, 1..=done).await;
}

#[tokio::test]
async fn after_a_kill() {
    let directory = tempfile::tempdir().unwrap();
    let (store, guard) = with_many_activated(directory.path()).await;
    drop((store, guard));
    let process = Process::start(&Place::Directory(directory.path().to_owned()), "load 1");
    std::thread::sleep(Duration::from_secs(3));
    assert!(process.kill().iter().any(|line| line.starts_with("activated")));
    let (store, _guard) = open_at(directory.path());
    repeats(&store, 1..=MANY).await;
}

#[tokio::test]
async fn but_not_after_a_reset_or_a_restore() {
    let directory = tempfile::tempdir().unwrap();
    let (store, guard) = with_many_activated(directory.path()).await;
    let all = super::super::list(&store, &Default::default()).await;
    // Refused at its last coupon: what was known stays.
    let mut twice = all.clone();
    twice[900].state = twice[0].state.clone();
    let refused = store.replace(Box::new(twice.into_iter().map(Ok))).await.unwrap_err();
    assert!(refused.to_string().contains("the ActivateId"), "{refused}");
    assert!(refused.to_string().contains("comes twice"), "{refused}");
    repeats(&store, 1..=MANY).await;
    store.replace(Box::new(all.into_iter().take(200).map(Ok))).await.unwrap();
    repeats(&store, 1..=200).await;
    let forgotten = store.activate(wanted("A", 201)).await.unwrap();
    assert!(matches!(forgotten, Activation::NoneLeft(_)), "{forgotten:?}");
    store.reset().await.unwrap();
    add(&store, addition("A", 1000..=2000)).await;
    drop((store, guard));
    let (store, _guard) = open_at(directory.path());
    for id in (1..=MANY).rev() {
        assert_eq!(code(&store, wanted("A", id)).await, format!("A{}", 1000 + MANY - id));
    }
}
