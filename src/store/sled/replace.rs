//! Putting other coupons in the place of all. They are written step by step under the next generation, where nobody
//! looks; the last step puts that generation in force. Whatever ends it early, the coupons in force stay, and
//! [`Sweep`](super::sweep::Sweep) removes the rest.

use std::mem;
use std::sync::Arc;

use super::asked::Asked;
use super::book::Book;
use super::key::{GENERATION, Keys, Kind};
use super::promise::Reply;
use super::record::{Series, Tally, Unreadable};
use super::tails::Tails;
use super::task::{Step, Task};
use super::trouble::Trouble;
use crate::store::{Coupon, CouponId, Life, MAX_CODE, Source, StoreError};

/// A series this long is not given up as unsorted for one code that is out of order; another one begins.
const SORTED_RUN: CouponId = 64;

/// Why the coupons given cannot be taken.
type Refused<T> = Result<T, StoreError>;

/// A replacement under way.
pub(super) struct Replacing {
    source: Source,
    last_id: CouponId,
    growing: Option<Growing>,
    /// What the rows of this step still lack.
    tails: Tails,
    /// The ActivateIds of the next generation; between two steps it is here, in a step in the book.
    asked: Option<Asked>,
    reply: Option<Reply<u64>>,
}

/// The series that the last coupon belongs to.
struct Growing {
    series: Series,
    last_tail: String,
    /// Where the run of free coupons at its end begins.
    free_from: Option<CouponId>,
    any_free: bool,
    tally: Tally,
}

impl Replacing {
    pub(super) fn new(source: Source, reply: Reply<u64>) -> Self {
        let (growing, tails, asked, reply) = (None, Tails::default(), None, Some(reply));
        Replacing { source, last_id: 0, growing, tails, asked, reply }
    }

    fn stage(&mut self, book: &mut Book<'_>, budget: usize) -> Result<Refused<bool>, Trouble> {
        for _ in 0..budget {
            let coupon = match self.source.next() {
                None => return Ok(self.close(book)?.map(|()| false)),
                Some(Err(why)) => return Ok(Err(StoreError::Source(why.into()))),
                Some(Ok(coupon)) => coupon,
            };
            if let Err(refusal) = self.put(book, coupon)? {
                return Ok(Err(refusal));
            }
        }
        Ok(Ok(true))
    }

    fn put(&mut self, book: &mut Book<'_>, coupon: Coupon) -> Result<Refused<()>, Trouble> {
        let id = self.last_id + 1;
        if let Err(refusal) = check(book, &coupon, id)? {
            return Ok(Err(refusal));
        }
        let (prefix, tail) = coupon.code.split_at(coupon.prefix_length);
        if !self.growing.as_ref().is_some_and(|growing| growing.takes(&coupon, prefix, tail)) {
            if let Err(refusal) = self.close(book)? {
                return Ok(Err(refusal));
            }
            let (terms, life) = (Arc::clone(&coupon.terms), Life::default());
            let series =
                Series { first_id: id, last_id: id, prefix: prefix.to_owned(), sorted: true, terms, life };
            if series.terms.is_too_large(&series.prefix) {
                return Ok(Err(StoreError::terms_too_large()));
            }
            self.growing = Some(Growing::of(series));
        }
        if let Some(growing) = &mut self.growing {
            growing.grow(book, id, tail, &coupon.life)?;
        }
        self.tails.push(id, tail);
        if let Some(activate_id) = coupon.life.activate_id {
            book.enter_asked(book.asked.print(activate_id), id);
        }
        self.last_id = id;
        if self.tails.is_full() { self.write_tails(book) } else { Ok(Ok(())) }
    }

    /// Writes the tails gathered so far and makes their codes findable.
    fn write_tails(&mut self, book: &mut Book<'_>) -> Result<Refused<()>, Trouble> {
        let Some(growing) = &self.growing else { return Ok(Ok(())) };
        let prefix = &growing.series.prefix;
        let codes: Vec<_> = self
            .tails
            .iter()
            .map(|tail| Ok(format!("{prefix}{}", tail?)))
            .collect::<Result<_, Unreadable>>()?;
        if let Err(refusal) = enter(book, self.tails.first(), &codes)? {
            return Ok(Err(refusal));
        }
        book.write_tails(&mut self.tails);
        Ok(Ok(()))
    }

    /// Writes what is known only at the end of a series.
    fn close(&mut self, book: &mut Book<'_>) -> Result<Refused<()>, Trouble> {
        // A row of tails never reaches beyond its series.
        if let Err(refusal) = self.write_tails(book)? {
            return Ok(Err(refusal));
        }
        let Some(mut growing) = self.growing.take() else { return Ok(Ok(())) };
        growing.end_free_run(book, growing.series.last_id);
        let Growing { series, any_free, tally, .. } = growing;
        book.write(book.keys.id(Kind::Series, series.first_id), &series);
        book.write(book.keys.id(Kind::Tally, series.first_id), &tally);
        book.register(&series, any_free);
        Ok(Ok(()))
    }
}

