//! Activations of the PostgreSQL engine without HTTP:
//! `cargo bench --bench postgres -- URL [COUPONS] [SECONDS] [CALLERS]`.
//!
//! Adds coupons by calls of at most a million until there are so many, then measures one activation
//! after the other and activations by 64 callers, or by so many only. Says what processor time it
//! took itself; what the database took, `benches/postgres/run` reports.

#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    missing_docs,
    reason = "a program to be read by people"
)]

#[path = "../process/mod.rs"]
mod process;

use std::time::{Duration, Instant};

use chrono::{DateTime, NaiveDateTime};
use servicestack_emulator::lab::Seed;
use servicestack_emulator::store::postgres::{PostgresCoupons, Settings, open};
use servicestack_emulator::store::{
    Activate, Activation, Addition, Codes, CouponState, Coupons, Terms,
};

use process::{peak_memory, processor_time};

const CALL: u32 = 1_000_000;

fn main() {
    let arguments: Vec<_> =
        std::env::args().skip(1).filter(|argument| !argument.starts_with("--")).collect();
    let Some(url) = arguments.first() else {
        println!("no database is named; benches/postgres/run does it all");
        return;
    };
    let number = |at: usize, default| {
        arguments.get(at).map_or(default, |text: &String| text.parse().unwrap())
    };
    let (coupons, seconds) = (number(1, 10_000), number(2, 5));
    let callers = if arguments.len() > 3 { vec![number(3, 1)] } else { vec![1, 64] };
    let runtime =
        tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
    runtime.block_on(measure(url, coupons, Duration::from_secs(seconds.into()), &callers));
}

async fn measure(url: &str, coupons: u32, time: Duration, callers: &[u32]) {
    let store = open(&url.parse().unwrap(), &Settings::default()).await.unwrap();
    let there = store.count(instant(0)).await.unwrap().total();
    fill(&store, u32::try_from(there).unwrap()..coupons).await;
    for &callers in callers.iter().filter(|_| !time.is_zero()) {
        report(&store, callers, time).await;
    }
}

async fn fill(store: &PostgresCoupons, missing: std::ops::Range<u32>) {
    for from in missing.clone().step_by(CALL as usize) {
        let (begun, worked) = (Instant::now(), processor_time());
        let added = store.add(numbers(from..missing.end.min(from + CALL))).await.unwrap().inserted;
        let (took, worked) = (begun.elapsed(), processor_time() - worked);
        println!(
            "add {added:>9}   {took:>8.2?}  processor {worked:.2?}  peak memory {} MiB",
            peak_memory()
        );
    }
}

async fn report(store: &PostgresCoupons, callers: u32, time: Duration) {
    let (begun, worked) = (Instant::now(), processor_time());
    let seed = Seed::from_os();
    let tasks: Vec<_> = (0..callers)
        .map(|_| tokio::spawn(call(store.clone(), seed.clone(), begun + time)))
        .collect();
    let mut times = Vec::new();
    for task in tasks {
        times.append(&mut task.await.unwrap());
    }
    let (took, worked) = (begun.elapsed(), processor_time() - worked);
    times.sort();
    let at = |share: f64| times[(times.len() as f64 * share) as usize].as_secs_f64() * 1e3;
    let rate = times.len() as f64 / took.as_secs_f64();
    let each = worked.as_secs_f64() * 1e6 / times.len() as f64;
    println!(
        "{callers} callers: {rate:.0} /s, p50 {:.2} ms, p99 {:.2} ms, {} activations, processor {each:.0} us each",
        at(0.5),
        at(0.99),
        times.len()
    );
}

/// How long each took.
async fn call(store: PostgresCoupons, seed: Seed, end: Instant) -> Vec<Duration> {
    let mut times = Vec::new();
    while Instant::now() < end {
        let begun = Instant::now();
        let got = store.activate(wanted(&seed)).await.unwrap();
        assert!(matches!(got, Activation::Activated(_)), "{got:?}");
        times.push(begun.elapsed());
    }
    times
}

fn instant(seconds: i64) -> NaiveDateTime {
    DateTime::from_timestamp(seconds, 0).unwrap().naive_utc()
}

fn numbers(numbers: std::ops::Range<u32>) -> Addition {
    let codes = Codes::list(numbers.map(|number| format!("{number:08}")));
    let terms = Terms::new(1, instant(4_000_000_000));
    Addition { prefix: "BENCH".into(), codes, terms, state: CouponState::default() }
}

fn wanted(seed: &Seed) -> Activate {
    let (prefix, activate_id) = ("BENCH".to_owned(), seed.guid());
    Activate { coupon_type: 1, prefix, activate_id, at: instant(1_000_000_000), receipt: None }
}
