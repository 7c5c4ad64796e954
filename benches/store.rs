//! Scale of the embedded store: `cargo bench --bench store -- [COUPONS] [USED-UP]`.
//!
//! `-- shapes` measures what must not depend on how many coupons there are: additions, forks,
//! activations by any prefix. `-- open [COUPONS]` measures the start with unused numbered codes,
//! with codes of an imported list, and with all of them activated. Adds coupons by calls of at most
//! a million, then measures one activation after the other, activations by 64 callers, reading one
//! coupon again and again and reading any of all, the start, the memory and the disk. With
//! `USED-UP` so many are activated before the measuring: they are restored that way, as from a
//! snapshot.

#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    missing_docs,
    reason = "a program to be read by people"
)]

mod process;

use std::io::Write as _;
use std::path::Path;
use std::process::Command;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use chrono::{DateTime, NaiveDateTime};
use futures_util::FutureExt as _;
use servicestack_emulator::lab::Seed;
use servicestack_emulator::store::embedded::{EmbeddedCoupons, Settings, open};
use servicestack_emulator::store::{
    Activate, Activation, Addition, Codes, Coupon, CouponState, CouponStatus, Coupons, Filter,
    MemoryCoupons, Numbers, Receipt, Source, Terms,
};
use uuid::Uuid;

use process::{peak_memory, processor_time};

const CALL: u32 = 1_000_000;
const CALLERS: u64 = 64;
const SINGLE: u64 = 5_000;
const READS: u32 = 100_000;

/// Asks this program to be the process that only starts on a directory.
const START: &str = "STORE_BENCH_START";

fn main() {
    let runtime =
        tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
    if let Ok(path) = std::env::var(START) {
        return runtime.block_on(start(Path::new(&path)));
    }
    if std::env::args().any(|argument| argument == "shapes") {
        return runtime.block_on(shapes());
    }
    let opens = std::env::args().any(|argument| argument == "open");
    let mut arguments = std::env::args().skip(1).filter_map(|text| text.parse::<u32>().ok());
    let coupons = arguments.next().unwrap_or(10_000);
    let used_up = arguments.next().unwrap_or(0);
    let directory =
        tempfile::tempdir_in(std::env::var("STORE_BENCH_DIRECTORY").unwrap_or("target".into()))
            .unwrap();
    if opens {
        return runtime.block_on(opening(directory.path(), coupons));
    }
    runtime.block_on(measure(directory.path(), coupons, used_up));
}

/// How long a start takes, and how much memory, by what there is.
async fn opening(path: &Path, coupons: u32) {
    let random = |number: u32| {
        let mixed = (u64::from(number) + 1).wrapping_mul(0x9E37_79B9_7F4A_7C15);
        format!("BENCH{:012X}", mixed >> 16)
    };
    let numbered = |number| format!("BENCH{number:010}");
    let (none, all) = (Arc::new(AtomicU64::new(1)), Arc::new(AtomicU64::new(1)));
    let kinds = [
        ("numbered", restored(coupons, 0, Arc::clone(&none), numbered)),
        ("of a list", restored(coupons, 0, none, random)),
        ("activated", restored(coupons, coupons - 1, all, numbered)),
    ];
    for (kind, source) in kinds {
        let path = path.join(kind);
        let (store, guard) = open(&path, &Settings::default()).unwrap();
        let begun = Instant::now();
        store.replace(source).await.unwrap();
        println!("{coupons} {kind}: replaced {:>10.2?}", begun.elapsed());
        drop((store, guard));
        for left in ["after a stop", "again"] {
            print!("start {left:<18} ");
            std::io::stdout().flush().unwrap();
            let started =
                Command::new(std::env::current_exe().unwrap()).env(START, &path).status().unwrap();
            assert!(started.success());
        }
        println!("disk per coupon          {:>10} B", size(&path) / u64::from(coupons));
        std::fs::remove_dir_all(&path).unwrap();
    }
}

