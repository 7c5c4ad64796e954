//! What ActivateIds may have activated: a table by their hashes that grows by one bucket at a time
//! (linear hashing), so that no entry takes long. A look touches memory at two places, where in a
//! tree of a million entries it is at twice as many that are in no cache.

use std::sync::Arc;

use crate::store::CouponId;

/// The hash of an ActivateId, and the coupon it activated.
pub(super) type Entry = (u32, CouponId);
/// Entries in one piece of memory.
type Bucket = Arc<[Entry]>;

/// Entries of a bucket on average.
const ENTRIES: usize = 16;

/// The table. Clones share its memory; one that enters something takes a list of buckets of its
/// own first, and shares what is in them.
#[derive(Clone, Default)]
pub(super) struct Activations {
    buckets: Arc<Vec<Bucket>>,
    entries: usize,
}

impl Activations {
    /// A table of entries in their order.
    pub(super) fn of(sorted: &[Entry]) -> Self {
        let mut buckets = vec![Bucket::default(); sorted.len().div_ceil(ENTRIES)];
        let count = buckets.len();
        let place = |entry: &Entry| bucket_of(entry.0, count);
        for bucket in sorted.chunk_by(|one, other| place(one) == place(other)) {
            buckets[place(&bucket[0])] = bucket.into();
        }
        Activations { buckets: Arc::new(buckets), entries: sorted.len() }
    }

    /// Coupons that may have been activated by an id of this hash.
    pub(super) fn of_hash(&self, hash: u32) -> impl Iterator<Item = CouponId> {
        let bucket = self.buckets.get(bucket_of(hash, self.buckets.len()));
        let entries = bucket.into_iter().flat_map(|bucket| bucket.iter());
        entries.filter(move |entry| entry.0 == hash).map(|entry| entry.1)
    }

    /// Enters what is not there yet.
    pub(super) fn enter(&mut self, entry: Entry) {
        let buckets = Arc::make_mut(&mut self.buckets);
        if self.entries >= ENTRIES * buckets.len() {
            grow(buckets);
        }
        let at = bucket_of(entry.0, buckets.len());
        if !buckets[at].contains(&entry) {
            buckets[at] = buckets[at].iter().copied().chain([entry]).collect();
            self.entries += 1;
        }
    }
}

/// Adds a bucket, for about half of the entries of another one.
fn grow(buckets: &mut Vec<Bucket>) {
    buckets.push(Bucket::default());
    let count = buckets.len();
    let (new, old) = (count - 1, count - 1 - count.next_power_of_two() / 2);
    let stays = |entry: &&Entry| bucket_of(entry.0, count) != new;
    let (stay, moved) = buckets[old].iter().partition::<Vec<_>, _>(stays);
    (buckets[old], buckets[new]) = (stay.into(), moved.into());
}

/// The bucket of a hash among so many: by as many of its first bits as there are buckets for, so
/// that those of a bucket lie side by side in their order.
fn bucket_of(hash: u32, buckets: usize) -> usize {
    let all = buckets.next_power_of_two();
    let at = hash.reverse_bits() as usize & (all - 1);
    if at < buckets { at } else { at - all / 2 }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use proptest::prelude::*;

    use super::*;

    /// Hashes, some of which are alike in all bits or in the first ones.
    fn hashes() -> impl Strategy<Value = Vec<u32>> {
        let hash = prop_oneof![any::<u32>(), 0..8_u32, (0..8_u32).prop_map(|high| high << 29)];
        prop::collection::vec(hash, 0..600)
    }

    fn check(table: &Activations, hashes: &[u32], first: CouponId) {
        for (hash, id) in hashes.iter().zip(first..) {
            assert!(table.of_hash(*hash).any(|found| found == id), "{hash}");
        }
        for hash in [9, 1 << 28, u32::MAX - 1] {
            let same = hashes.iter().filter(|other| **other == hash).count();
            assert_eq!(table.of_hash(hash).count(), same);
        }
    }

    proptest! {
        #[test]
        fn what_was_entered_is_found(known in hashes(), later in hashes()) {
            let mut sorted: Vec<_> = known.iter().copied().zip(1..).collect();
            sorted.sort_unstable();
            let table = Activations::of(&sorted);
            check(&table, &known, 1);
            let mut fork = table.clone();
            let all = [known.clone(), later].concat();
            for entry in all.iter().copied().zip(1..) {
                fork.enter(entry);
            }
            check(&fork, &all, 1);
            check(&table, &known, 1);
            let lengths = |table: &Activations| {
                table.buckets.iter().map(|bucket| bucket.len()).sum::<usize>()
            };
            prop_assert_eq!((lengths(&fork), fork.entries), (all.len(), all.len()));
            prop_assert_eq!(lengths(&table), known.len());
        }
    }

    #[test]
    fn buckets_stay_small() {
        let mut table = Activations::default();
        for id in 1..100_000 {
            // Spread as hashes are.
            table.enter(((id as u32).wrapping_mul(0x9E37_79B1), id));
        }
        let lengths: BTreeSet<_> = table.buckets.iter().map(|bucket| bucket.len()).collect();
        assert!(lengths.iter().all(|length| *length < 4 * ENTRIES), "{lengths:?}");
    }
}
