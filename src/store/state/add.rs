//! Adding coupons, all of a call or none.

use std::cmp::Ordering::{Equal, Greater, Less};
use std::collections::HashSet;
use std::mem;
use std::sync::Arc;

use super::ids::Span;
use super::runs::{Prepared, Run, Runs};
use super::series::{Parts, Range, Series};
use super::tree::{ALL, END};
use super::{Command, Kind, LAST_ID, State, WriteBatch};
use crate::store::{Added, CouponId, StoreError};

impl Command for Prepared {
    type Outcome = Added;

    fn apply(mut self, state: &mut State, batch: &mut WriteBatch) -> Result<Added, StoreError> {
        let before = state.clone();
        let (mut added, mut inserted) = (Added::default(), Vec::new());
        for run in mem::take(&mut self.runs) {
            for run in state.without_existing(&self.prefix, run, &mut added) {
                if run.len() > (LAST_ID - state.last_id) as u64 {
                    *state = before;
                    return Err(StoreError::IdsExhausted);
                }
                added.inserted += run.len();
                state.insert(&self, &run)?;
                inserted.push(run);
            }
        }
        if added.inserted > 0 {
            added.last_id = Some(state.last_id);
            batch.note(Kind::Addition, &Prepared { runs: inserted, ..self });
        }
        Ok(added)
    }
}

impl State {
    /// What is left of a run without the codes that exist.
    fn without_existing(&self, prefix: &str, run: Run, added: &mut Added) -> Vec<Run> {
        if matches!(&run, Run::Range(range, count) if !self.has_any_of(range, *count)) {
            return vec![run];
        }
        let (mut seen, mut runs) = (HashSet::new(), Runs::new(prefix));
        for code in run.codes(prefix) {
            if self.id_of_code(&code).is_none() && seen.insert(code.clone()) {
                runs.push(&code);
            } else {
                added.omitted.push(code);
            }
        }
        runs.finish().1
    }

    /// Whether a code of a new range exists, in another range or among the texts that lie between
    /// its codes.
    fn has_any_of(&self, range: &Range, count: u64) -> bool {
        let last = range.from + (count - 1);
        let (low, high) = (range.text(range.from), range.text(last));
        let first = range.parts(range.from);
        let mut has = self.ranges.find(|other| other.place(&first, last)).is_some();
        let place = |id: &CouponId| match self.text(*id) {
            text if text < &*low => Less,
            text if text > &*high => Greater,
            _ => Equal,
        };
        self.codes.visit(place, |id| {
            has |= Parts::of(self.text(*id)).is_some_and(|parts| range.parts(parts.from) == parts);
            if has { END } else { ALL }
        });
        has
    }

    /// Makes the coupons of a run, whose codes do not exist.
    pub(super) fn insert(&mut self, addition: &Prepared, run: &Run) -> Result<(), StoreError> {
        let series = self.number(addition, run);
        self.enter_series(series.clone());
        self.index(&[Arc::new(series)])
    }

    /// Gives the codes of a run the next Ids. Nothing finds them yet.
    pub(super) fn number(&mut self, addition: &Prepared, run: &Run) -> Series {
        let first = self.last_id + 1;
        self.last_id += run.len() as CouponId;
        let Prepared { prefix, terms, state, .. } = addition;
        let range = match run {
            Run::Range(range, _) => Some(range.clone()),
            Run::List(tails) => {
                for (id, tail) in (first..).zip(tails) {
                    self.texts.set(id, format!("{prefix}{tail}").as_bytes());
                }
                None
            }
        };
        let (ids, terms, state) =
            (Span { first, last: self.last_id }, Arc::clone(terms), state.clone());
        Series { ids, prefix_length: prefix.len(), terms, state, range }
    }

    /// Lets the series right before go on, if the new one is the same but for the codes. So a
    /// client that adds coupons one by one makes one series, not thousands.
    pub(super) fn enter_series(&mut self, new: Series) {
        let ids = new.ids;
        let goes_on =
            |old: &&Arc<Series>| new.range.is_none() && Series { ids, ..(***old).clone() } == new;
        let before = self.series_of(ids.first - 1).filter(goes_on);
        let first = before.map_or(ids.first, |before| before.ids.first);
        let series = Arc::new(Series { ids: Span { first, ..ids }, ..new });
        let place = |other: &Arc<Series>| other.ids.place(Span::of(first));
        self.series.update(place, || Arc::clone(&series), |same| *same = Arc::clone(&series));
    }
}
