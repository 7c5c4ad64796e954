//! What is left in a directory after SIGKILL.

use std::time::{Duration, Instant};

use servicestack_emulator::store::Coupons;

use super::super::child::Process;
use super::super::crash::{ROUNDS_IN_A_PLACE, Totals, kill_on, rounds};
use super::super::place::Place;
use super::super::{add, addition, by_code, code, day, wanted};
use super::open_at;

#[tokio::test]
async fn every_acknowledged_change_survives_a_kill() {
    let mut totals = Totals::default();
    for first in (0..rounds()).step_by(ROUNDS_IN_A_PLACE as usize) {
        let directory = tempfile::tempdir().unwrap();
        let place = Place::Directory(directory.path().to_owned());
        totals.add(&kill_on(&place, first..rounds().min(first + ROUNDS_IN_A_PLACE)).await);
    }
    totals.tell("sled");
}

#[tokio::test]
async fn a_kill_in_the_middle_of_a_huge_addition_leaves_nothing() {
    let directory = tempfile::tempdir().unwrap();
    let (store, guard) = open_at(directory.path());
    add(&store, addition("old", 1..=3)).await;
    drop((store, guard));
    let process = Process::start(&Place::Directory(directory.path().to_owned()), "add 10000000");
    let file = directory.path().join("db");
    let size = || std::fs::metadata(&file).unwrap().len();
    let (before, begun) = (size(), Instant::now());
    while size() < before + 2_000_000 && begun.elapsed() < Duration::from_secs(60) {
        std::thread::sleep(Duration::from_millis(10));
    }
    assert!(size() >= before + 2_000_000, "the addition was under way");
    assert_eq!(process.kill(), [""; 0]);
    let (written, begun) = (size() - before, Instant::now());
    let (store, _guard) = open_at(directory.path());
    println!(
        "killed in the middle of an addition that had written {written} bytes; opened in {:?}",
        begun.elapsed()
    );
    assert_eq!(store.count(day(1)).await.unwrap().total(), 3);
    assert_eq!(store.get(by_code("huge000000000")).await.unwrap(), None);
    assert_eq!(code(&store, wanted("", 1)).await, "old1", "others need not wait until it is cleared away");
    let again = add(&store, addition("huge", (0..50).map(|n| format!("{n:09}")))).await;
    assert_eq!((again.inserted, again.last_id), (50, Some(53)));
}
