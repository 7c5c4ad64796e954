//! Groups: what the coupons of one type and one end have in common, and those of them that are free. An
//! activation looks at groups that have not ended, and in each for the free coupon with the least Id.

use std::cmp::Ordering;
use std::sync::Arc;

use super::series::Series;
use super::tree::{Entry, Tree};
use crate::store::ticks::to_ticks;
use crate::store::{CouponId, Life, Terms};

/// Coupons of one type that end at one instant.
#[derive(Clone, Default)]
pub(super) struct Group {
    key: GroupKey,
    pub(super) tally: Tally,
    /// Free coupons whose codes are texts, in the order of their codes.
    pub(super) texts: Tree<CouponId>,
    /// Ranges with free coupons, in the order of Ids.
    pub(super) ranges: Arc<Vec<Arc<Series>>>,
}

/// Type and end, in ticks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub(super) struct GroupKey {
    pub(super) coupon_type: i32,
    pub(super) end: i64,
}

impl GroupKey {
    pub(super) fn of(terms: &Terms) -> Self {
        GroupKey { coupon_type: terms.coupon_type, end: to_ticks(terms.expiration_date) }
    }
}

/// How many coupons are what; the rest is free or expired.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Tally {
    pub(super) total: u64,
    pub(super) voided: u64,
    pub(super) used: u64,
    pub(super) activated: u64,
}

impl Tally {
    /// The member that counts coupons with such a life; none counts the free ones.
    pub(super) fn of(&mut self, life: &Life) -> Option<&mut u64> {
        match life {
            Life { voided: true, .. } => Some(&mut self.voided),
            Life { used: true, .. } => Some(&mut self.used),
            life if !life.is_free() => Some(&mut self.activated),
            _ => None,
        }
    }

    /// A coupon went from one life to another.
    pub(super) fn moved(&mut self, old: &Life, new: &Life) {
        if let Some(count) = self.of(old) {
            *count -= 1;
        }
        if let Some(count) = self.of(new) {
            *count += 1;
        }
    }

    /// So many coupons were made with a life.
    pub(super) fn made(&mut self, count: u64, life: &Life) {
        self.total += count;
        if let Some(of_life) = self.of(life) {
            *of_life += count;
        }
    }
}

impl Entry for Group {
    /// No free coupon has a smaller Id.
    fn least(&self) -> CouponId {
        let ranges = self.ranges.first().map(|series| series.first);
        self.texts.least().into_iter().chain(ranges).min().unwrap_or(CouponId::MAX)
    }
}

impl Group {
    pub(super) fn place(&self, key: GroupKey) -> Ordering {
        self.key.cmp(&key)
    }

    /// How it lies to the groups of a type that have not ended at an instant.
    pub(super) fn place_at(&self, coupon_type: i32, at: i64) -> Ordering {
        let same = self.key.coupon_type.cmp(&coupon_type);
        same.then(if self.key.end < at { Ordering::Less } else { Ordering::Equal })
    }

    /// The same with its key and its free texts.
    pub(super) fn with(self, key: GroupKey, texts: Tree<CouponId>) -> Self {
        Group { key, texts, ..self }
    }

    pub(super) fn end(&self) -> i64 {
        self.key.end
    }
}

/// Changes the group of a key, which is made if need be.
pub(super) fn update(groups: &mut Tree<Group>, key: GroupKey, change: impl FnOnce(&mut Group)) {
    if groups.find(|group| group.place(key)).is_none() {
        groups.insert(Group { key, ..Group::default() }, |group| group.place(key));
    }
    groups.update(
        |group| group.place(key),
        |group| {
            change(group);
            true
        },
    );
}
