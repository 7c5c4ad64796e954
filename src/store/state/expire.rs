//! The end of one coupon. A series has one end, so it is cut around the coupon.

use std::mem;
use std::sync::Arc;

use super::group;
use super::ids::Span;
use super::rows::as_read;
use super::series::{Ranged, Series};
use super::{Command, Kind, Place, State, WriteBatch};
use crate::store::{Change, Expire, StoreError, Terms};

impl Command for Expire {
    type Outcome = Change;

    fn apply(self, state: &mut State, batch: &mut WriteBatch) -> Result<Change, StoreError> {
        let Some(place) = state.named(&self.coupon) else { return Ok(Change::NoSuchCoupon) };
        let (id, series) = &place;
        let old = state.state_of(series, *id);
        if let Some(why) = old.refuses_ending() {
            return Ok(Change::Refused(why));
        }
        if series.terms.expired(self.at) {
            return Ok(Change::Replayed(state.coupon(series, *id, old)));
        }
        let terms = as_read(Arc::new(self.terms(&series.terms)));
        batch.note(Kind::Terms(*id), &terms);
        state.put_terms(&place, terms);
        let series = state.series_of(*id).cloned().unwrap_or_else(|| Arc::clone(series));
        Ok(Change::Done(state.coupon(&series, *id, old)))
    }
}

impl Series {
    /// The same coupons in up to three series, of which the one of this Id has other terms.
    fn cut(&self, id: super::CouponId, terms: Arc<Terms>) -> Vec<Arc<Self>> {
        let Span { first, last } = self.ids;
        let own = || Arc::clone(&self.terms);
        let parts = [(first, id - 1, own()), (id, id, terms), (id + 1, last, own())];
        let part = |(from, to, terms)| {
            let mut range = self.range.clone();
            if let Some(range) = &mut range {
                range.from += (from - first) as u64;
            }
            Arc::new(Series { ids: Span { first: from, last: to }, terms, range, ..self.clone() })
        };
        parts.into_iter().filter(|(from, to, _)| from <= to).map(part).collect()
    }
}

impl State {
    /// Gives a coupon other terms.
    pub(super) fn put_terms(&mut self, (id, old): &Place, terms: Arc<Terms>) {
        let state = self.state_of(old, *id);
        let parts = old.cut(*id, Arc::clone(&terms));
        self.series.remove(|other| other.ids.place(Span::of(*id)));
        for part in &parts {
            self.series.insert(Arc::clone(part), |other| other.ids.place(part.ids));
        }
        let mut groups = mem::take(&mut self.groups);
        group::update(&mut groups, &old.terms, |group| *group.counts.of(&state) -= 1);
        group::update(&mut groups, &terms, |group| *group.counts.of(&state) += 1);
        if old.range.is_none() && state.is_free() {
            let place = |other: &super::CouponId| self.text(*other).cmp(self.text(*id));
            group::update(&mut groups, &old.terms, |group| group.texts.remove(place));
            group::update(&mut groups, &terms, |group| group.texts.insert(*id, place));
        }
        if let Some(whole) = Ranged::of(old) {
            self.ranges.remove(|other| other.place_to(&whole));
            group::update(&mut groups, &old.terms, |group| {
                group.ranges.remove(|other| other.place_to(&whole));
            });
        }
        self.groups = groups;
        parts.iter().filter_map(Ranged::of).for_each(|part| self.enter_range(&part));
    }
}
