//! Adding coupons, all of a call or none.

use std::cmp::Ordering::{Equal, Greater, Less};
use std::collections::HashSet;
use std::mem;
use std::sync::Arc;

use super::group::{self, Group, GroupKey};
use super::runs::{Prepared, Run, Runs, Tails};
use super::series::{Parts, Range, Ranged, Series, Texts};
use super::{CODES, Command, LAST_ID, State, WriteBatch, compare};
use crate::store::{Added, CouponId, StoreError};

/// How many texts are looked at for each code of a range before each code is looked for instead.
const LOOKS: usize = 4;

impl Command for Prepared {
    type Outcome = Added;

    fn apply(mut self, state: &mut State, batch: &mut WriteBatch) -> Result<Added, StoreError> {
        let wanted: u64 = self.runs.iter().map(Run::len).sum();
        // Codes that exist take no Id, so the end may be near and yet not reached.
        let saved = (wanted > state.room()).then(|| state.clone());
        let (mut added, mut inserted) = (Added::default(), Vec::new());
        for run in mem::take(&mut self.runs) {
            for run in state.without_existing(&self.prefix, run, &mut added.omitted) {
                if run.len() > state.room() {
                    *state = saved.unwrap_or_default();
                    return Err(StoreError::IdsExhausted);
                }
                added.inserted += run.len();
                state.insert(&self, &run);
                inserted.push(run);
            }
        }
        if added.inserted > 0 {
            added.last_id = Some(state.last_id);
            batch.addition(&Prepared { runs: inserted, ..self });
        }
        Ok(added)
    }
}

impl State {
    /// How many coupons can be added.
    fn room(&self) -> u64 {
        (LAST_ID - self.last_id) as u64
    }

    /// What is left of a run without the codes that exist.
    fn without_existing(&self, prefix: &str, run: Run, omitted: &mut Vec<String>) -> Vec<Run> {
        match run {
            Run::Range(range, count) => {
                let existing = self.existing(&range, count);
                if existing.is_empty() {
                    return vec![Run::Range(range, count)];
                }
                split(prefix, &range, count, &existing, omitted)
            }
            Run::List(tails) => {
                let (mut seen, mut new) = (HashSet::new(), Tails::default());
                for tail in tails.iter() {
                    let code = [prefix, tail].concat();
                    if self.id_of_code(&code).is_none() && seen.insert(tail) {
                        new.push(tail);
                    } else {
                        omitted.push(code);
                    }
                }
                if new.len() == 0 { Vec::new() } else { vec![Run::List(new)] }
            }
        }
    }

    /// The numbers of a new range whose codes exist, ascending.
    fn existing(&self, range: &Range, count: u64) -> Vec<u64> {
        let (first, last) = (range.from, range.from + (count - 1));
        let mut numbers = Vec::new();
        self.ranges.visit(
            |other| other.place(&range.parts(first), last),
            |_| false,
            |Ranged(series)| {
                if let Some(other) = series.range() {
                    let end = other.from + (series.last - series.first) as u64;
                    numbers.extend(other.from.max(first)..=end.min(last));
                }
                true
            },
        );
        match self.existing_texts(range, count) {
            Some(texts) => numbers.extend(texts),
            None => numbers.extend((first..=last).filter(|number| {
                self.codes.find(|id| compare(self.text(*id), &range.text(*number))).is_some()
            })),
        }
        numbers.sort_unstable();
        numbers
    }

    /// The same among texts; none if too many others lie among them.
    fn existing_texts(&self, range: &Range, count: u64) -> Option<Vec<u64>> {
        let (first, last) = (range.text(range.from), range.text(range.from + (count - 1)));
        let (mut numbers, mut looks) = (Vec::new(), count as usize * LOOKS);
        let place = |id: &CouponId| {
            let text = self.text(*id);
            match (compare(text, &first), compare(text, &last)) {
                (Less, _) => Less,
                (_, Greater) => Greater,
                _ => Equal,
            }
        };
        self.codes.visit(
            place,
            |_| false,
            |id| {
                let (prefix, tail) = self.text(*id);
                let code = [prefix, tail].concat();
                let parts = Parts::of(&code).filter(|parts| range.parts(parts.number) == *parts);
                numbers.extend(parts.map(|parts| parts.number));
                looks -= 1;
                looks > 0
            },
        );
        (looks > 0).then_some(numbers)
    }

