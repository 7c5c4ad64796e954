//! Which coupon an activation gets: of a type, free, not ended, with exactly the wanted code, or else that with the
//! least Id among those whose code begins so.
//!
//! In a range the codes that begin so are numbers from one to another, so the first free one is found in O(log n).
//! Among texts they are neighbours in a tree whose nodes know the least Id below them. Both hold what is free and
//! nothing else, so no search depends on how many coupons are used up.

use std::cell::Cell;

use chrono::NaiveDateTime;

use super::group::Group;
use super::{State, place_of_parts};
use crate::store::CouponId;
use crate::store::ticks::to_ticks;

impl State {
    pub(super) fn is_free(&self, id: CouponId) -> bool {
        self.free.first(id, id).is_some()
    }

    /// Finds the coupon to activate.
    pub(super) fn candidate(&self, coupon_type: i32, wanted: &str, at: NaiveDateTime) -> Option<CouponId> {
        let at = to_ticks(at);
        if let Some(id) = self.exact(coupon_type, wanted, at) {
            return Some(id);
        }
        let best = Cell::new(CouponId::MAX);
        let place = |group: &Group| group.place_at(coupon_type, at);
        self.groups.visit(
            place,
            |least| least >= best.get(),
            |group| {
                self.search(group, wanted, &best);
                true
            },
        );
        Some(best.get()).filter(|id| *id < CouponId::MAX)
    }

    fn exact(&self, coupon_type: i32, code: &str, at: i64) -> Option<CouponId> {
        let id = self.id_of_code(code).filter(|id| self.is_free(*id))?;
        let terms = &self.series_of(id)?.terms;
        (terms.coupon_type == coupon_type && at <= to_ticks(terms.expiration_date)).then_some(id)
    }

    /// Looks in a group for an Id that is less than the best so far.
    fn search(&self, group: &Group, wanted: &str, best: &Cell<CouponId>) {
        for series in group.ranges.iter().take_while(|series| series.first < best.get()) {
            let ids = series.ids_of(wanted);
            if let Some(id) = ids.and_then(|(first, last)| self.free.first(first, last)) {
                best.set(best.get().min(id));
                break;
            }
        }
        if group.texts.least().is_some_and(|least| least < best.get())
            && let Some(id) = group.texts.least_in(|id| place_of_parts(self.text(*id), wanted))
        {
            best.set(best.get().min(id));
        }
    }
}
