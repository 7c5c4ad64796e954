//! The free coupons: those an activation can take. They are kept as runs of consecutive Ids, keyed by the end of the
//! run, so the first free one at or after any Id is one look-up, however many before it are used up, and using up a
//! series from its beginning rewrites one value. A run never reaches beyond its series.

use super::book::Book;
use super::key::{Keys, Kind};
use super::record::{Record, Series, Unreadable};
use super::trouble::Trouble;
use crate::store::CouponId;
use crate::store::ticks::to_ticks;

impl Book<'_> {
    /// The free coupon with the smallest Id from `first` to `last`. O(log n).
    pub(super) fn first_free(&self, first: CouponId, last: CouponId) -> Result<Option<CouponId>, Trouble> {
        if first > last {
            return Ok(None);
        }
        let run = self.run_at_or_after(first)?;
        Ok(run.map(|(start, _)| start.max(first)).filter(|id| *id <= last))
    }

    fn run_at_or_after(&self, id: CouponId) -> Result<Option<(CouponId, CouponId)>, Trouble> {
        if let Some(run) = self.memo.run.get().filter(|(start, end)| (start..=end).contains(&&id)) {
            return Ok(Some(run));
        }
        let Some((key, start)) = self.draft.first(self.keys.ids(Kind::Free, id, CouponId::MAX))? else {
            return Ok(None);
        };
        let end = Keys::read_id(&key).ok_or(Unreadable)?;
        let start = match self.memo.free.get(end) {
            Some(start) => *start,
            None => CouponId::from_bytes(&start)?,
        };
        let run = (start, end);
        self.memo.run.set(Some(run));
        Ok(Some(run))
    }

    /// Makes the new coupons of a series free, from `first` to its end.
    pub(super) fn release(&mut self, series: &Series, first: CouponId) {
        self.write(self.keys.id(Kind::Free, series.last_id), &first);
        self.register(series, true);
    }

    /// Enters a series under its prefix. The value lets a search skip an expired series without reading it.
    pub(super) fn register(&mut self, series: &Series, live: bool) {
        let Series { first_id, prefix, terms, .. } = series;
        self.draft.remove(self.keys.prefix(!live, terms.coupon_type, prefix, *first_id));
        let key = self.keys.prefix(live, terms.coupon_type, prefix, *first_id);
        self.draft.put(key, &to_ticks(terms.expiration_date).to_be_bytes());
    }

    /// A coupon is free no more.
    pub(super) fn take(&mut self, series: &Series, id: CouponId) -> Result<(), Trouble> {
        let (start, end) = self.run_at_or_after(id)?.filter(|(start, _)| *start <= id).ok_or(Unreadable)?;
        if start < id {
            self.write(self.keys.id(Kind::Free, id - 1), &start);
        }
        let free = &mut self.memo.free;
        match end == id {
            true => free.remove(&mut self.draft, self.keys, end),
            false => *free.change(&mut self.draft, self.keys, end)? = id + 1,
        }
        self.memo.run.set((id < end).then_some((id + 1, end)));
        // What is left of the run is free.
        if start == end && self.first_free(series.first_id, series.last_id)?.is_none() {
            self.register(series, false);
        }
        Ok(())
    }
}
