//! Which coupon an ActivateId activated. The writer alone asks, before each activation, and nearly always the answer is
//! "none"; so the index is in memory, ten to twenty bytes an activated coupon, and its rows are read only at the start.
//!
//! An entry is the *print* of an ActivateId, 32 bits of a hash, and the Id of the coupon. Whether the coupon really was
//! activated with the id, its life tells: of two ids with one print neither is taken for the other, they only cost a
//! look more. As clients choose their ids, they could choose many with one print; so the hash has a key, drawn for each
//! directory, which nobody outside knows.
//!
//! Rows have up to [`ENTRIES`] entries of 8 bytes, and running numbers. The last one is written again with each batch
//! until it is full, so a batch of activations costs one row here, or two.

use std::mem;

use ::sled::Tree;
use hashbrown::HashTable;
use siphasher::sip::SipHasher13;
use uuid::Uuid;

use super::book::Book;
use super::key::{Keys, Kind};
use super::record::Unreadable;
use super::trouble::Trouble;
use crate::store::CouponId;

/// The key of the hash.
pub(super) type Salt = [u8; 16];

/// Most entries of a row.
const ENTRIES: usize = 128;
/// Bytes of an entry.
const ENTRY: usize = 8;
/// Parts of the index, by the first byte of the print. Each grows alone, so that the writer never waits long.
const SHARDS: usize = 256;

/// The ActivateIds of one generation.
#[derive(Default)]
pub(super) struct Asked {
    salt: Salt,
    /// [`SHARDS`] of them, or none as long as nothing is in them.
    shards: Vec<HashTable<Entry>>,
    /// The number of the row being filled, and what is in it.
    number: CouponId,
    row: Vec<u8>,
    /// Whether the tree lacks some of it.
    is_ahead: bool,
}

/// An ActivateId as the index knows it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Printed {
    activate_id: Uuid,
    print: u32,
}

#[derive(Debug, Clone, Copy, PartialEq)]
struct Entry {
    print: u32,
    id: CouponId,
}

impl Asked {
    /// Nothing was asked yet.
    pub(super) fn with(salt: Salt) -> Self {
        Asked { salt, ..Asked::default() }
    }

    /// Nothing yet, for another generation of the same directory.
    pub(super) fn emptied(&self) -> Self {
        Asked::with(self.salt)
    }

    /// What the rows of a generation tell.
    pub(super) fn read(salt: Salt, tree: &Tree, keys: Keys) -> Result<Self, Trouble> {
        let mut asked = Asked::with(salt);
        // One shard after the other is filled, in memory that is near; all at once takes three times as long.
        let mut shards = vec![Vec::new(); SHARDS];
        for (row, number) in tree.range(keys.ids(Kind::Asked, 0, CouponId::MAX)).zip(0..) {
            let (key, row) = row?;
            // A row that is missing would let an activation be repeated, and so would one that is cut.
            if Keys::read_id(&key) != Some(number) || row.len() % ENTRY != 0 || !asked.row.is_empty() {
                return Err(Unreadable.into());
            }
            entries(&row).for_each(|entry| shards[shard_of(entry.print)].push(entry));
            (asked.number, asked.row) = (number, row.to_vec());
            asked.turn_if_full();
        }
        asked.shards = shards.into_iter().map(filled).collect();
        Ok(asked)
    }

    fn shards(&mut self) -> &mut [HashTable<Entry>] {
        if self.shards.is_empty() {
            self.shards.resize_with(SHARDS, HashTable::new);
        }
        &mut self.shards
    }

    fn insert(&mut self, entry: Entry) {
        self.shards()[shard_of(entry.print)].insert_unique(entry.place(), entry, Entry::place);
    }

    /// An ActivateId with its print.
    pub(super) fn print(&self, activate_id: Uuid) -> Printed {
        let print = (SipHasher13::new_with_key(&self.salt).hash(activate_id.as_bytes()) >> 32) as u32;
        Printed { activate_id, print }
    }

