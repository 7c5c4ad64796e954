//! Which coupon an activation gets: of a type, free, not expired, with exactly the wanted code, or else that with the
//! smallest Id among those whose code begins so.
//!
//! Every series is entered under its prefix, and only as long as it has a free coupon. The wanted text W meets
//! 1. series whose prefix begins with W: all their coupons fit, the first free one is one look-up;
//! 2. series whose prefix is a beginning of W: only some fit. Where codes ascend with Ids (numbered series do) the Ids
//!    that fit are found by bisection; else two searches race, over the free Ids and over the codes that fit.
//!
//! With n coupons, d distinct prefixes under W and e expired series under the prefixes met, a search takes
//! O((d + |W| + e) · log n), plus the shorter of the two searches for unsorted series. It never depends on how many
//! coupons are used up.

use chrono::NaiveDateTime;

use super::book::Book;
use super::key::Keys;
use super::memo::Floor;
use super::record::{Series, Unreadable};
use super::trouble::Trouble;
use crate::store::CouponId;
use crate::store::ticks::to_ticks;

/// Finds the coupon to activate.
pub(super) fn candidate(
    book: &mut Book<'_>,
    coupon_type: i32,
    wanted: &str,
    at: NaiveDateTime,
) -> Result<Option<CouponId>, Trouble> {
    if let Some(id) = next(book, coupon_type, wanted, at)? {
        return Ok(Some(id));
    }
    if let Some(id) = exact(book, coupon_type, wanted, at)? {
        return Ok(Some(id));
    }
    let at = to_ticks(at);
    let mut search = Search { book, coupon_type, at, best: None };
    search.under_beginnings(wanted)?;
    search.under_longer(wanted)?;
    let Some(id) = search.best else { return Ok(None) };
    let series = book.series(id)?;
    if series.prefix.starts_with(wanted) {
        let (last_id, end) = (series.last_id, to_ticks(series.terms.expiration_date));
        book.memo.found(coupon_type, wanted, Floor { at, id, last_id, end });
    }
    Ok(Some(id))
}

/// Goes on where the last search ended: what is free in that series has Ids smaller than those of any other series that
/// comes into question.
fn next(
    book: &Book<'_>,
    coupon_type: i32,
    wanted: &str,
    at: NaiveDateTime,
) -> Result<Option<CouponId>, Trouble> {
    let Some(known) = book.memo.floor(coupon_type, wanted) else { return Ok(None) };
    let (floor, at) = (known.get(), to_ticks(at));
    if !(floor.at..=floor.end).contains(&at) {
        return Ok(None);
    }
    let found = book.first_free(floor.id + 1, floor.last_id)?;
    if let Some(id) = found {
        known.set(Floor { at, id, ..floor });
    }
    Ok(found)
}

fn exact(
    book: &Book<'_>,
    coupon_type: i32,
    code: &str,
    at: NaiveDateTime,
) -> Result<Option<CouponId>, Trouble> {
    let Some(id) = book.id_of_code(code)? else { return Ok(None) };
    let member = book.member(id)?;
    let terms = &member.series.terms;
    Ok((terms.coupon_type == coupon_type && member.life.is_free() && !terms.expired(at)).then_some(id))
}

struct Search<'a, 'b> {
    book: &'a Book<'b>,
    coupon_type: i32,
    at: i64,
    best: Option<CouponId>,
}

impl Search<'_, '_> {
    /// Series whose prefix is the wanted text or a beginning of it.
    fn under_beginnings(&mut self, wanted: &str) -> Result<(), Trouble> {
        let cuts = wanted.char_indices().map(|(at, _)| at).chain([wanted.len()]);
        cuts.map(|at| wanted.split_at(at)).try_for_each(|(prefix, rest)| self.under(prefix, rest))
    }

    /// Series whose prefix begins with the wanted text and goes on.
    fn under_longer(&mut self, wanted: &str) -> Result<(), Trouble> {
        let keys = self.book.keys;
        let mut range = keys.prefixes(true, self.coupon_type, wanted);
        while let Some((key, _)) = self.book.draft.first(range.clone())? {
            let (prefix, _) = Keys::read_prefix(&key).ok_or(Unreadable)?;
            if prefix != wanted {
                self.under(prefix, "")?;
            }
            range.start = keys.of_prefix(true, self.coupon_type, prefix).end;
        }
        Ok(())
    }

    /// Series of exactly this prefix, in the order of Ids: the first that has a fitting coupon has the smallest Id.
    fn under(&mut self, prefix: &str, rest: &str) -> Result<(), Trouble> {
        for row in self.book.draft.rows(self.book.keys.of_prefix(true, self.coupon_type, prefix)) {
            let (key, expires) = row?;
            let (_, first) = Keys::read_prefix(&key).ok_or(Unreadable)?;
            if self.best.is_some_and(|best| best < first) {
                break;
            }
            if self.at > i64::from_be_bytes(expires.as_ref().try_into().map_err(|_| Unreadable)?) {
                continue;
            }
            if let Some(id) = self.within(first, rest)? {
                self.best = Some(self.best.map_or(id, |best| best.min(id)));
                break;
            }
        }
        Ok(())
    }

    /// The first free coupon of a series whose code goes on with `rest` after the prefix.
    fn within(&self, first: CouponId, rest: &str) -> Result<Option<CouponId>, Trouble> {
        if rest.is_empty() {
            // The series has a free coupon, and none of another series lies between.
            return self.book.first_free(first, CouponId::MAX);
        }
        let series = self.book.series(first)?;
        match series.sorted {
            true => self.bisect(&series, rest),
            false => self.race(&series, rest),
        }
    }

    fn bisect(&self, series: &Series, rest: &str) -> Result<Option<CouponId>, Trouble> {
        let first = self.partition(series, |tail| tail < rest)?;
        let end = self.partition(series, |tail| tail < rest || tail.starts_with(rest))?;
        self.book.first_free(first, end - 1)
    }

    /// The first Id of a sorted series for which `before` holds no more; one past its end if it always holds.
    fn partition(&self, series: &Series, before: impl Fn(&str) -> bool) -> Result<CouponId, Trouble> {
        let (mut low, mut high) = (series.first_id, series.last_id + 1);
        while low < high {
            let middle = low + (high - low) / 2;
            match before(&self.book.tail(middle)?) {
                true => low = middle + 1,
                false => high = middle,
            }
        }
        Ok(low)
    }

    fn race(&self, series: &Series, rest: &str) -> Result<Option<CouponId>, Trouble> {
        let mut by_code = self.book.ids_of_codes(&format!("{}{rest}", series.prefix));
        let (mut next, mut best) = (series.first_id, None);
        loop {
            let Some(id) = self.book.first_free(next, series.last_id)? else { return Ok(None) };
            if self.book.tail(id)?.starts_with(rest) {
                return Ok(Some(id));
            }
            next = id + 1;
            let Some(fits) = by_code.next().transpose()? else { return Ok(best) };
            if (series.first_id..=series.last_id).contains(&fits)
                && self.book.first_free(fits, fits)?.is_some()
            {
                best = Some(best.map_or(fits, |best: CouponId| best.min(fits)));
            }
        }
    }
}