    /// Makes the coupons of a run, whose codes do not exist.
    pub(super) fn insert(&mut self, addition: &Prepared, run: &Run) {
        let series = self.keep(addition, run);
        match series.texts {
            Texts::Range(_) => self.insert_range(series),
            Texts::List(_) => self.insert_list(&series),
        }
    }

    /// Gives the codes of a run the next Ids. Nothing finds them yet.
    pub(super) fn keep(&mut self, addition: &Prepared, run: &Run) -> Series {
        let first = self.last_id + 1;
        self.last_id += run.len() as CouponId;
        let texts = match run {
            Run::Range(range, _) => Texts::Range(range.clone()),
            Run::List(tails) => {
                self.keep_texts(first, tails);
                Texts::List(addition.prefix.as_str().into())
            }
        };
        Series {
            first,
            last: self.last_id,
            prefix_length: addition.prefix.len(),
            terms: Arc::clone(&addition.terms),
            life: addition.life.clone(),
            texts,
            changed: self.version,
        }
    }

    fn keep_texts(&mut self, first: CouponId, tails: &Tails) {
        for (id, tail) in (first..).zip(tails.iter()) {
            let block = self.texts.get_mut(id as u32 / CODES as u32);
            block.set(id as usize % CODES, tail.as_bytes());
            block.changed = self.version;
            if id as usize % CODES == CODES - 1 {
                block.shrink();
            }
        }
    }

    fn insert_range(&mut self, series: Series) {
        let series = Arc::new(series);
        if let Some(range) = series.range() {
            let end = range.from + (series.last - series.first) as u64;
            let parts = range.parts(range.from);
            self.ranges.insert(Ranged(Arc::clone(&series)), |other| other.place(&parts, end));
        }
        self.admit(&series, |_, group| Arc::make_mut(&mut group.ranges).push(Arc::clone(&series)));
        self.series.insert(Arc::clone(&series), |other| other.place(series.first));
    }

    fn insert_list(&mut self, series: &Series) {
        self.enter_series(series);
        let mut ids: Vec<_> = (series.first..=series.last).collect();
        // Neighbours come one after the other.
        ids.sort_unstable_by(|one, other| self.tail(*one).cmp(self.tail(*other)));
        let mut codes = mem::take(&mut self.codes);
        for id in &ids {
            let code = self.code(series, *id);
            codes.insert(*id, |other| compare(self.text(*other), &code));
        }
        self.codes = codes;
        self.admit(series, |state, group| {
            for id in ids {
                let code = state.code(series, id);
                group.texts.insert(id, |other| compare(state.text(*other), &code));
            }
        });
    }

    /// Lets the series right before go on, if the new one is the same but for the codes. So a client that adds
    /// coupons one by one makes one series, not thousands.
    fn enter_series(&mut self, new: &Series) {
        let Texts::List(prefix) = &new.texts else { return };
        let before = new.first - 1;
        let last = self.series.find(|series| series.place(before));
        if last.is_some_and(|last| last.continues(new.prefix_length, prefix, &new.terms, &new.life)) {
            self.series.update(
                |series| series.place(before),
                |series| {
                    let series = Arc::make_mut(series);
                    (series.last, series.changed) = (new.last, new.changed);
                    true
                },
            );
        } else {
            self.series.insert(Arc::new(new.clone()), |series| series.place(new.first));
        }
    }

    /// Counts new coupons, and lets activations find them if they are free.
    fn admit(&mut self, series: &Series, enter: impl FnOnce(&State, &mut Group)) {
        let Series { first, last, terms, life, .. } = series;
        if life.is_free() {
            self.free.insert(*first, *last);
        }
        let mut groups = mem::take(&mut self.groups);
        group::update(&mut groups, GroupKey::of(terms), |group| {
            group.tally.made((last - first + 1) as u64, life);
            if life.is_free() {
                enter(self, group);
            }
        });
        self.groups = groups;
    }
}

/// A range without some of its numbers.
fn split(prefix: &str, range: &Range, count: u64, without: &[u64], omitted: &mut Vec<String>) -> Vec<Run> {
    let (mut runs, mut next) = (Runs::new(prefix), range.from);
    for number in without {
        if next < *number {
            runs.push_range(&range.parts(next), number - next);
        }
        omitted.push(range.text(*number));
        next = number + 1;
    }
    let end = range.from + count;
    if next < end {
        runs.push_range(&range.parts(next), end - next);
    }
    runs.finish()
}
