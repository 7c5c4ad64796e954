//! What the writer remembers from one change to the next, so that the next activation of the same kind needs no search and
//! writes no row of its own.
//!
//! It holds as long as only coupons' fates change: whatever else writes rows ([tasks](super::task)) ends it.

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::sync::Arc;

use super::draft::Draft;
use super::held::Held;
use super::key::{Keys, Kind};
use super::lives::Lives;
use super::record::{Series, Tally};
use super::tails::Cursor;
use crate::store::CouponId;

/// Most kinds of activations that are remembered.
const MOST: usize = 4096;

/// Rows that were used last, and where searches ended.
pub(super) struct Memo {
    pub(super) series: RefCell<Option<Arc<Series>>>,
    pub(super) tails: RefCell<Option<Cursor>>,
    /// A run of free coupons, both ends included.
    pub(super) run: Cell<Option<(CouponId, CouponId)>>,
    /// The first Id of a run of free coupons, by its last one.
    pub(super) free: Held<CouponId>,
    pub(super) tally: Held<Tally>,
    pub(super) lives: Held<Lives>,
    /// By type and wanted text; how many there are.
    floors: BTreeMap<i32, BTreeMap<String, Cell<Floor>>>,
    count: usize,
}

/// The answer to a search in a series all of whose coupons fit. As no coupon becomes free again, and none that expired
/// becomes valid while time goes on, no later answer has a smaller Id.
#[derive(Debug, Clone, Copy)]
pub(super) struct Floor {
    /// The moment of the search, in ticks.
    pub(super) at: i64,
    /// The coupon found, which was activated.
    pub(super) id: CouponId,
    /// The last coupon of its series.
    pub(super) last_id: CouponId,
    /// Until when these can be activated, in ticks.
    pub(super) end: i64,
}

impl Default for Memo {
    fn default() -> Self {
        Memo {
            series: RefCell::default(),
            tails: RefCell::default(),
            run: Cell::default(),
            free: Held::none(Kind::Free),
            tally: Held::none(Kind::Tally),
            lives: Held::none(Kind::Life),
            floors: BTreeMap::new(),
            count: 0,
        }
    }
}

impl Memo {
    /// Puts into the draft what it lacks of the rows held.
    pub(super) fn write(&mut self, draft: &mut Draft<'_>, keys: Keys) {
        self.free.write(draft, keys);
        self.tally.write(draft, keys);
        self.lives.write(draft, keys);
    }

    /// Where the last search for these ended.
    pub(super) fn floor(&self, coupon_type: i32, wanted: &str) -> Option<&Cell<Floor>> {
        self.floors.get(&coupon_type)?.get(wanted)
    }

    /// Remembers where a search ended.
    pub(super) fn found(&mut self, coupon_type: i32, wanted: &str, floor: Floor) {
        if self.count == MOST {
            self.floors.clear();
            self.count = 0;
        }
        let of_type = self.floors.entry(coupon_type).or_default();
        let known = of_type.insert(wanted.to_owned(), Cell::new(floor));
        self.count += usize::from(known.is_none());
    }
}
