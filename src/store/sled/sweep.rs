//! Removing rows that no longer mean anything, a few at a time.

use super::book::Book;
use super::key::{Keys, Kind};
use super::promise::Promise;
use super::record::Unreadable;
use super::tails;
use super::task::{Step, Task};
use super::trouble::Trouble;
use crate::store::CouponId;

/// Which rows go.
pub(super) enum Sweep {
    /// Those of an addition that a crash or a refusal cut short; somebody may wait for the end of it. No addition may
    /// begin before: it would give the same Ids again.
    Unfinished(Option<Promise>),
    /// Those of other generations.
    Others,
}

impl Sweep {
    fn unfinished(book: &mut Book<'_>, budget: usize) -> Result<bool, Trouble> {
        let above = |kind| book.keys.ids(kind, book.last_id + 1, CouponId::MAX);
        let (tails, series) = (above(Kind::Tails), above(Kind::Series));
        let most = budget.div_ceil(tails::MOST);
        let rows: Vec<_> = book.draft.rows(tails).take(most).collect::<Result<_, _>>()?;
        for (key, row) in &rows {
            let first = Keys::read_id(key).ok_or(Unreadable)?;
            let series = book.series(first)?;
            book.forget_codes(&series.prefix, first, row)?;
            book.draft.remove(key.clone());
        }
        let done = rows.len() < most;
        if done {
            Self::remove(book, series, budget)?;
        }
        Ok(done)
    }

    fn others(book: &mut Book<'_>, budget: usize) -> Result<bool, Trouble> {
        for range in book.keys.others() {
            if Self::remove(book, range, budget)? > 0 {
                return Ok(false);
            }
        }
        Ok(true)
    }

    fn remove(book: &mut Book<'_>, range: std::ops::Range<Vec<u8>>, budget: usize) -> Result<usize, Trouble> {
        let rows: Vec<_> = book.draft.rows(range).take(budget).collect::<Result<_, _>>()?;
        let count = rows.len();
        rows.into_iter().for_each(|(key, _)| book.draft.remove(key));
        Ok(count)
    }
}

impl Task for Sweep {
    fn step(&mut self, book: &mut Book<'_>, budget: usize) -> Result<Step, Trouble> {
        let done = match self {
            Sweep::Unfinished(_) => Self::unfinished(book, budget)?,
            Sweep::Others => Self::others(book, budget)?,
        };
        Ok(match (done, self) {
            (false, _) => Step::More,
            (true, Sweep::Unfinished(waiting)) => waiting.take().map_or(Step::Done, Step::Answer),
            (true, Sweep::Others) => Step::Done,
        })
    }
}
