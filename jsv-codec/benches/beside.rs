//! JSV beside serde_json on the same 10,000 coupons, interleaved in one process: time per coupon,
//! median of 30 rounds, the ratio of each round and its spread. Pin it:
//! `taskset -c 1 cargo bench -p jsv-codec --bench beside`.

#![allow(missing_docs, clippy::unwrap_used, clippy::print_stdout)]

mod data;

use data::{Coupon, CouponRef};
use std::hint::black_box;
use std::time::Instant;

const COUPONS: i32 = 10_000;
const ROUNDS: usize = 30;

/// Nanoseconds per coupon.
fn time(run: impl Fn()) -> f64 {
    let started = Instant::now();
    run();
    started.elapsed().as_secs_f64() * 1e9 / f64::from(COUPONS)
}

fn sorted(mut figures: Vec<f64>) -> Vec<f64> {
    figures.sort_by(f64::total_cmp);
    figures
}

fn compare(name: &str, jsv: impl Fn(), json: impl Fn()) {
    // One round that nobody counts.
    let _ = (time(&jsv), time(&json));
    let rounds: Vec<(f64, f64)> = (0..ROUNDS)
        .map(|round| {
            // Which goes first takes turns.
            if round % 2 == 0 {
                (time(&jsv), time(&json))
            } else {
                let json = time(&json);
                (time(&jsv), json)
            }
        })
        .collect();
    let jsv = sorted(rounds.iter().map(|(jsv, _)| *jsv).collect());
    let json = sorted(rounds.iter().map(|(_, json)| *json).collect());
    let ratio = sorted(rounds.iter().map(|(jsv, json)| json / jsv).collect());
    let middle = ROUNDS / 2;
    println!(
        "{name:<24} jsv {:>6.0} ns  serde_json {:>6.0} ns  ratio {:.2} ({:.2} to {:.2})",
        jsv[middle],
        json[middle],
        ratio[middle],
        ratio[ROUNDS / 10],
        ratio[ROUNDS * 9 / 10],
    );
}

/// Reads or writes 300 coupons ten times, for callgrind: `beside once owned jsv`.
fn once(what: &str, format: &str) {
    let list: Vec<Coupon> = data::coupons(300);
    let jsv = jsv_codec::to_string(&list).unwrap();
    let json = serde_json::to_string(&list).unwrap();
    for _ in 0..10 {
        match (what, format) {
            ("owned", "jsv") => counted(|| jsv_codec::from_str::<Vec<Coupon>>(&jsv).unwrap()),
            ("owned", "json") => counted(|| serde_json::from_str::<Vec<Coupon>>(&json).unwrap()),
            ("borrowed", "jsv") => counted(|| jsv_codec::from_str::<Vec<CouponRef>>(&jsv).unwrap()),
            ("borrowed", "json") => {
                counted(|| serde_json::from_str::<Vec<CouponRef>>(&json).unwrap())
            }
            ("value", "jsv") => counted(|| jsv_codec::from_str::<jsv_codec::Value>(&jsv).unwrap()),
            ("value", "json") => {
                counted(|| serde_json::from_str::<serde_json::Value>(&json).unwrap())
            }
            ("write", "jsv") => counted(|| jsv_codec::to_string(&list).unwrap()),
            ("write", "json") => counted(|| serde_json::to_string(&list).unwrap()),
            _ => panic!("owned, borrowed, value or write; jsv or json"),
        }
    }
}

/// What callgrind counts with `--toggle-collect=*counted*`.
#[inline(never)]
fn counted<T>(run: impl Fn() -> T) {
    drop(black_box(run()));
}

fn main() {
    let arguments: Vec<String> = std::env::args().collect();
    if let [_, once, what, format, ..] = arguments.as_slice()
        && once == "once"
    {
        return self::once(what, format);
    }
    let list: Vec<Coupon> = data::coupons(COUPONS);
    let jsv = jsv_codec::to_string(&list).unwrap();
    let json = serde_json::to_string(&list).unwrap();
    println!("{} and {} bytes a coupon", jsv.len() / list.len(), json.len() / list.len());
    compare(
        "read, owned",
        || drop(black_box(jsv_codec::from_str::<Vec<Coupon>>(black_box(&jsv)).unwrap())),
        || drop(black_box(serde_json::from_str::<Vec<Coupon>>(black_box(&json)).unwrap())),
    );
    compare(
        "read, borrowed",
        || drop(black_box(jsv_codec::from_str::<Vec<CouponRef>>(black_box(&jsv)).unwrap())),
        || drop(black_box(serde_json::from_str::<Vec<CouponRef>>(black_box(&json)).unwrap())),
    );
    compare(
        "read as Value",
        || drop(black_box(jsv_codec::from_str::<jsv_codec::Value>(black_box(&jsv)).unwrap())),
        || drop(black_box(serde_json::from_str::<serde_json::Value>(black_box(&json)).unwrap())),
    );
    compare(
        "write",
        || drop(black_box(jsv_codec::to_string(black_box(&list)).unwrap())),
        || drop(black_box(serde_json::to_string(black_box(&list)).unwrap())),
    );
}
