//! What is left after SIGKILL.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::time::{Duration, Instant};

use servicestack_emulator::store::{Activation, Counts, Coupon, CouponStatus, Coupons, Filter};

use super::super::{add, addition, by_code, code, day, list_by, wanted};
use super::child::{LARGE, Process};
use super::open_at;

/// Rounds of the crash test; a longer run is asked for with this variable.
const ROUNDS: &str = "STORE_CRASH_ROUNDS";

/// Then an empty directory, for checking all of it takes longer with each round.
const ROUNDS_IN_A_DIRECTORY: usize = 10;

/// What a killed process had been told.
#[derive(Default)]
struct Told {
    added: BTreeMap<String, i32>,
    large: BTreeSet<String>,
    activated: BTreeMap<u128, String>,
    spent: BTreeMap<u128, String>,
}

impl Told {
    fn learn(&mut self, line: &str) {
        let words: Vec<_> = line.trim_end_matches('.').split(' ').collect();
        match words[..] {
            ["added", code, id] => drop(self.added.insert(code.to_owned(), id.parse().unwrap())),
            ["large", prefix] => drop(self.large.insert(prefix.to_owned())),
            ["activated", id, code] => drop(self.activated.insert(id.parse().unwrap(), code.to_owned())),
            ["spent", id, code] => drop(self.spent.insert(id.parse().unwrap(), code.to_owned())),
            _ => panic!("what is {line}?"),
        }
    }
}

#[tokio::test]
async fn every_acknowledged_change_survives_a_kill() {
    let rounds: u32 = std::env::var(ROUNDS).map_or(20, |rounds| rounds.parse().unwrap());
    let mut totals = (0, 0, 0);
    for first in (0..rounds).step_by(ROUNDS_IN_A_DIRECTORY) {
        let directory = tempfile::tempdir().unwrap();
        let mut told = Told::default();
        for round in (first..rounds).take(ROUNDS_IN_A_DIRECTORY) {
            kill_once(directory.path(), round, &mut told).await;
        }
        totals.0 += told.added.len();
        totals.1 += told.activated.len();
        totals.2 += told.spent.len();
    }
    println!("{rounds} kills; acknowledged and there: {totals:?} added, activated, spent");
    assert!(totals.0 > 20 && totals.1 > 20 && totals.2 > 10, "there was some load");
}

async fn kill_once(directory: &Path, round: u32, told: &mut Told) {
    let process = Process::start(directory, &format!("load {round}"));
    // No two rounds are cut at the same moment.
    std::thread::sleep(Duration::from_millis(20 + u64::from(round) * 37 % 180));
    process.kill().iter().for_each(|line| told.learn(line));
    let (store, _guard) = open_at(directory);
    verify(&store, told).await;
}

async fn verify(store: &dyn Coupons, told: &Told) {
    let all = list_by(store, &Filter::default(), 5_000).await;
    let by_code: BTreeMap<_, _> = all.iter().map(|coupon| (coupon.code.as_str(), coupon)).collect();
    assert_eq!(by_code.len(), all.len(), "no code is there twice");
    assert!(all.iter().map(|coupon| coupon.id).eq(1..=all.len() as i32), "Ids are without gaps");
    for (code, id) in &told.added {
        assert_eq!(by_code.get(code.as_str()).map(|coupon| coupon.id), Some(*id), "{code} was added");
    }
    for (id, code) in &told.activated {
        let life = &by_code[code.as_str()].life;
        assert_eq!(life.activate_id.map(|id| id.as_u128()), Some(*id), "{code} was activated");
        let again = store.activate(wanted("S", *id)).await.unwrap();
        assert!(matches!(again, Activation::Replayed(coupon) if coupon.code == *code));
    }
    for (id, code) in &told.spent {
        let life = &by_code[code.as_str()].life;
        assert_eq!((life.status, life.spend_id.map(|id| id.as_u128())), (CouponStatus::Spent, Some(*id)));
    }
    large_additions_are_whole(&all, told);
    assert_eq!(store.count(day(1)).await.unwrap(), counted(&all));
    next_free_one_is_first(store, &all).await;
}

fn large_additions_are_whole(all: &[Coupon], told: &Told) {
    let mut sizes: BTreeMap<&str, u32> = told.large.iter().map(|prefix| (prefix.as_str(), 0)).collect();
    for coupon in all.iter().filter(|coupon| coupon.code.starts_with('L')) {
        *sizes.entry(&coupon.code[..coupon.code.len() - 4]).or_default() += 1;
    }
    assert!(sizes.values().all(|size| *size == LARGE), "{sizes:?}");
}

fn counted(all: &[Coupon]) -> Counts {
    let mut counts = Counts::default();
    for Coupon { life, .. } in all {
        match life.status {
            CouponStatus::Added => counts.free += 1,
            CouponStatus::Activated => counts.activated += 1,
            CouponStatus::Spent => counts.used += 1,
        }
    }
    counts
}

/// The index of free coupons agrees with the coupons.
async fn next_free_one_is_first(store: &dyn Coupons, all: &[Coupon]) {
    let free = all.iter().find(|coupon| coupon.life.is_free());
    let code = free.map_or("S", |coupon| coupon.code.as_str());
    // A text that no coupon has asks without changing anything.
    let nothing = store.activate(wanted(&format!("{code}~"), u128::MAX)).await.unwrap();
    assert!(matches!(nothing, Activation::NoneLeft(why) if why.no_such()));
    let by_name = store.get(by_code(code)).await.unwrap();
    assert_eq!(by_name.as_ref(), free);
}

#[tokio::test]
async fn a_kill_in_the_middle_of_a_huge_addition_leaves_nothing() {
    let directory = tempfile::tempdir().unwrap();
    let (store, guard) = open_at(directory.path());
    add(&store, addition("old", 1..=3)).await;
    drop((store, guard));
    let process = Process::start(directory.path(), "add 10000000");
    let file = directory.path().join("db");
    let size = || std::fs::metadata(&file).unwrap().len();
    let (before, begun) = (size(), Instant::now());
    while size() < before + 2_000_000 && begun.elapsed() < Duration::from_secs(60) {
        std::thread::sleep(Duration::from_millis(10));
    }
    assert!(size() >= before + 2_000_000, "the addition was under way");
    assert_eq!(process.kill(), [""; 0]);
    let (store, _guard) = open_at(directory.path());
    assert_eq!(store.count(day(1)).await.unwrap().total(), 3);
    assert_eq!(store.get(by_code("huge000000000")).await.unwrap(), None);
    assert_eq!(code(&store, wanted("", 1)).await, "old1", "others need not wait until it is cleared away");
    let again = add(&store, addition("huge", (0..50).map(|n| format!("{n:09}")))).await;
    assert_eq!((again.inserted, again.last_id), (50, Some(53)));
}
