//! Groups: what the coupons of one type and one end have in common, and those of them that are
//! free. An activation looks at groups that have not ended, and in each for the free coupon with
//! the least Id.

use std::sync::Arc;

use super::series::Ranged;
use super::tree::{Entry, Tree};
use crate::store::ticks::to_ticks;
use crate::store::{Counts, CouponId, CouponState, Terms};

/// Coupons of one type that end at one instant.
#[derive(Clone, Default)]
pub(super) struct Group {
    pub(super) key: GroupKey,
    /// How many are what; those that are free may be expired.
    pub(super) counts: Counts,
    /// Free coupons whose codes are texts, in the order of their codes.
    pub(super) texts: Tree<CouponId>,
    /// Ranges with free coupons.
    pub(super) ranges: Tree<Arc<Ranged>>,
}

/// Type and end, in ticks.
pub(super) type GroupKey = (i32, i64);

pub(super) fn key_of(terms: &Terms) -> GroupKey {
    (terms.coupon_type, to_ticks(terms.expiration_date))
}

impl Counts {
    /// The member that counts coupons with such a state, whatever their end.
    pub(super) fn of(&mut self, state: &CouponState) -> &mut u64 {
        match state {
            CouponState { voided: true, .. } => &mut self.voided,
            CouponState { used: true, .. } => &mut self.used,
            state if state.is_free() => &mut self.free,
            _ => &mut self.activated,
        }
    }

    /// A coupon went from one state to another.
    pub(super) fn moved(&mut self, old: &CouponState, new: &CouponState) {
        *self.of(old) -= 1;
        *self.of(new) += 1;
    }
}

impl Entry for Group {
    /// No free coupon has a smaller Id.
    fn least(&self) -> CouponId {
        self.texts.least().min(self.ranges.least())
    }
}

/// Changes the group of some terms, which is made if need be.
pub(super) fn update(groups: &mut Tree<Group>, terms: &Terms, change: impl FnOnce(&mut Group)) {
    let key = key_of(terms);
    groups.update(|group| group.key.cmp(&key), || Group { key, ..Group::default() }, change);
}
