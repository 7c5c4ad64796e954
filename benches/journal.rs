//! Memory and files of the journal while exchanges come:
//! `cargo bench --bench journal -- [EXCHANGES]`.
//!
//! Without a number it pushes 86 million, which is a day at 1,000 a second, into journals with the
//! default limits: those of two tenants, one of which takes nine of ten. It prints the memory and
//! the open files of the process before and after, the memory at most meanwhile, and the time a
//! push takes.
#![allow(clippy::print_stdout, reason = "a bench prints its figures")]

use std::fs;
use std::time::Instant;

use servicestack_emulator::journal::{Journals, Limits, Message, Recorded};

const A_DAY: u64 = 86_000_000;

/// No message is longer.
static BYTES: [u8; 1100] = [b'a'; 1100];

fn main() {
    let given = std::env::args().skip(1).find_map(|word| word.parse().ok());
    let (count, journals) = (given.unwrap_or(A_DAY), Journals::new(Limits::default()));
    let (busy, quiet) = (journals.journal("busy"), journals.journal("quiet"));
    let (before, files, started) = (resident(), open_files(), Instant::now());
    let mut most = before;
    for turn in 0..count {
        let journal = if turn % 10 == 0 { &quiet } else { &busy };
        journal.push(entry(turn));
        if turn % 100_000 == 0 {
            most = most.max(resident());
        }
    }
    let took = started.elapsed();
    println!("{count} exchanges, {:.2} us each", took.as_secs_f64() * 1e6 / count.max(1) as f64);
    println!("{} and {} kept, {} bytes counted", busy.len(), quiet.len(), journals.used());
    println!("{} and {} forgotten", busy.forgotten(), quiet.forgotten());
    println!("resident KiB: {before} before, {most} at most, {} after", resident());
    println!("open files: {files} before, {} after", open_files());
}

/// About as large as an activation; sizes differ, as those of real ones do.
fn entry(turn: u64) -> Recorded<&'static str, &'static [u8]> {
    let bytes = |length: u64| {
        let kept = BYTES.get(..usize::try_from(length).unwrap_or_default()).unwrap_or_default();
        Message::new(kept, length, true)
    };
    Recorded {
        id: "0000002a",
        verb: "PUT",
        target: "/Coupons/Activate?format=json",
        operation: Some("ActivateCoupon"),
        user: Some("demo"),
        request: bytes(300 + turn % 200),
        answer: bytes(500 + turn * 7 % 600),
        status: 200,
        ..Recorded::default()
    }
}

/// Resident memory in KiB; 0 where the system does not say.
fn resident() -> u64 {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).unwrap_or_default();
    line.split_whitespace().next().and_then(|number| number.parse().ok()).unwrap_or_default()
}

/// How many files are open; 0 where the system does not say.
fn open_files() -> usize {
    fs::read_dir("/proc/self/fd").map_or(0, Iterator::count)
}
