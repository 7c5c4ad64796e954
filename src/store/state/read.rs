//! What can be read of a state.

use std::io;

use chrono::NaiveDateTime;

use super::series::Series;
use super::{LIVES, State, record};
use crate::store::ticks::to_ticks;
use crate::store::{Counts, Coupon, CouponId, CouponKey, Filter, Life, Page, Sink, StoreError};

/// Most coupons and series that one page looks at.
const LOOKS: usize = 10_000;

impl State {
    /// One coupon.
    pub(in crate::store) fn get(&self, name: &CouponKey) -> Option<Coupon> {
        let (id, series) = self.named(name)?;
        Some(self.coupon(&series, id, self.life(&series, id)))
    }

    /// How many there are in which state.
    pub(in crate::store) fn count(&self, at: NaiveDateTime) -> Counts {
        let mut counts = Counts::default();
        self.groups.for_each(|group| {
            let tally = &group.tally;
            counts.voided += tally.voided;
            counts.used += tally.used;
            counts.activated += tally.activated;
            let rest = tally.total - tally.voided - tally.used - tally.activated;
            let expired = to_ticks(at) > group.end();
            *(if expired { &mut counts.expired } else { &mut counts.free }) += rest;
        });
        counts
    }

    /// Shows every coupon, in the order of Ids.
    pub(in crate::store) fn show_to(&self, sink: Sink) -> Result<u64, StoreError> {
        self.show(sink).map_err(|error| StoreError::Snapshot(error.to_string().into()))
    }

    fn show(&self, mut sink: impl FnMut(&Coupon) -> io::Result<()>) -> io::Result<u64> {
        let mut after = 0;
        while let Some(series) = self.series_of(after + 1) {
            for id in series.first..=series.last {
                sink(&self.coupon(series, id, self.life(series, id)))?;
            }
            after = series.last;
        }
        Ok(after as u64)
    }

    /// A page of a list.
    pub(in crate::store) fn find(&self, filter: &Filter, after: CouponId, limit: usize) -> Page {
        if let Some(code) = &filter.code {
            let coupon = self.get(&CouponKey::Code(code.clone()));
            let coupon = coupon.filter(|one| one.id > after && filter.holds(one));
            return Page { coupons: coupon.into_iter().collect(), next: None };
        }
        let limit = limit.max(1);
        let mut listing = Listing { state: self, filter, limit, looks: LOOKS, coupons: Vec::new() };
        let next = listing.run(after.max(0));
        Page { coupons: listing.coupons, next: next.filter(|id| *id < self.last_id) }
    }

    /// The lives of their own that coupons have from one Id to another, both included, as bytes.
    pub(super) fn own_lives(
        &self,
        first: CouponId,
        last: CouponId,
    ) -> impl Iterator<Item = (CouponId, &[u8])> {
        let blocks = self.lives.iter(first as u32 / LIVES as u32);
        let blocks = blocks.take_while(move |(index, _)| *index <= last as u32 / LIVES as u32);
        let lives = blocks.flat_map(|(index, block)| {
            (0..LIVES).map(move |place| ((index as usize * LIVES + place) as CouponId, block.get(place)))
        });
        lives.filter(move |(id, life)| (first..=last).contains(id) && !life.is_empty())
    }
}

struct Listing<'a> {
    state: &'a State,
    filter: &'a Filter,
    limit: usize,
    looks: usize,
    coupons: Vec<Coupon>,
}

impl Listing<'_> {
    /// Goes through the series; gives back where to go on.
    fn run(&mut self, mut after: CouponId) -> Option<CouponId> {
        while let Some(series) = after.checked_add(1).and_then(|next| self.state.series_of(next)) {
            self.looks = self.looks.saturating_sub(1);
            if self.filter.fits_terms(&series.terms)
                && let Some(last) = self.look_into(series, after + 1)
            {
                return Some(last);
            }
            after = series.last;
            if self.looks == 0 {
                return Some(after);
            }
        }
        None
    }

    /// The coupons of a series from an Id on; gives back the last one if the page is at its end.
    fn look_into(&mut self, series: &Series, first: CouponId) -> Option<CouponId> {
        let state = self.state;
        if self.filter.fits_life(&series.life) {
            (first..=series.last).find(|id| self.show(series, *id, state.life(series, *id)))
        } else {
            // Only a coupon with a life of its own can pass.
            let mut own = state.own_lives(first, series.last);
            let shows = |(id, row): &(CouponId, &[u8])| {
                record::decode_life(row).is_some_and(|life| self.show(series, *id, life))
            };
            own.find(shows).map(|(id, _)| id)
        }
    }

    /// Takes a coupon that passes; tells whether the page is at its end.
    fn show(&mut self, series: &Series, id: CouponId, life: Life) -> bool {
        if self.filter.fits_life(&life) {
            self.coupons.push(self.state.coupon(series, id, life));
        }
        self.looks = self.looks.saturating_sub(1);
        self.looks == 0 || self.coupons.len() == self.limit
    }
}
