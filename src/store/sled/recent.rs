//! Rows that readers found in the tree, or found missing there.

use ::sled::IVec;
use lru::LruCache;

/// Bytes of rows that are kept: those of the lives of some million coupons.
const MOST: usize = 64 * 1024 * 1024;
/// What a row takes beside its bytes.
const BESIDE: usize = 160;

/// Rows in a bounded room; those that were put there first go first.
pub(super) struct Recent {
    rows: LruCache<IVec, Option<IVec>>,
    bytes: usize,
}

impl Default for Recent {
    fn default() -> Self {
        Recent { rows: LruCache::unbounded(), bytes: 0 }
    }
}

impl Recent {
    /// A row that was found or missed.
    pub(super) fn get(&self, key: &[u8]) -> Option<&Option<IVec>> {
        self.rows.peek(key)
    }

    /// Keeps a copy: what sled gives may hold a whole page of the tree in memory.
    pub(super) fn put(&mut self, key: &[u8], row: Option<&[u8]>) {
        self.forget(key);
        self.bytes += weight(key, row);
        self.rows.put(key.into(), row.map(IVec::from));
        while self.bytes > MOST {
            let Some((key, row)) = self.rows.pop_lru() else { break };
            self.bytes -= weight(&key, row.as_deref());
        }
    }

    /// The tree is given another one.
    pub(super) fn forget(&mut self, key: &[u8]) {
        if let Some(row) = self.rows.pop(key) {
            self.bytes -= weight(key, row.as_deref());
        }
    }
}

fn weight(key: &[u8], row: Option<&[u8]>) -> usize {
    BESIDE + key.len() + row.map_or(0, <[u8]>::len)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_room_is_bounded_and_nothing_forgotten_comes_back() {
        let (mut recent, row) = (Recent::default(), vec![7; MOST / 100]);
        for number in 0..250_u8 {
            recent.put(&[number], (number % 3 > 0).then_some(&row));
            assert!(recent.bytes <= MOST);
            assert_eq!(recent.get(&[number]).unwrap().is_some(), number % 3 > 0);
            let all: usize = recent.rows.iter().map(|(key, row)| weight(key, row.as_deref())).sum();
            assert_eq!(recent.bytes, all);
        }
        assert!(recent.get(&[0]).is_none() && recent.get(&[200]).is_some());
        recent.forget(&[200]);
        assert!(recent.get(&[200]).is_none());
        (0..250).for_each(|number| recent.forget(&[number]));
        assert_eq!((recent.bytes, recent.rows.len()), (0, 0));
    }
}