async fn measure(path: &Path, coupons: u32, used_up: u32) {
    let (store, guard) = open(path, &Settings::default()).unwrap();
    for from in (0..coupons).step_by(CALL as usize) {
        let (begun, worked) = (Instant::now(), processor_time());
        let added = store.add(numbers(from..coupons.min(from + CALL))).await.unwrap().inserted;
        let (took, worked) = (begun.elapsed(), processor_time() - worked);
        let memory = peak_memory();
        println!(
            "add {added:>9}            {took:>10.2?}  processor {worked:.2?}  peak memory {memory} MiB"
        );
    }
    println!("disk per coupon          {:>10} B", size(path) / u64::from(coupons));
    let ids = Arc::new(AtomicU64::new(1));
    if used_up > 0 {
        let (begun, worked) = (Instant::now(), processor_time());
        let code = |number| format!("BENCH{number:010}");
        store.replace(restored(coupons, used_up, Arc::clone(&ids), code)).await.unwrap();
        let (took, worked) = (begun.elapsed(), processor_time() - worked);
        println!("restore, {used_up:>9} used up {took:>7.2?}  processor {worked:.2?}");
    }
    single(&store, &ids).await;
    let (begun, worked) = (Instant::now(), processor_time());
    let raced = u64::from(coupons - used_up).saturating_sub(SINGLE + 64).min(4 * SINGLE);
    race(&store, &ids, raced).await;
    let rate = raced as f64 / begun.elapsed().as_secs_f64();
    let each = (processor_time() - worked) / u32::try_from(raced.max(1)).unwrap();
    println!(
        "activations, {CALLERS} callers  {rate:>10.0} /s  processor {each:.2?} each, callers and all"
    );
    reads("one coupon", &store, |_| 1);
    // As spread as random numbers are.
    reads("any coupon", &store, |number| {
        (u64::from(number) * 2_654_435_761 % u64::from(coupons)) as u32
    });
    drop((store, guard));
    for left in ["after a crash", "after a stop"] {
        print!("start {left:<18} ");
        std::io::stdout().flush().unwrap();
        let started =
            Command::new(std::env::current_exe().unwrap()).env(START, path).status().unwrap();
        assert!(started.success());
    }
    println!(
        "disk per coupon          {:>10} B  peak memory {} MiB",
        size(path) / u64::from(coupons),
        peak_memory()
    );
}

/// A process that starts on what another one left.
async fn start(path: &Path) {
    let begun = Instant::now();
    let (store, _guard) = open(path, &Settings::default()).unwrap();
    let (opened, memory) = (begun.elapsed(), peak_memory());
    let first = Instant::now();
    store.activate(wanted(&AtomicU64::new(u64::MAX / 2))).await.unwrap();
    println!("{opened:>10.2?}  peak memory {memory} MiB  first activation {:.2?}", first.elapsed());
}

async fn single(store: &EmbeddedCoupons, ids: &AtomicU64) {
    let mut times = Vec::new();
    for _ in 0..SINGLE {
        let begun = Instant::now();
        let got = store.activate(wanted(ids)).await.unwrap();
        assert!(matches!(got, Activation::Activated(_)), "{got:?}");
        times.push(begun.elapsed());
    }
    times.sort();
    let at = |share: f64| times[(times.len() as f64 * share) as usize];
    let mean = times.iter().sum::<Duration>() / times.len() as u32;
    println!("activation, one caller   p50 {:.2?}  p99 {:.2?}  mean {mean:.2?}", at(0.5), at(0.99));
}

/// What reading costs; the first half of the reads is not counted.
#[inline(never)]
fn reads(what: &str, store: &EmbeddedCoupons, which: impl Fn(u32) -> u32) {
    for counted in [false, true] {
        let (begun, worked) = (Instant::now(), processor_time());
        for number in 0..READS {
            let code = format!("BENCH{:010}", which(number));
            let filter = Filter { code: Some(code), ..Filter::default() };
            // Nothing is being changed, so it is answered at once.
            let page = store.find(filter, 0, 1).now_or_never().unwrap().unwrap();
            assert_eq!(page.coupons.len(), 1);
        }
        if counted {
            let (took, worked) = (begun.elapsed() / READS, (processor_time() - worked) / READS);
            println!("read {what}          {took:>10.2?}  processor {worked:.2?}");
        }
    }
}

async fn race(store: &EmbeddedCoupons, ids: &Arc<AtomicU64>, count: u64) {
    let callers: Vec<_> = (0..CALLERS)
        .map(|_| {
            let (store, ids) = (store.clone(), Arc::clone(ids));
            tokio::spawn(async move {
                for _ in 0..count / CALLERS {
                    store.activate(wanted(&ids)).await.unwrap();
                }
            })
        })
        .collect();
    for caller in callers {
        caller.await.unwrap();
    }
}

fn instant(seconds: i64) -> NaiveDateTime {
    DateTime::from_timestamp(seconds, 0).unwrap().naive_utc()
}

fn numbers(numbers: std::ops::Range<u32>) -> Addition {
    let (first, last) = (u64::from(numbers.start), u64::from(numbers.end).saturating_sub(1));
    let codes = Codes::Numbers(Numbers { length: 10, ..Numbers::plain(first, last) });
    Addition {
        prefix: "BENCH".into(),
        codes,
        terms: Terms::new(1, instant(2_000_000_000)),
        state: CouponState::default(),
    }
}

