//! What is left in a directory after SIGKILL.

use std::time::Duration;

use servicestack_emulator::store::Coupons;

use super::super::child::Process;
use super::super::crash::{ROUNDS_IN_A_PLACE, Totals, kill_on, rounds};
use super::super::place::Place;
use super::super::{add, addition, code, day, wanted};
use super::open_at;

#[tokio::test]
async fn every_acknowledged_change_survives_a_kill() {
    let mut totals = Totals::default();
    for first in (0..rounds()).step_by(ROUNDS_IN_A_PLACE as usize) {
        let directory = tempfile::tempdir().unwrap();
        let place = Place::Directory(directory.path().to_owned());
        totals.add(&kill_on(&place, first..rounds().min(first + ROUNDS_IN_A_PLACE)).await);
    }
    totals.print("the embedded engine");
}

#[tokio::test]
async fn a_kill_in_the_middle_of_a_huge_addition_leaves_all_of_it_or_nothing() {
    for (round, pause) in [20, 100, 300, 600, 1_000].into_iter().enumerate() {
        let directory = tempfile::tempdir().unwrap();
        let (store, guard) = open_at(directory.path());
        add(&store, addition("old", 1..=3)).await;
        drop((store, guard));
        let process = Process::start(&Place::Directory(directory.path().to_owned()), "add 400000");
        std::thread::sleep(Duration::from_millis(pause));
        let reported = !process.kill().is_empty();
        let (store, _guard) = open_at(directory.path());
        let total = store.count(day(1)).await.unwrap().total();
        assert!(total == 400_003 || (total == 3 && !reported), "round {round}: {total}");
        assert_eq!(code(&store, wanted("", 1)).await, "old1");
        let again = add(&store, addition("more", (0..50).map(|n| format!("{n:09}")))).await;
        assert_eq!((again.inserted, again.last_id), (50, Some(total as i32 + 50)));
    }
}
