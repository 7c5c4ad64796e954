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
/// Buckets that a fork and its origin share until one of them changes in either.
const PART: usize = 256;

/// The table. Clones share its memory.
#[derive(Clone, Default)]
pub(super) struct Activations {
    parts: Vec<Arc<Vec<Bucket>>>,
    buckets: usize,
    entries: usize,
}

impl Activations {
    /// A table of entries in their order.
    pub(super) fn of(sorted: &[Entry]) -> Self {
        let mut table = Activations { entries: sorted.len(), ..Activations::default() };
        let count = sorted.len().div_ceil(ENTRIES);
        (0..count).for_each(|_| table.grow());
        let place = |entry: &Entry| bucket_of(entry.0, count);
        for bucket in sorted.chunk_by(|one, other| place(one) == place(other)) {
            *table.bucket(place(&bucket[0])) = bucket.into();
        }
        table
    }

    /// Coupons that may have been activated by an id of this hash.
    pub(super) fn of_hash(&self, hash: u32) -> impl Iterator<Item = CouponId> {
        let at = bucket_of(hash, self.buckets);
        let entries = self.parts.get(at / PART).into_iter().flat_map(move |part| &*part[at % PART]);
        entries.filter(move |entry| entry.0 == hash).map(|entry| entry.1)
    }

    /// Enters what is not there yet.
    pub(super) fn enter(&mut self, entry: Entry) {
        if self.entries >= ENTRIES * self.buckets {
            self.grow();
        }
        let bucket = self.bucket(bucket_of(entry.0, self.buckets));
        if !bucket.contains(&entry) {
            *bucket = bucket.iter().copied().chain([entry]).collect();
            self.entries += 1;
        }
    }

    /// Adds a bucket, for about half of the entries of another one.
    fn grow(&mut self) {
        let (new, count) = (self.buckets, self.buckets + 1);
        self.buckets = count;
        self.parts.resize_with(new / PART + 1, Arc::default);
        Arc::make_mut(&mut self.parts[new / PART]).push(Bucket::default());
        let old = self.bucket(new - count.next_power_of_two() / 2);
        let stays = |entry: &&Entry| bucket_of(entry.0, count) != new;
        let (stay, moved) = old.iter().partition::<Vec<_>, _>(stays);
        *old = stay.into();
        *self.bucket(new) = moved.into();
    }

    fn bucket(&mut self, at: usize) -> &mut Bucket {
        &mut Arc::make_mut(&mut self.parts[at / PART])[at % PART]
    }
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
            prop_assert_eq!((lengths(&fork).sum::<usize>(), fork.entries), (all.len(), all.len()));
            prop_assert_eq!(lengths(&table).sum::<usize>(), known.len());
        }
    }

    fn lengths(table: &Activations) -> impl Iterator<Item = usize> {
        table.parts.iter().flat_map(|part| part.iter()).map(|bucket| bucket.len())
    }

    /// Spread as hashes are.
    fn entry(id: CouponId) -> Entry {
        ((id as u32).wrapping_mul(0x9E37_79B1), id)
    }

    #[test]
    fn buckets_stay_small() {
        let mut table = Activations::default();
        (1..100_000).for_each(|id| table.enter(entry(id)));
        let lengths: BTreeSet<_> = lengths(&table).collect();
        assert!(lengths.iter().all(|length| *length < 4 * ENTRIES), "{lengths:?}");
    }

    #[test]
    fn an_entry_after_a_fork_copies_little() {
        let mut table = Activations::default();
        (1..100_000).for_each(|id| table.enter(entry(id)));
        let mut fork = table.clone();
        for changed in [&mut fork, &mut table] {
            changed.enter(entry(100_000));
        }
        let shared = table.parts.iter().zip(&fork.parts);
        let shared = shared.filter(|(one, other)| Arc::ptr_eq(one, other)).count();
        assert!(table.parts.len() > 20 && shared + 3 >= table.parts.len(), "{shared} shared");
    }
}