/// Coupons with such codes, the first of them activated.
fn restored(
    coupons: u32,
    used_up: u32,
    ids: Arc<AtomicU64>,
    code: impl Fn(u32) -> String + Send + 'static,
) -> Source {
    let terms = Arc::new(numbers(0..0).terms);
    Box::new((0..coupons).map(move |number| {
        let Activate { activate_id, prefix, receipt, .. } = wanted(&ids);
        let state = if number < used_up {
            CouponState {
                status: CouponStatus::Activated,
                activate_id: Some(activate_id),
                activate_prefix: Some(prefix),
                activation: receipt,
                ..CouponState::default()
            }
        } else {
            CouponState::default()
        };
        let (id, code) = (number.cast_signed() + 1, code(number));
        Ok(Coupon { id, code, prefix_length: "BENCH".len(), terms: Arc::clone(&terms), state })
    }))
}

/// As of a call over HTTP that names no till.
fn receipt() -> Receipt {
    let opdate = instant(1_000_000_000);
    Receipt { opdate, batch_num: None, pos_num: None, receipt_num: None }
}

fn wanted(ids: &AtomicU64) -> Activate {
    // As spread as random ids are.
    let id = u128::from(ids.fetch_add(1, Ordering::Relaxed))
        .wrapping_mul(0x9E37_79B9_7F4A_7C15_F39C_C060_5CED_C835);
    let (prefix, activate_id) = ("BENCH".to_owned(), Uuid::from_u128(id));
    Activate {
        coupon_type: 1,
        prefix,
        activate_id,
        at: instant(1_000_000_000),
        receipt: Some(receipt()),
    }
}

fn size(path: &Path) -> u64 {
    let entries = std::fs::read_dir(path).unwrap().map(Result::unwrap);
    let below =
        |path: &Path| if path.is_dir() { size(path) } else { path.metadata().unwrap().len() };
    entries.map(|entry| below(&entry.path())).sum()
}

/// What must not depend on how many coupons there are, or are used up.
async fn shapes() {
    let took = |begun: Instant, times: u32| begun.elapsed() / times;
    let begun = Instant::now();
    let store = MemoryCoupons::new(&Seed::from_u64(7));
    println!("a memory store           {:>10.2?}", took(begun, 1));
    let begun = Instant::now();
    store.add(plain("U", 1_000_000)).await.unwrap();
    println!("a million unpadded       {:>10.2?}", took(begun, 1));
    let begun = Instant::now();
    let fork = store.fork().unwrap();
    fork.add(plain("V", 10)).await.unwrap();
    println!("fork of a million        {:>10.2?}", took(begun, 1));
    let begun = Instant::now();
    fork.reset().await.unwrap();
    println!("reset of a million       {:>10.2?}", took(begun, 1));
    let ids = AtomicU64::new(1);
    activate(&store, &ids, "U", "unpadded, none used up").await;
    for _ in 0..100_000 {
        store.activate(asks("U", &ids)).await.unwrap();
    }
    for prefix in ["U", "U9", "U99", "U500", "U7777"] {
        activate(&store, &ids, prefix, "100,000 used up").await;
    }
    let store = MemoryCoupons::new(&Seed::from_u64(7));
    for number in 0..20_000 {
        store.add(plain(&format!("P{}-", number * 7_919 % 20_011), 1)).await.unwrap();
    }
    for prefix in ["P", "P1", "P777"] {
        activate(&store, &ids, prefix, "20,000 prefixes").await;
    }
    let store = MemoryCoupons::new(&Seed::from_u64(7));
    for number in 0..20_000 {
        let padded = Codes::Numbers(Numbers { length: 5, ..Numbers::plain(1, 2_000) });
        let addition = plain(&format!("P{}-", number * 7_919 % 20_011), 1);
        store.add(Addition { codes: padded, ..addition }).await.unwrap();
    }
    for prefix in ["P", "P1", "P777", "P777-0", "P18000-0019"] {
        activate(&store, &ids, prefix, "20,000 prefixes of 2,000").await;
    }
}

fn plain(prefix: &str, count: u64) -> Addition {
    let terms = Terms::new(1, instant(2_000_000_000));
    let codes = Codes::Numbers(Numbers::plain(1, count));
    Addition { prefix: prefix.into(), codes, terms, state: CouponState::default() }
}

fn asks(prefix: &str, ids: &AtomicU64) -> Activate {
    Activate { prefix: prefix.into(), ..wanted(ids) }
}

async fn activate(store: &MemoryCoupons, ids: &AtomicU64, prefix: &str, what: &str) {
    let mut times = Vec::new();
    for _ in 0..101 {
        let begun = Instant::now();
        store.activate(asks(prefix, ids)).await.unwrap();
        times.push(begun.elapsed());
    }
    times.sort();
    println!("activation by {prefix:<11} {:>9.2?}  median of 101, {what}", times[50]);
}
