//! What hostile requests cost: processor time and memory of each request in
//! `tests/http/hostile/cases.rs`.
//!
//! `cargo bench --bench hostile` prints the dearest. Linux only: the figures come from
//! `/proc/self`. Client and server are one process, so both are counted.
#![allow(clippy::print_stdout, missing_docs, reason = "a bench talks")]

#[path = "../tests/http/hostile/cases.rs"]
mod cases;
#[path = "../tests/support/mod.rs"]
mod support;

use std::fs;
use std::time::Duration;

use servicestack_emulator::http::server::Limits;
use support::apex::Apex;

/// Cost of one request.
struct Cost {
    name: String,
    processor: Duration,
    kibibytes: u64,
}

fn main() {
    let runtime =
        tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    let mut costs = runtime.block_on(measured());
    costs.sort_by_key(|cost| std::cmp::Reverse(cost.processor));
    println!("{} requests; the dearest by processor time:", costs.len());
    for cost in &costs[..10] {
        println!(
            "{:>9.2} ms  {:>7} KiB  {}",
            cost.processor.as_secs_f64() * 1e3,
            cost.kibibytes,
            cost.name
        );
    }
    costs.sort_by_key(|cost| std::cmp::Reverse(cost.kibibytes));
    println!("and by memory:");
    for cost in &costs[..5] {
        println!(
            "{:>9.2} ms  {:>7} KiB  {}",
            cost.processor.as_secs_f64() * 1e3,
            cost.kibibytes,
            cost.name
        );
    }
}

/// The least of three tries each: the others are the machine's.
async fn measured() -> Vec<Cost> {
    let limits = Limits { request_timeout: Duration::from_millis(200), ..Limits::default() };
    let apex = Apex::start_with(|builder| builder.limits(limits)).await;
    // Signs in once, so that argon2 is not counted to the first.
    apex.send(&cases::get("/Coupons/ByStatus.json", &[cases::AUTH])).await;
    let mut costs = Vec::new();
    for (name, request) in cases::all() {
        let mut best = Cost { name, processor: Duration::MAX, kibibytes: u64::MAX };
        for _ in 0..3 {
            let (before, peak) = (processor_time(), start_peak());
            apex.send(&request).await;
            best.processor = best.processor.min(processor_time().saturating_sub(before));
            best.kibibytes = best.kibibytes.min(status("VmHWM").saturating_sub(peak));
        }
        costs.push(best);
    }
    apex.stop().await;
    costs
}

/// Of all threads that live.
fn processor_time() -> Duration {
    let tasks = fs::read_dir("/proc/self/task").expect("Linux");
    let nanoseconds = tasks.filter_map(|task| {
        let text = fs::read_to_string(task.ok()?.path().join("schedstat")).ok()?;
        text.split(' ').next()?.parse::<u64>().ok()
    });
    Duration::from_nanos(nanoseconds.sum())
}

/// Lets the peak begin at what is held now.
fn start_peak() -> u64 {
    fs::write("/proc/self/clear_refs", "5").expect("Linux");
    status("VmRSS")
}

fn status(field: &str) -> u64 {
    let text = fs::read_to_string("/proc/self/status").expect("Linux");
    let line = text.lines().find(|line| line.starts_with(field)).unwrap_or_default();
    line.split_whitespace().nth(1).and_then(|number| number.parse().ok()).unwrap_or_default()
}
