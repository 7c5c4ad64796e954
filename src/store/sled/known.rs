//! What readers share. A coupon that exists keeps its code and its terms as long as its generation is in force, so what
//! one reader found out of these another need not look for; of a coupon that is read often the tree is asked for its
//! life alone.
//!
//! Kept is only what belongs to coupons that exist: an addition that is undone took Ids above the last one. A series may
//! still grow at its end, so one is taken for what it was: it holds no Id beyond.

use std::collections::BTreeMap;
use std::ops::Bound;
use std::sync::{Arc, PoisonError, RwLock};

use super::codes::Stretch;
use super::key::Keys;
use super::record::{Series, Unreadable};
use super::tails;
use crate::store::CouponId;

/// Bytes of series, and bytes of stretches, that are kept: the codes of more than five million numbered coupons.
const MOST: usize = 64 * 1024 * 1024;
/// What an entry takes beside its bytes.
const BESIDE: usize = 160;

/// Of one generation.
#[derive(Default)]
pub(super) struct Known(RwLock<Rows>);

#[derive(Default)]
struct Rows {
    keys: Option<Keys>,
    /// By the first Id.
    series: Kept<CouponId, Arc<Series>>,
    /// By the last code.
    stretches: Kept<Box<str>, Codes>,
}

/// A stretch and its row of tails.
struct Codes {
    stretch: Stretch,
    tails: Box<[u8]>,
    /// The length of each tail, if they are equally long, as numbers are.
    width: Option<usize>,
}

impl Known {
    /// The series that holds a coupon.
    pub(super) fn series(&self, keys: Keys, id: CouponId) -> Option<Arc<Series>> {
        let rows = self.0.read().unwrap_or_else(PoisonError::into_inner);
        let (_, series) = rows.of(keys)?.series.rows.range(..=id).next_back()?;
        (id <= series.value.last_id).then(|| Arc::clone(&series.value))
    }

    /// Keeps the series of an existing coupon, which was read from so many bytes.
    pub(super) fn keep_series(&self, keys: Keys, series: &Arc<Series>, bytes: usize) {
        self.keep(keys, |rows| rows.series.put(series.first_id, Arc::clone(series), bytes));
    }

    /// The Id that goes with a code, if that is in a stretch.
    pub(super) fn find_code(&self, keys: Keys, code: &str) -> Result<Option<CouponId>, Unreadable> {
        let rows = self.0.read().unwrap_or_else(PoisonError::into_inner);
        let Some(rows) = rows.of(keys) else { return Ok(None) };
        let from = (Bound::Included(code), Bound::Unbounded);
        let Some((_, kept)) = rows.stretches.rows.range::<str, _>(from).next() else { return Ok(None) };
        let Codes { stretch, tails, width } = &kept.value;
        stretch.find(tails, *width, code)
    }

    /// Keeps a stretch of existing coupons.
    pub(super) fn keep_stretch(&self, keys: Keys, last_code: &str, stretch: Stretch, tails: &[u8]) {
        let bytes = 2 * last_code.len() + tails.len();
        let codes = Codes { stretch, tails: tails.into(), width: tails::width(tails) };
        self.keep(keys, |rows| rows.stretches.put(last_code.into(), codes, bytes));
    }

    fn keep(&self, keys: Keys, keep: impl FnOnce(&mut Rows)) {
        let mut rows = self.0.write().unwrap_or_else(PoisonError::into_inner);
        if rows.keys != Some(keys) {
            *rows = Rows { keys: Some(keys), ..Rows::default() };
        }
        keep(&mut rows);
    }
}

impl Rows {
    fn of(&self, keys: Keys) -> Option<&Self> {
        (self.keys == Some(keys)).then_some(self)
    }
}

/// Rows that take a bounded room.
struct Kept<K, V> {
    rows: BTreeMap<K, Weighed<V>>,
    bytes: usize,
}

struct Weighed<V> {
    value: V,
    bytes: usize,
}

impl<K, V> Default for Kept<K, V> {
    fn default() -> Self {
        Kept { rows: BTreeMap::new(), bytes: 0 }
    }
}

impl<K: Ord + Clone, V> Kept<K, V> {
    /// Puts a row in. If there is no room, those that come after it go, and then the first ones: of readers who go
    /// through all, these were read the longest time ago, and among readers of anything none is better than another.
    fn put(&mut self, key: K, value: V, bytes: usize) {
        let bytes = bytes + BESIDE;
        self.bytes += bytes;
        let before = self.rows.insert(key.clone(), Weighed { value, bytes });
        self.bytes -= before.map_or(0, |before| before.bytes);
        while self.bytes > MOST {
            let after = (Bound::Excluded(&key), Bound::Unbounded);
            let goes = self.rows.range(after).next().or_else(|| self.rows.first_key_value());
            let Some(goes) = goes.map(|(key, _)| key.clone()) else { break };
            self.bytes -= self.rows.remove(&goes).map_or(0, |gone| gone.bytes);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn weigh(kept: &Kept<u32, u32>) {
        assert!(kept.bytes <= MOST);
        assert_eq!(kept.bytes, kept.rows.values().map(|row| row.bytes).sum::<usize>());
    }

    #[test]
    fn the_room_is_bounded_and_what_was_just_put_is_there() {
        let (mut kept, each) = (Kept::default(), MOST / 10);
        for number in (0..100).chain([3, 50, 99, 0]) {
            kept.put(number, number, each - number as usize);
            weigh(&kept);
            assert!(kept.rows.contains_key(&number) && kept.rows.len() <= 10);
        }
        assert!(kept.rows.len() >= 9);
        kept.put(7, 7, MOST);
        weigh(&kept);
        assert!(kept.rows.is_empty(), "what is larger than the room is not kept");
    }
}