    /// The coupons that may have been activated with this id.
    fn candidates(&self, Printed { print, .. }: Printed) -> impl Iterator<Item = CouponId> + use<'_> {
        let shard = self.shards.get(shard_of(print));
        let same_place =
            shard.into_iter().flat_map(move |shard| shard.iter_hash(Entry { print, id: 0 }.place()));
        same_place.filter(move |entry| entry.print == print).map(|entry| entry.id)
    }

    /// Enters an activation; gives the row that is full now, with its number.
    fn enter(&mut self, Printed { print, .. }: Printed, id: CouponId) -> Option<(CouponId, Vec<u8>)> {
        let entry = Entry { print, id };
        self.insert(entry);
        self.row.extend_from_slice(&entry.print.to_be_bytes());
        self.row.extend_from_slice(&entry.id.to_be_bytes());
        self.is_ahead = true;
        let number = self.number;
        self.turn_if_full().map(|row| (number, row))
    }

    /// Begins another row if this one is full, which it gives.
    fn turn_if_full(&mut self) -> Option<Vec<u8>> {
        if self.row.len() < ENTRIES * ENTRY {
            return None;
        }
        self.number += 1;
        self.is_ahead = false;
        Some(mem::take(&mut self.row))
    }
}

impl Entry {
    /// The hash by which a table finds the entry. Within a shard, the low bits of the prints differ.
    fn place(&self) -> u64 {
        u64::from(self.print).wrapping_mul(0x9E37_79B9_7F4A_7C15)
    }
}

fn filled(entries: Vec<Entry>) -> HashTable<Entry> {
    let mut shard = HashTable::with_capacity(entries.len());
    for entry in entries {
        shard.insert_unique(entry.place(), entry, Entry::place);
    }
    shard
}

fn shard_of(print: u32) -> usize {
    (print >> 24) as usize
}

fn entries(row: &[u8]) -> impl Iterator<Item = Entry> {
    let (entries, _) = row.as_chunks::<ENTRY>();
    entries.iter().map(|[a, b, c, d, id @ ..]| Entry {
        print: u32::from_be_bytes([*a, *b, *c, *d]),
        id: CouponId::from_be_bytes(*id),
    })
}

