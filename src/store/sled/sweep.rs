//! Removing rows that no longer mean anything, a few at a time.

use super::book::Book;
use super::key::{Keys, Kind};
use super::record::Unreadable;
use super::task::{Promise, Step, Task};
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
        let above = book.keys.ids(Kind::Tail, book.last_id + 1, CouponId::MAX);
        let rows: Vec<_> = book.draft.rows(above).take(budget).collect::<Result<_, _>>()?;
        for (key, _) in &rows {
            let id = Keys::read_id(key).ok_or(Unreadable)?;
            let (series, tail) = (book.series(id)?, book.tail(id)?);
            book.draft.remove(book.keys.code(&format!("{}{tail}", series.prefix)));
            book.draft.remove(key.clone());
        }
        let done = rows.len() < budget;
        if done {
            let series = book.keys.ids(Kind::Series, book.last_id + 1, CouponId::MAX);
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
