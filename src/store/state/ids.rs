//! A persistent set of Ids, kept as runs: a million consecutive ones take no more room than one.

use std::cmp::Ordering::{self, Equal, Greater, Less};

use super::tree::{Entry, Tree};
use crate::store::CouponId;

/// A set of Ids.
#[derive(Clone, Default)]
pub(super) struct IdSet(Tree<Span>);

/// Consecutive Ids.
#[derive(Clone, Copy)]
struct Span {
    first: CouponId,
    last: CouponId,
}

impl Entry for Span {
    fn least(&self) -> CouponId {
        self.first
    }
}

impl Span {
    /// How it lies to the Ids from `first` to `last`.
    fn place(&self, first: CouponId, last: CouponId) -> Ordering {
        if self.last < first {
            Less
        } else if self.first > last {
            Greater
        } else {
            Equal
        }
    }
}

impl IdSet {
    /// Puts Ids in, none of which is in it.
    pub(super) fn insert(&mut self, first: CouponId, last: CouponId) {
        self.0.insert(Span { first, last }, |span| span.place(first, last));
    }

    pub(super) fn remove(&mut self, id: CouponId) {
        let Some(Span { first, last }) = self.0.find(|span| span.place(id, id)).copied() else { return };
        self.0.update(
            |span| span.place(id, id),
            |span| {
                *span = if first < id { Span { first, last: id - 1 } } else { Span { first: id + 1, last } };
                first < last
            },
        );
        if first < id && id < last {
            self.insert(id + 1, last);
        }
    }

    /// The least Id in the set from `first` to `last`. O(log n), however many are missing.
    pub(super) fn first(&self, first: CouponId, last: CouponId) -> Option<CouponId> {
        let mut found = None;
        self.0.visit(
            |span| span.place(first, last),
            |_| false,
            |span| {
                found = Some(span.first.max(first));
                false
            },
        );
        found
    }
}