impl Book<'_> {
    /// The coupon that was activated with this id.
    pub(super) fn activated_with(&self, asked: Printed) -> Result<Option<CouponId>, Trouble> {
        for id in self.asked.candidates(asked) {
            if self.own_life(id)?.is_some_and(|life| life.activate_id == Some(asked.activate_id)) {
                return Ok(Some(id));
            }
        }
        Ok(None)
    }

    /// Notes that a coupon was activated with this id.
    pub(super) fn enter_asked(&mut self, asked: Printed, id: CouponId) {
        if let Some((number, row)) = self.asked.enter(asked, id) {
            self.draft.put(self.keys.id(Kind::Asked, number), row);
        }
    }

    /// Puts into the draft what it lacks of the index. Without it a batch must not be applied.
    pub(super) fn write_asked(&mut self) {
        if mem::take(&mut self.asked.is_ahead) {
            let Asked { number, row, .. } = &self.asked;
            self.draft.put(self.keys.id(Kind::Asked, *number), row.as_slice());
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;

    use chrono::DateTime;

    use super::*;
    use crate::lab::Seed;
    use crate::store::sled::table::Table;
    use crate::store::sled::{Settings, SledCoupons, open};
    use crate::store::{Activate, Activation, Addition, Coupons, Life, Terms};

    const KEYS: Keys = Keys { generation: 1 };

    fn enter(table: &Table, asked: Asked, ids: std::ops::Range<CouponId>) -> Asked {
        let mut book = Book { asked, ..Book::of_reader(table, KEYS, CouponId::MAX) };
        ids.for_each(|id| book.enter_asked(book.asked.print(activate_id(id)), id));
        book.write_asked();
        let asked = mem::take(&mut book.asked);
        let writes = book.draft.into_writes();
        table.apply(writes).and_then(|()| table.settle()).unwrap();
        asked
    }

    fn activate_id(id: CouponId) -> Uuid {
        Uuid::from_u128(u128::from(id.unsigned_abs()))
    }

    #[test]
    fn rows_are_read_as_they_were_filled() {
        for count in [0, 1, 127, 128, 129, 255, 256, 257, 3_000] {
            for step in [1, 100, 128, 3_000] {
                let db = ::sled::Config::new().temporary(true).open().unwrap();
                let (table, mut asked) = (Table::of(Tree::clone(&db)), Asked::with([7; 16]));
                for first in (0..count).step_by(step) {
                    asked = enter(&table, asked, first..count.min(first + step as CouponId));
                }
                assert_eq!(db.len(), usize::try_from(count).unwrap().div_ceil(ENTRIES), "{count}");
                let read = Asked::read([7; 16], &db, KEYS).unwrap();
                assert_eq!((read.number, &read.row), (asked.number, &asked.row), "{count} by {step}");
                let found = |id| read.candidates(read.print(activate_id(id))).any(|found| found == id);
                assert!((0..count).all(found) && !found(count));
            }
        }
    }

    #[test]
    fn a_row_that_is_missing_or_cut_is_told() {
        let db = ::sled::Config::new().temporary(true).open().unwrap();
        enter(&Table::of(Tree::clone(&db)), Asked::with([7; 16]), 0..300);
        let read = || Asked::read([7; 16], &db, KEYS).is_ok();
        assert!(read());
        let row = db.insert(KEYS.id(Kind::Asked, 1), &[0; 9]).unwrap().unwrap();
        assert!(!read());
        db.insert(KEYS.id(Kind::Asked, 1), row).unwrap();
        assert!(read());
        db.remove(KEYS.id(Kind::Asked, 1)).unwrap();
        assert!(!read());
    }

    /// Two ids with the same print, under the salt that this seed gives.
    fn twins(seed: &Seed) -> [Uuid; 2] {
        let asked = Asked::with(seed.bytes());
        let mut seen = HashMap::new();
        for number in 0_u128.. {
            let id = Uuid::from_u128(number);
            if let Some(other) = seen.insert(asked.print(id).print, id) {
                return [other, id];
            }
        }
        unreachable!()
    }

    async fn activate(store: &SledCoupons, activate_id: Uuid) -> Activation {
        let at = DateTime::from_timestamp(1_000_000_000, 0).unwrap().naive_utc();
        let (coupon_type, prefix) = (1, "A".to_owned());
        store.activate(Activate { coupon_type, prefix, activate_id, at, receipt: None }).await.unwrap()
    }

    #[tokio::test]
    async fn ids_with_one_print_are_told_apart() {
        let [one, other] = twins(&Seed::from_u64(5));
        let directory = tempfile::tempdir().unwrap();
        let settings = || Settings { seed: Seed::from_u64(5), ..Settings::default() };
        let (store, guard) = open(directory.path(), &settings()).unwrap();
        let expiration_date = DateTime::from_timestamp(2_000_000_000, 0).unwrap().naive_utc();
        let (tails, terms) = (Box::new((1..=9).map(|n| n.to_string())), Terms::new(1, expiration_date));
        store.add(Addition { prefix: "A".into(), tails, terms, life: Life::default() }).await.unwrap();
        let first = activate(&store, one).await;
        assert!(matches!(&first, Activation::Activated(coupon) if coupon.id == 1), "{first:?}");
        let second = activate(&store, other).await;
        assert!(matches!(&second, Activation::Activated(coupon) if coupon.id == 2), "{second:?}");
        drop((store, guard));
        let (store, _guard) = open(directory.path(), &settings()).unwrap();
        for (id, expected) in [(one, 1), (other, 2), (one, 1)] {
            let again = activate(&store, id).await;
            assert!(matches!(&again, Activation::Replayed(coupon) if coupon.id == expected), "{again:?}");
        }
    }
}
