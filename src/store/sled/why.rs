//! Why an activation found nothing.

use chrono::NaiveDateTime;

use super::book::Book;
use super::key::Keys;
use super::record::{Series, Tally, Unreadable};
use super::trouble::Trouble;
use crate::store::WhyNone;

/// How many series and how many single coupons are looked at: the answer is a courtesy and must not hold up the writer.
const LOOKS: usize = 200;

/// What has become of the coupons of a type whose codes begin so.
pub(super) fn why_none(
    book: &Book<'_>,
    coupon_type: i32,
    wanted: &str,
    at: NaiveDateTime,
) -> Result<WhyNone, Trouble> {
    let mut why = WhyNone::default();
    whole_series(book, coupon_type, wanted, at, &mut why)?;
    if is_within_series(book, coupon_type, wanted)? {
        single_coupons(book, coupon_type, wanted, at, &mut why)?;
    }
    Ok(why)
}

/// Series whose prefix begins so: their tallies say it.
fn whole_series(
    book: &Book<'_>,
    coupon_type: i32,
    wanted: &str,
    at: NaiveDateTime,
    why: &mut WhyNone,
) -> Result<(), Trouble> {
    let ranges = [true, false].map(|live| book.keys.prefixes(live, coupon_type, wanted));
    for row in ranges.into_iter().flat_map(|range| book.draft.rows(range)).take(LOOKS) {
        let (_, first) = Keys::read_prefix(&row?.0).ok_or(Unreadable)?;
        let series = book.series(first)?;
        let tally = book.tally(&series)?;
        why.voided |= tally.voided > 0;
        why.used |= tally.used > 0;
        why.activated |= tally.activated > 0;
        why.expired |= series.rest(&tally) > 0 && series.terms.expired(at);
    }
    Ok(())
}

/// Whether there are series with a shorter prefix.
fn is_within_series(book: &Book<'_>, coupon_type: i32, wanted: &str) -> Result<bool, Trouble> {
    for (at, _) in wanted.char_indices() {
        for live in [true, false] {
            if book.draft.first(book.keys.of_prefix(live, coupon_type, &wanted[..at]))?.is_some() {
                return Ok(true);
            }
        }
    }
    Ok(false)
}

/// Coupons whose codes begin so: those of series with a shorter prefix have no tally that says it.
fn single_coupons(
    book: &Book<'_>,
    coupon_type: i32,
    wanted: &str,
    at: NaiveDateTime,
    why: &mut WhyNone,
) -> Result<(), Trouble> {
    for id in book.ids_of_codes(wanted).take(LOOKS) {
        let id = id?;
        if id > book.last_id {
            continue;
        }
        let member = book.member(id)?;
        if member.series.terms.coupon_type == coupon_type {
            why.add(&member.life, member.series.terms.expired(at));
        }
    }
    Ok(())
}

impl Series {
    /// How many coupons the tally does not count: the free and the expired ones.
    pub(super) fn rest(&self, tally: &Tally) -> u64 {
        let all = u64::try_from(self.last_id - self.first_id + 1).unwrap_or(0);
        all.saturating_sub(u64::from(tally.voided) + u64::from(tally.used) + u64::from(tally.activated))
    }
}
