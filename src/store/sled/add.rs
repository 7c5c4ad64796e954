//! Adding coupons. Rows are written step by step with Ids above the last one that exists, where nobody sees them;
//! the last step moves the end. A crash before it leaves rows that [`Sweep`](super::sweep::Sweep) removes.

use std::mem;
use std::sync::Arc;

use super::book::Book;
use super::key::Kind;
use super::promise::Reply;
use super::record::{Record, Series};
use super::tails::{self, Tails};
use super::task::{Step, Task};
use super::trouble::Trouble;
use crate::store::{Added, Addition, CouponId, Life, MAX_CODE, StoreError, Terms};

/// The greatest Id given. One past the end of a series must be a number too.
const LAST_ID: CouponId = CouponId::MAX - 1;

/// An addition under way.
pub(super) struct Adding {
    prefix: String,
    given: Box<dyn Iterator<Item = String> + Send>,
    terms: Arc<Terms>,
    life: Life,
    added: Added,
    /// What is written so far; none before the first coupon.
    series: Option<Series>,
    last_tail: String,
    /// What the rows of this group still lack. It is empty between groups: a code without its tail could not be swept.
    tails: Tails,
    reply: Option<Reply<Added>>,
}

impl Adding {
    pub(super) fn new(addition: Addition, reply: Reply<Added>) -> Self {
        let Addition { prefix, tails: given, terms, life } = addition;
        let (terms, tails, last_tail) = (Arc::new(terms), Tails::default(), String::new());
        let (added, series, reply) = (Added::default(), None, Some(reply));
        Adding { prefix, given, terms, life, added, series, last_tail, tails, reply }
    }

    /// Writes some coupons, and notes those whose codes exist.
    fn stage(&mut self, book: &mut Book<'_>, group: Vec<String>) -> Result<Result<(), StoreError>, Trouble> {
        if group.iter().any(|tail| self.prefix.len() + tail.len() > MAX_CODE) {
            return Ok(Err(StoreError::TooLarge { what: "a code", limit: MAX_CODE }));
        }
        let codes: Vec<_> = group.iter().map(|tail| format!("{}{tail}", self.prefix)).collect();
        let stretch = book.are_stretch(&codes)?;
        for (tail, code) in group.into_iter().zip(&codes) {
            if !stretch && book.find_code(code)?.is_some() {
                self.added.omitted.push(code.clone());
                continue;
            }
            let id = match self.extend(book, &tail)? {
                Ok(id) => id,
                Err(refusal) => return Ok(Err(refusal)),
            };
            self.tails.push(id, &tail);
            if !stretch {
                book.enter_code(code, id);
            } else if id == self.tails.first() {
                book.enter_stretch(id, &codes);
            }
            self.last_tail = tail;
            self.added.inserted += 1;
        }
        book.write_tails(&mut self.tails);
        Ok(Ok(()))
    }

    /// Makes room for one more coupon in the series.
    fn extend(&mut self, book: &mut Book<'_>, tail: &str) -> Result<Result<CouponId, StoreError>, Trouble> {
        let Some(series) = &mut self.series else { return self.begin(book) };
        if series.last_id >= LAST_ID {
            return Ok(Err(StoreError::IdsExhausted));
        }
        series.last_id += 1;
        series.sorted &= self.last_tail.as_str() < tail;
        Ok(Ok(series.last_id))
    }

    fn begin(&mut self, book: &mut Book<'_>) -> Result<Result<CouponId, StoreError>, Trouble> {
        let id = book.last_id + 1;
        if id > LAST_ID {
            return Ok(Err(StoreError::IdsExhausted));
        }
        let (prefix, terms, life) = (self.prefix.clone(), Arc::clone(&self.terms), self.life.clone());
        let bytes = Series { first_id: id, last_id: id, prefix, sorted: true, terms, life }.to_bytes();
        if self.terms.is_too_large(&self.prefix) {
            return Ok(Err(StoreError::terms_too_large()));
        }
        // Read back, so that it compares with what is stored.
        self.series = Some(Series::from_bytes(&bytes)?);
        // A sweep finds the prefix of unfinished rows here.
        book.draft.put(book.keys.id(Kind::Series, id), bytes);
        Ok(Ok(id))
    }

    /// Lets the coupons exist.
    fn finish(&mut self, book: &mut Book<'_>) -> Result<(), Trouble> {
        let Some(new) = self.series.take() else { return Ok(()) };
        let series = match self.continued(book, &new)? {
            Some(before) => {
                book.draft.remove(book.keys.id(Kind::Series, new.first_id));
                Series { last_id: new.last_id, ..(*before).clone() }
            }
            None => new.clone(),
        };
        book.write(book.keys.id(Kind::Series, series.first_id), &series);
        match series.life.is_free() {
            true => book.release(&series, new.first_id),
            false => self.tally(book, &series)?,
        }
        book.last_id = new.last_id;
        book.write(book.keys.last_id(), &new.last_id);
        self.added.last_id = Some(new.last_id);
        Ok(())
    }

    /// The series right before, if the new one is the same but for the numbers. So a client that adds coupons one by
    /// one makes one series, not thousands.
    fn continued(&self, book: &Book<'_>, new: &Series) -> Result<Option<Arc<Series>>, Trouble> {
        if new.first_id == 1 {
            return Ok(None);
        }
        let before = book.series(new.first_id - 1)?;
        let same = before.prefix == new.prefix && before.terms == new.terms && before.life == new.life;
        let sorted = before.sorted && new.sorted;
        let goes_on = same && sorted && book.tail(before.last_id)? < book.tail(new.first_id)?;
        Ok(goes_on.then_some(before))
    }

    /// Counts coupons that were never free.
    fn tally(&self, book: &mut Book<'_>, series: &Series) -> Result<(), Trouble> {
        if let Some(count) = book.tally_mut(series)?.of(&series.life) {
            *count = count.saturating_add(u32::try_from(self.added.inserted).unwrap_or(u32::MAX));
        }
        book.register(series, false);
        Ok(())
    }
}

impl Task for Adding {
    fn step(&mut self, book: &mut Book<'_>, budget: usize) -> Result<Step, Trouble> {
        let mut left = budget;
        while left > 0 {
            let group: Vec<_> = self.given.by_ref().take(left.min(tails::MOST)).collect();
            if group.is_empty() {
                self.finish(book)?;
                let added = mem::take(&mut self.added);
                return Ok(self
                    .reply
                    .take()
                    .map_or(Step::Done, |reply| Step::Answer(reply.promise(Ok(added)))));
            }
            left -= group.len();
            if let Err(refusal) = self.stage(book, group)? {
                book.write_tails(&mut self.tails);
                return Ok(self
                    .reply
                    .take()
                    .map_or(Step::Done, |reply| Step::Undo(reply.promise(Err(refusal)))));
            }
        }
        Ok(Step::More)
    }
}
