//! What is left after SIGKILL, on every engine.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use servicestack_emulator::store::{Activation, Counts, Coupon, CouponStatus, Coupons, Filter};

use super::child::{LARGE, Process};
use super::place::Place;
use super::{by_code, day, list_by, wanted};

/// Rounds of the crash test; a longer run is asked for with this variable.
const ROUNDS: &str = "STORE_CRASH_ROUNDS";

/// Then an empty store, for checking all of it takes longer with each round.
pub const ROUNDS_IN_A_PLACE: u32 = 10;

/// What a killed process had reported.
#[derive(Default)]
pub struct Reported {
    added: BTreeMap<String, i32>,
    large: BTreeSet<String>,
    activated: BTreeMap<u128, String>,
    spent: BTreeMap<u128, String>,
}

impl Reported {
    fn learn(&mut self, line: &str) {
        let words: Vec<_> = line.trim_end_matches('.').split(' ').collect();
        match words[..] {
            ["added", code, id] => drop(self.added.insert(code.to_owned(), id.parse().unwrap())),
            ["large", prefix] => drop(self.large.insert(prefix.to_owned())),
            ["activated", id, code] => {
                drop(self.activated.insert(id.parse().unwrap(), code.to_owned()))
            }
            ["spent", id, code] => drop(self.spent.insert(id.parse().unwrap(), code.to_owned())),
            _ => panic!("what is {line}?"),
        }
    }
}

/// How many rounds.
pub fn rounds() -> u32 {
    std::env::var(ROUNDS).map_or(20, |rounds| rounds.parse().unwrap())
}

/// Acknowledged changes of each kind.
#[derive(Debug, Default)]
pub struct Totals {
    added: usize,
    activated: usize,
    spent: usize,
}

impl Totals {
    pub fn add(&mut self, reported: &Reported) {
        self.added += reported.added.len();
        self.activated += reported.activated.len();
        self.spent += reported.spent.len();
    }

    pub fn print(&self, engine: &str) {
        println!("{} kills on {engine}; acknowledged and there: {self:?}", rounds());
        assert!(self.added > 20 && self.activated > 20 && self.spent > 10, "there was some load");
    }
}

/// Kills some rounds of load on one place and checks what is left after each.
pub async fn kill_on(place: &Place, rounds: std::ops::Range<u32>) -> Reported {
    let mut reported = Reported::default();
    for round in rounds {
        let mut process = Process::start(place, &format!("load {round}"));
        // However slow the machine is, there is some load; and no two rounds are cut at the same
        // moment.
        process.wait(round as usize % 16);
        std::thread::sleep(place.warm_up() + Duration::from_millis(u64::from(round) * 37 % 180));
        process.kill().iter().for_each(|line| reported.learn(line));
        place.becomes_quiet().await;
        let (store, _guard) = place.open().await;
        verify(&*store, &reported).await;
    }
    reported
}

pub async fn verify(store: &dyn Coupons, reported: &Reported) {
    let all = list_by(store, &Filter::default(), 5_000).await;
    let by_code: BTreeMap<_, _> = all.iter().map(|coupon| (coupon.code.as_str(), coupon)).collect();
    assert_eq!(by_code.len(), all.len(), "no code is there twice");
    assert!(all.iter().map(|coupon| coupon.id).eq(1..=all.len() as i32), "Ids are without gaps");
    for (code, id) in &reported.added {
        assert_eq!(
            by_code.get(code.as_str()).map(|coupon| coupon.id),
            Some(*id),
            "{code} was added"
        );
    }
    for (id, code) in &reported.activated {
        let state = &by_code[code.as_str()].state;
        assert_eq!(state.activate_id.map(|id| id.as_u128()), Some(*id), "{code} was activated");
        let again = store.activate(wanted("S", *id)).await.unwrap();
        assert!(matches!(again, Activation::Replayed(coupon) if coupon.code == *code));
    }
    for (id, code) in &reported.spent {
        let state = &by_code[code.as_str()].state;
        assert_eq!(
            (state.status, state.spend_id.map(|id| id.as_u128())),
            (CouponStatus::Spent, Some(*id))
        );
    }
    large_additions_are_whole(&all, reported);
    assert_eq!(store.count(day(1)).await.unwrap(), counted(&all));
    next_free_one_is_first(store, &all).await;
}

fn large_additions_are_whole(all: &[Coupon], reported: &Reported) {
    let mut sizes: BTreeMap<&str, u32> =
        reported.large.iter().map(|prefix| (prefix.as_str(), 0)).collect();
    for coupon in all.iter().filter(|coupon| coupon.code.starts_with('L')) {
        *sizes.entry(&coupon.code[..coupon.code.len() - 4]).or_default() += 1;
    }
    assert!(sizes.values().all(|size| *size == LARGE), "{sizes:?}");
}

fn counted(all: &[Coupon]) -> Counts {
    let mut counts = Counts::default();
    for Coupon { state, .. } in all {
        match state.status {
            CouponStatus::Added => counts.free += 1,
            CouponStatus::Activated => counts.activated += 1,
            CouponStatus::Spent => counts.used += 1,
        }
    }
    counts
}

/// The index of free coupons agrees with the coupons.
async fn next_free_one_is_first(store: &dyn Coupons, all: &[Coupon]) {
    let free = all.iter().find(|coupon| coupon.state.is_free());
    let code = free.map_or("S", |coupon| coupon.code.as_str());
    // A text that no coupon has asks without changing anything.
    let nothing = store.activate(wanted(&format!("{code}~"), u128::MAX)).await.unwrap();
    assert!(matches!(nothing, Activation::NoneLeft(why) if why.no_such()));
    let by_name = store.get(by_code(code)).await.unwrap();
    assert_eq!(by_name.as_ref(), free);
}
