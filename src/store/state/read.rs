//! What can be read of a state.

use std::io;

use chrono::NaiveDateTime;

use super::State;
use super::ids::Span;
use crate::store::ticks::to_ticks;
use crate::store::{Counts, Coupon, CouponId, CouponKey, Filter, Page, Sink, StoreError};

/// Most coupons and series that one page looks at: less than a millisecond, so that no thread of
/// its own is needed.
const LOOKS: usize = 2_000;

impl State {
    /// One coupon.
    pub(in crate::store) fn get(&self, name: &CouponKey) -> Option<Coupon> {
        let (id, series) = self.named(name)?;
        Some(self.coupon(&series, id, self.state_of(&series, id)))
    }

    /// How many there are in which state.
    pub(in crate::store) fn count(&self, at: NaiveDateTime) -> Counts {
        let mut all = Counts::default();
        for group in self.groups.entries() {
            let Counts { voided, used, activated, free, .. } = group.counts;
            let expired = to_ticks(at) > group.key.1;
            *(if expired { &mut all.expired } else { &mut all.free }) += free;
            (all.voided, all.used, all.activated) =
                (all.voided + voided, all.used + used, all.activated + activated);
        }
        all
    }

    /// Shows every coupon, in the order of Ids.
    pub(in crate::store) fn show_to(&self, mut sink: Sink) -> Result<u64, StoreError> {
        let failed = |error: io::Error| StoreError::Snapshot(error.to_string().into());
        for series in self.series.entries() {
            for id in series.ids.first..=series.ids.last {
                sink(&self.coupon(series, id, self.state_of(series, id))).map_err(failed)?;
            }
        }
        Ok(self.last_id as u64)
    }

    /// A page of a list.
    pub(in crate::store) fn find(&self, filter: &Filter, after: CouponId, limit: usize) -> Page {
        if let Some(code) = &filter.code {
            let coupon = self.get(&CouponKey::Code(code.clone()));
            let coupon = coupon.filter(|one| one.id > after && filter.holds(one));
            return Page { coupons: coupon.into_iter().collect(), next: None };
        }
        let (mut page, mut looks) = (Page::default(), LOOKS);
        let mut next = after.max(0).saturating_add(1);
        while let Some(series) = self.series_of(next).filter(|_| page.next.is_none()) {
            let last = series.ids.last;
            let mut show = |id, state| {
                if filter.fits_state(&state) {
                    page.coupons.push(self.coupon(series, id, state));
                }
                looks -= 1;
                page.next = (looks <= 1 || page.coupons.len() >= limit).then_some(id);
                page.next.is_none()
            };
            let fits = (filter.fits_terms(&series.terms), filter.fits_state(&series.state));
            match fits {
                (false, _) => {}
                (true, true) => drop((next..=last).all(|id| show(id, self.state_of(series, id)))),
                // Only a coupon with a state of its own can pass.
                (true, false) => {
                    let left = Span { first: next, last };
                    self.states.visit_ids(left, |id, row| show(id, series.state_in(row)));
                }
            }
            (next, looks) = (last + 1, looks - 1);
            page.next = page.next.or((looks <= 1).then_some(last));
        }
        Page { next: page.next.filter(|id| *id < self.last_id), ..page }
    }
}
