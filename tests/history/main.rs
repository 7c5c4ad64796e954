//! A history checker: many clients over HTTP, emulators killed in between, and afterwards the
//! question whether what the clients were answered can be true.
//!
//! `cargo test --test history` runs a few thousand calls, on a database as well if
//! `SSE_TEST_POSTGRES` names one (`tests/postgres/start cargo test --test history`). For a long
//! run:
//!
//! ```sh
//! HISTORY_CALLS=50000 HISTORY_KILLS=20 cargo test --release --test history promises -- --nocapture --test-threads=1
//! ```
#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    missing_docs,
    reason = "a test that cannot go on may panic"
)]

mod away;
mod check;
mod database;
mod event;
mod load;
mod process;
mod serving;
#[path = "../support/mod.rs"]
mod support;
mod tricks;

use std::sync::Arc;
use std::time::{Duration, Instant};

use check::{Tally, check};
use event::{Coupon, Event, Recorder};
use load::{Size, list, run};
use process::Fleet;
use servicestack_emulator::faults::{FaultFiles, Operations};
use servicestack_emulator::lab::fault::FaultLimits;
use servicestack_emulator::lab::{Clock, Seed};
use servicestack_emulator::store::embedded::{Settings, open};
use servicestack_emulator::store::{Coupons, MemoryCoupons};
use support::double::{Double, Trick};

/// A number from the environment.
fn number_in(name: &str, default: usize) -> usize {
    std::env::var(name).map_or(default, |text| text.parse().expect("a number"))
}

/// Runs clients against emulators in processes of their own, and kills one after each so many
/// calls. After every other one something else may happen too.
async fn history(
    fleet: Fleet,
    size: Size,
    kills: usize,
    also: impl Fn() + Clone + Send + 'static,
) -> (Vec<Event>, Vec<Coupon>) {
    let (fleet, recorder) = (Arc::new(fleet), Arc::new(Recorder::default()));
    let clients = tokio::spawn(run(size, fleet.clone(), recorder.clone()));
    for kill in 1..=kills {
        while recorder.answered() < kill * size.calls / (kills + 1) && !clients.is_finished() {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        let (fleet, also) = (fleet.clone(), also.clone());
        let crash = move || {
            fleet.kill(kill);
            if kill % 2 == 0 {
                also();
            }
        };
        tokio::task::spawn_blocking(crash).await.unwrap();
    }
    clients.await.unwrap();
    // What is reported at the end is read from the disk, not from a process's memory.
    tokio::task::spawn_blocking({
        let fleet = fleet.clone();
        move || fleet.kill_all()
    })
    .await
    .unwrap();
    let end = list(&load::Addresses::any(fleet.as_ref(), 0)).await;
    (Arc::into_inner(recorder).expect("all clients are done").into_events(), end)
}

fn accepted(
    name: &str,
    (events, end): (Vec<Event>, Vec<Coupon>),
    kills: usize,
    begun: Instant,
) -> Tally {
    let tally = check(&events, &end).unwrap_or_else(|wrong| {
        panic!(
            "{} faults in {} calls: {:#?}",
            wrong.len(),
            events.len(),
            &wrong[..wrong.len().min(20)]
        )
    });
    let reported: Vec<_> = tally.iter().map(|(what, count)| format!("{count} {what}")).collect();
    let (calls, coupons) = (events.len(), end.len());
    println!(
        "{name}: {calls} calls, {kills} kills, {:.0?}: {}",
        begun.elapsed(),
        reported.join(", ")
    );
    println!("{name}: {coupons} coupons at the end, all in accord with what was reported");
    tally
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_embedded_store_keeps_its_promises() {
    let directory = tempfile::tempdir().unwrap();
    let (calls, kills) = (number_in("HISTORY_CALLS", 3000), number_in("HISTORY_KILLS", 3));
    let begun = Instant::now();
    let fleet = Fleet::start(directory.path().to_str().unwrap(), 1);
    let history = history(fleet, Size { clients: 64, calls, cut: 40 }, kills, || {}).await;
    there_was_some_load(&accepted("embedded", history, kills, begun));
}

/// It has nothing that a kill would leave: only races and cut connections.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_memory_store_keeps_its_promises() {
    let (calls, begun) = (number_in("HISTORY_CALLS", 3000), Instant::now());
    let coupons: Arc<dyn Coupons> = Arc::new(MemoryCoupons::new(&Seed::from_u64(1)));
    let running = serving::serve(&coupons);
    let recorder = Arc::new(Recorder::default());
    let size = Size { clients: 64, calls, cut: 40 };
    run(size, Arc::new(running.base_url()), recorder.clone()).await;
    let end = list(&running.base_url()).await;
    running.stop().await;
    let events = Arc::into_inner(recorder).expect("all clients are done").into_events();
    there_was_some_load(&accepted("memory", (events, end), 0, begun));
}

/// As many answers are cut after the commit as come: what a client was not told it asks again, and
/// gets the same coupon.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn ten_thousand_answers_cut_after_the_commit_lose_and_double_nothing() {
    let (folder, begun) = (tempfile::tempdir().unwrap(), Instant::now());
    for (name, point) in [("lost", "afterCommit"), ("cut", "answer")] {
        let fault = format!("point = '{point}'\ndo = 'reset'\nprobability = 0.4\n");
        std::fs::write(folder.path().join(format!("{name}.toml")), fault).unwrap();
    }
    let (of_all, limits) = (("apex", Operations::default()), FaultLimits::default());
    let files = FaultFiles::open(folder.path(), of_all, Clock::system(), limits).unwrap();
    let directory = tempfile::tempdir().unwrap();
    let (coupons, _guard) = open(directory.path(), &Settings::default()).unwrap();
    let coupons: Arc<dyn Coupons> = Arc::new(coupons);
    let cuts = serving::serve_with(&coupons, |builder| builder.fault_files(files));
    let whole = serving::serve(&coupons);
    let recorder = Arc::new(Recorder::default());
    let size = Size { clients: 64, calls: 10_000, cut: u64::MAX };
    run(size, Arc::new(cuts.base_url()), recorder.clone()).await;
    let end = list(&whole.base_url()).await;
    cuts.stop().await;
    whole.stop().await;
    let events = Arc::into_inner(recorder).expect("all clients are done").into_events();
    let tally = accepted("cuts after the commit", (events, end), 0, begun);
    assert!(tally["without an answer"] >= 10_000, "{tally:?}");
    there_was_some_load(&tally);
}

