//! What the writer remembers from one change to the next, so that the next activation of the same kind needs no search.
//!
//! It holds as long as only coupons' fates change: whatever else writes rows ([tasks](super::task)) ends it.

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::sync::Arc;

use ::sled::IVec;

use super::record::Series;
use crate::store::CouponId;

/// Most kinds of activations that are remembered.
const MOST: usize = 4096;

/// Rows that were used last, and where searches ended.
#[derive(Default)]
pub(super) struct Memo {
    pub(super) series: RefCell<Option<Arc<Series>>>,
    /// The first Id of a row of tails, and the row.
    pub(super) tails: RefCell<Option<(CouponId, IVec)>>,
    /// A run of free coupons, both ends included.
    pub(super) run: Cell<Option<(CouponId, CouponId)>>,
    /// By type and wanted text; how many there are.
    floors: BTreeMap<i32, BTreeMap<String, Floor>>,
    count: usize,
}

/// The answer to a search. As no coupon becomes free again, and none that expired becomes valid while time goes on, no
/// later answer has a smaller Id.
#[derive(Debug, Clone, Copy)]
pub(super) struct Floor {
    /// The moment of the search, in ticks.
    pub(super) at: i64,
    /// The coupon found, which was activated.
    pub(super) id: CouponId,
}

impl Memo {
    /// Where the last search for these ended.
    pub(super) fn floor(&self, coupon_type: i32, wanted: &str) -> Option<Floor> {
        self.floors.get(&coupon_type)?.get(wanted).copied()
    }

    /// Remembers where a search ended.
    pub(super) fn found(&mut self, coupon_type: i32, wanted: &str, floor: Floor) {
        if let Some(known) = self.floors.get_mut(&coupon_type).and_then(|of_type| of_type.get_mut(wanted)) {
            *known = floor;
            return;
        }
        if self.count == MOST {
            self.floors.clear();
            self.count = 0;
        }
        self.floors.entry(coupon_type).or_default().insert(wanted.to_owned(), floor);
        self.count += 1;
    }
}
