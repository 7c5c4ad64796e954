//! A persistent set of Ids, kept as runs: a million consecutive ones take no more room than one.

use std::cmp::Ordering::{self, Equal, Greater, Less};

use serde::{Deserialize, Serialize};

use super::tree::{Entry, Tree};
use crate::store::CouponId;

/// Consecutive Ids.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub(super) struct Span {
    pub(super) first: CouponId,
    pub(super) last: CouponId,
}

impl Entry for Span {
    fn least(&self) -> CouponId {
        self.first
    }
}

impl Span {
    pub(super) fn of(id: CouponId) -> Self {
        Span { first: id, last: id }
    }

    /// How it lies to other Ids.
    pub(super) fn place(&self, other: Span) -> Ordering {
        if self.last < other.first {
            Less
        } else if self.first > other.last {
            Greater
        } else {
            Equal
        }
    }

    pub(super) fn len(&self) -> u64 {
        (self.last - self.first) as u64 + 1
    }
}

/// A set of Ids.
impl Tree<Span> {
    /// Puts Ids in, none of which is in it.
    pub(super) fn put(&mut self, ids: Span) {
        self.insert(ids, |span| span.place(ids));
    }

    pub(super) fn take(&mut self, id: CouponId) {
        let here = |span: &Span| span.place(Span::of(id));
        let Some(Span { first, last }) = self.find(here).copied() else { return };
        self.remove(here);
        for rest in [Span { first, last: id - 1 }, Span { first: id + 1, last }] {
            if rest.first <= rest.last {
                self.put(rest);
            }
        }
    }

    /// The least Id in the set among these. O(log n), however many are missing.
    pub(super) fn first_of(&self, ids: Span) -> Option<CouponId> {
        self.find(|span| span.place(ids)).map(|span| span.first.max(ids.first))
    }
}