/// Makes the codes of consecutive coupons findable.
fn enter(book: &mut Book<'_>, first: CouponId, codes: &[String]) -> Result<Refused<()>, Trouble> {
    if book.are_stretch(codes)? {
        book.enter_stretch(first, codes);
        return Ok(Ok(()));
    }
    for (code, id) in codes.iter().zip(first..) {
        if book.find_code(code)?.is_some() {
            return Ok(Err(StoreError::Source(format!("the code {code} comes twice").into())));
        }
        book.enter_code(code, id);
    }
    Ok(Ok(()))
}

/// What would make the rows contradict each other.
fn check(book: &Book<'_>, coupon: &Coupon, id: CouponId) -> Result<Refused<()>, Trouble> {
    let refuse = |why: String| Ok(Err(StoreError::Source(why.into())));
    if coupon.id != id {
        return refuse(format!("the coupon with Id {id} is missing: Id {} comes next", coupon.id));
    }
    if coupon.code.len() > MAX_CODE {
        return Ok(Err(StoreError::TooLarge { what: "a code", limit: MAX_CODE }));
    }
    if !coupon.code.is_char_boundary(coupon.prefix_length) {
        return refuse(format!("the code {} has no prefix of {} bytes", coupon.code, coupon.prefix_length));
    }
    match coupon.life.activate_id {
        Some(asked) if book.activated_with(book.asked.print(asked))?.is_some() => {
            refuse(format!("the ActivateId {asked} comes twice"))
        }
        _ => Ok(Ok(())),
    }
}

impl Growing {
    fn of(series: Series) -> Self {
        Growing {
            series,
            last_tail: String::new(),
            free_from: None,
            any_free: false,
            tally: Tally::default(),
        }
    }

    fn takes(&self, coupon: &Coupon, prefix: &str, tail: &str) -> bool {
        let Series { first_id, last_id, sorted, .. } = self.series;
        let breaks = sorted && self.last_tail.as_str() >= tail;
        let same = self.series.prefix == prefix && self.series.terms == coupon.terms;
        same && !(breaks && last_id - first_id >= SORTED_RUN)
    }

    fn grow(&mut self, book: &mut Book<'_>, id: CouponId, tail: &str, life: &Life) -> Result<(), Trouble> {
        self.series.sorted &= id == self.series.first_id || self.last_tail.as_str() < tail;
        self.series.last_id = id;
        tail.clone_into(&mut self.last_tail);
        if life.is_free() {
            self.any_free = true;
            self.free_from.get_or_insert(id);
        } else {
            self.end_free_run(book, id - 1);
        }
        if let Some(count) = self.tally.of(life) {
            *count = count.saturating_add(1);
        }
        if *life != self.series.life {
            book.write_life(id, life)?;
        }
        Ok(())
    }

    fn end_free_run(&mut self, book: &mut Book<'_>, last: CouponId) {
        if let Some(start) = self.free_from.take() {
            book.write(book.keys.id(Kind::Free, last), &start);
        }
    }
}

impl Replacing {
    /// Lets a step see the next generation in the place of the one in force; done twice, it is as before.
    fn exchange(&mut self, book: &mut Book<'_>, keys: Keys) {
        book.forget();
        let next = self.asked.take().unwrap_or_else(|| book.asked.emptied());
        self.asked = Some(mem::replace(&mut book.asked, next));
        book.keys = keys;
    }

    /// Stages some more, the tails of all of it too.
    fn stage_whole_rows(&mut self, book: &mut Book<'_>, budget: usize) -> Result<Refused<bool>, Trouble> {
        let staged = self.stage(book, budget)?;
        match staged {
            Ok(_) => Ok(self.write_tails(book)?.and(staged)),
            Err(_) => Ok(staged),
        }
    }
}

impl Task for Replacing {
    fn step(&mut self, book: &mut Book<'_>, budget: usize) -> Result<Step, Trouble> {
        let in_force = book.keys;
        let next = Keys { generation: in_force.generation.wrapping_add(1).max(1) };
        self.exchange(book, next);
        let staged = self.stage_whole_rows(book, budget)?;
        if !matches!(staged, Ok(false)) {
            self.exchange(book, in_force);
        }
        let answer = match staged {
            Ok(true) => return Ok(Step::More),
            Ok(false) => {
                book.last_id = self.last_id;
                book.write(next.last_id(), &self.last_id);
                book.draft.put(GENERATION.to_vec(), next.generation.to_string().as_bytes());
                Ok(u64::from(self.last_id.unsigned_abs()))
            }
            Err(refusal) => Err(refusal),
        };
        Ok(self.reply.take().map_or(Step::Done, |reply| Step::Answer(reply.promise(answer))))
    }
}
