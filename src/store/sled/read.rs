//! What can be read beside the writer. Everything about one coupon is one row, so no reader sees half a change.

use super::book::{Book, Member, coupon};
use super::key::{Keys, Kind};
use super::lives;
use super::merged::Row;
use super::record::{Record, Series, Unreadable};
use super::tails;
use super::trouble::Trouble;
use crate::store::{Counts, Coupon, CouponId, CouponKey, Filter, Life, Page};

/// Most rows that one page looks at.
const LOOKS: usize = 10_000;

pub(super) fn get(book: &Book<'_>, name: &CouponKey) -> Result<Option<Coupon>, Trouble> {
    match name {
        CouponKey::Id(_) => match book.id(name)? {
            Some(id) => book.coupon(book.member(id)?).map(Some),
            None => Ok(None),
        },
        CouponKey::Code(code) => get_by_code(book, code),
    }
}

fn get_by_code(book: &Book<'_>, code: &str) -> Result<Option<Coupon>, Trouble> {
    let Some(id) = book.id_of_code(code)? else { return Ok(None) };
    let Member { series, life, .. } = book.member(id)?;
    if !code.starts_with(&series.prefix) {
        return Err(Unreadable.into());
    }
    Ok(Some(coupon(&series, id, code.to_owned(), life)))
}

pub(super) fn count(book: &Book<'_>, at: chrono::NaiveDateTime) -> Result<Counts, Trouble> {
    let mut counts = Counts::default();
    for row in book.draft.rows(book.keys.ids(Kind::Series, 1, book.last_id)) {
        let series = Series::from_bytes(&row?.1)?;
        let tally = book.tally(&series)?;
        counts.voided += u64::from(tally.voided);
        counts.used += u64::from(tally.used);
        counts.activated += u64::from(tally.activated);
        match series.terms.expired(at) {
            true => counts.expired += series.rest(&tally),
            false => counts.free += series.rest(&tally),
        }
    }
    Ok(counts)
}

pub(super) fn find(book: &Book<'_>, filter: &Filter, after: CouponId, limit: usize) -> Result<Page, Trouble> {
    if let Some(code) = &filter.code {
        let coupon = get_by_code(book, code)?;
        let coupon = coupon.filter(|one| one.id > after && filter.holds(one));
        return Ok(Page { coupons: coupon.into_iter().collect(), next: None });
    }
    let mut listing = Listing { book, filter, limit: limit.max(1), looks: LOOKS, coupons: Vec::new() };
    let next = listing.run(after)?;
    Ok(Page { coupons: listing.coupons, next })
}

struct Listing<'a, 'b> {
    book: &'a Book<'b>,
    filter: &'a Filter,
    limit: usize,
    looks: usize,
    coupons: Vec<Coupon>,
}

impl Listing<'_, '_> {
    /// Goes through the series; gives back where to go on.
    fn run(&mut self, after: CouponId) -> Result<Option<CouponId>, Trouble> {
        let mut after = after.max(0);
        while after < self.book.last_id {
            let series = self.book.series(after + 1)?;
            let last = series.last_id.min(self.book.last_id);
            self.looks -= 1;
            if self.filter.fits_terms(&series.terms) {
                let full = match self.filter.fits_life(&series.life) {
                    true => self.all(&series, after + 1, last)?,
                    // Only a coupon with a life of its own can pass.
                    false => self.changed(&series, after + 1, last)?,
                };
                if full.is_some() {
                    return Ok(full.filter(|id| *id < self.book.last_id));
                }
            }
            after = last;
            if self.looks == 0 {
                break;
            }
        }
        Ok(Some(after).filter(|after| *after < self.book.last_id))
    }

    /// Every coupon of a part of a series.
    fn all(&mut self, series: &Series, first: CouponId, last: CouponId) -> Result<Option<CouponId>, Trouble> {
        let mut lives = lives(self.book, first, last).peekable();
        let (begin, _) = self.book.tails(first)?.ok_or(Unreadable)?;
        for row in self.book.draft.rows(self.book.keys.ids(Kind::Tails, begin, last)) {
            let (key, tails) = row?;
            let begin = Keys::read_id(&key).ok_or(Unreadable)?;
            let some = (begin..=last).zip(tails::iter(&tails)).skip_while(|(id, _)| *id < first);
            for (id, tail) in some {
                // A life given after the two searches began may come before the row of its coupon.
                while lives.next_if(|life| life.as_ref().is_ok_and(|(of, _)| *of < id)).is_some() {}
                let own =
                    lives.next_if(|life| life.as_ref().map_or(true, |(of, _)| *of == id)).transpose()?;
                let life = own.map_or_else(|| series.life.clone(), |(_, life)| life);
                if self.show(coupon(series, id, [&series.prefix, tail?].concat(), life)) {
                    return Ok(Some(id));
                }
            }
        }
        Ok(None)
    }

    /// The coupons of a part of a series that have a life of their own.
    fn changed(
        &mut self,
        series: &Series,
        first: CouponId,
        last: CouponId,
    ) -> Result<Option<CouponId>, Trouble> {
        for own in lives(self.book, first, last) {
            let (id, life) = own?;
            let code = self.book.code(&series.prefix, id)?;
            if self.show(coupon(series, id, code, life)) {
                return Ok(Some(id));
            }
        }
        Ok(None)
    }

    /// Takes a coupon that passes; tells whether the page is at its end.
    fn show(&mut self, coupon: Coupon) -> bool {
        if self.filter.holds(&coupon) {
            self.coupons.push(coupon);
        }
        self.looks = self.looks.saturating_sub(1);
        self.looks == 0 || self.coupons.len() == self.limit
    }
}

/// The lives of their own that coupons have from one Id to another, both included.
fn lives(
    book: &Book<'_>,
    first: CouponId,
    last: CouponId,
) -> impl Iterator<Item = Result<(CouponId, Life), Trouble>> {
    let rows = book.draft.rows(book.keys.ids(Kind::Life, lives::row_of(first), last));
    let lives = rows.flat_map(|row| match read_lives(row) {
        Ok(lives) => lives.into_iter().map(Ok).collect(),
        Err(trouble) => vec![Err(trouble)],
    });
    lives.filter(move |life| life.as_ref().map_or(true, |(id, _)| (first..=last).contains(id)))
}

fn read_lives(row: ::sled::Result<Row>) -> Result<Vec<(CouponId, Life)>, Trouble> {
    let (key, row) = row?;
    let first = Keys::read_id(&key).ok_or(Unreadable)?;
    Ok(lives::iter(first, &row).collect::<Result<_, _>>()?)
}