fn there_was_some_load(tally: &Tally) {
    for what in ["activations", "additions", "spendings", "refused spendings", "without an answer"]
    {
        assert!(tally.get(what).is_some_and(|count| *count >= 5), "{what}: {tally:?}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_database_with_one_emulator_keeps_its_promises() {
    on_a_database(1).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_database_with_three_emulators_keeps_its_promises() {
    on_a_database(3).await;
}

/// The database is restarted meanwhile.
async fn on_a_database(emulators: usize) {
    let _turn = database::TURN.lock().await;
    let Some(schema) = database::Schema::new(emulators).await else { return };
    let (calls, kills) = (number_in("HISTORY_CALLS", 1500), number_in("HISTORY_KILLS", 3));
    let begun = Instant::now();
    let url = schema.url();
    let fleet = tokio::task::spawn_blocking(move || Fleet::start(&url, emulators)).await.unwrap();
    let size = Size { clients: 64, calls, cut: 40 };
    let history = history(fleet, size, kills, database::restart).await;
    there_was_some_load(&accepted(
        &format!("database, {emulators} emulators"),
        history,
        kills,
        begun,
    ));
}

/// What the checker says of a store with a trick.
async fn verdict(trick: impl Trick) -> Result<Tally, Vec<String>> {
    let directory = tempfile::tempdir().unwrap();
    let (real, _guard) = open(directory.path(), &Settings::default()).unwrap();
    let coupons: Arc<dyn servicestack_emulator::store::Coupons> =
        Arc::new(Double { real: Arc::new(real), trick });
    let running = serving::serve(&coupons);
    let recorder = Arc::new(Recorder::default());
    let size = Size { clients: 8, calls: 600, cut: 40 };
    run(size, Arc::new(running.base_url()), recorder.clone()).await;
    let end = list(&running.base_url()).await;
    running.stop().await;
    check(&Arc::into_inner(recorder).unwrap().into_events(), &end)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_store_that_breaks_a_promise_is_caught() {
    verdict(tricks::Honest).await.expect("an honest store is accepted");
    let rejected = [
        (verdict(tricks::GivesTwice::default()).await, "two winners"),
        (verdict(tricks::ForgetsActivations::default()).await, "lost: the activation"),
        (verdict(tricks::ForgetsIds::default()).await, "without having been asked for"),
        (verdict(tricks::ForgetsAdditions::default()).await, "were added"),
        (verdict(tricks::AddsHalf::default()).await, "were added"),
        (verdict(tricks::MakesUp::default()).await, "out of nothing"),
        (verdict(tricks::SendsAway::default()).await, "free all the time"),
        (verdict(tricks::SpendsTwice).await, "spent twice"),
        (verdict(tricks::ForgetsSpendings::default()).await, "lost: the spending"),
    ];
    for (verdict, word) in rejected {
        let wrong = verdict.expect_err(word).join("; ");
        assert!(wrong.contains(word), "{word} is not in {wrong}");
    }
}
