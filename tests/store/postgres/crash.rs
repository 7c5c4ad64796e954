//! What is left in a database after SIGKILL of an emulator.

use std::time::Duration;

use servicestack_emulator::store::Coupons;

use super::super::child::Process;
use super::super::crash::{ROUNDS_IN_A_PLACE, Totals, kill_on, rounds};
use super::super::place::Place;
use super::super::{add, addition, by_code, code, day, wanted};
use super::open_in;
use crate::database::Schema;

#[tokio::test]
async fn every_acknowledged_change_survives_a_kill() {
    let mut totals = Totals::default();
    for first in (0..rounds()).step_by(ROUNDS_IN_A_PLACE as usize) {
        let Some(schema) = Schema::new().await else { return };
        let place = Place::Database(schema.url());
        totals.add(&kill_on(&place, first..rounds().min(first + ROUNDS_IN_A_PLACE)).await);
    }
    totals.print("PostgreSQL");
}

#[tokio::test]
async fn a_kill_in_the_middle_of_a_huge_addition_leaves_nothing() {
    let Some(schema) = Schema::new().await else { return };
    let store = open_in(&schema).await;
    add(&store, addition("old", 1..=3)).await;
    let process = Process::start(&Place::Database(schema.url()), "add 10000000");
    // A count of what is committed does not include it, but its pages are there.
    let pages = "DO $$ BEGIN WHILE pg_relation_size('coupon') < 2000000 LOOP PERFORM pg_sleep(0.01); END LOOP; END $$";
    tokio::time::timeout(Duration::from_secs(60), schema.sql(pages)).await.unwrap();
    assert_eq!(process.kill(), [""; 0]);
    drop(store);
    Place::Database(schema.url()).becomes_quiet().await;
    let store = open_in(&schema).await;
    assert_eq!(store.count(day(1)).await.unwrap().total(), 3);
    assert_eq!(store.get(by_code("huge000000000")).await.unwrap(), None);
    assert_eq!(code(&store, wanted("", 1)).await, "old1");
    let again = add(&store, addition("huge", (0..50).map(|n| format!("{n:09}")))).await;
    assert_eq!((again.inserted, again.last_id), (50, Some(53)));
}
