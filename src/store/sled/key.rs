//! The keys of the one tree. All numbers are big-endian, so that keys sort as their numbers do.
//!
//! `generation u32 | kind u8 | body`. A reset begins a new generation, which hides all older rows in one write.
//!
//! | kind | body | value |
//! |---|---|---|
//! | `w` | | Id of the last coupon that exists; rows with greater Ids are still being added |
//! | `S` | first Id | [`Series`](super::record::Series) |
//! | `n` | first Id | [`Tally`](super::record::Tally) |
//! | `p` | live u8, type u32, prefix, 0xFF, first Id | nothing |
//! | `r` | first Id | the codes of some coupons from this Id on, without the prefix of their series: [`tails`](super::tails) |
//! | `c` | code | Id |
//! | `d` | last code of a stretch | first Id, first code: [`codes`](super::codes) |
//! | `f` | last Id of a run of free coupons | first Id of the run |
//! | `l` | a sixteenth Id | the lives that are not those of the series any more, from this Id on: [`lives`](super::lives) |
//! | `x` | running number from 0 | which ActivateIds activated which coupons: [`asked`](super::asked) |
//!
//! Generation 0 holds what is true of the whole tree: as decimal text `format`, `generation`, and `batch`, the number of
//! the last batch; and `salt`, the key of the hash of ActivateIds.

use std::ops::Range;

use ::sled::IVec;

use crate::store::CouponId;

/// Where the format is told, for this program and every later one.
pub(super) const FORMAT: &[u8] = b"\0\0\0\0format";
/// Where the generation is told that is in force.
pub(super) const GENERATION: &[u8] = b"\0\0\0\0generation";
/// Where the last batch is told.
pub(super) const BATCH: &[u8] = b"\0\0\0\0batch";
/// Where the key of the hash of ActivateIds is told.
pub(super) const SALT: &[u8] = b"\0\0\0\0salt";

/// Ends the prefix within a key; no UTF-8 text contains it.
const END: u8 = 0xFF;

/// A kind of row; its letter is part of the format.
#[derive(Debug, Clone, Copy)]
#[repr(u8)]
pub(super) enum Kind {
    LastId = b'w',
    Series = b'S',
    Tally = b'n',
    Prefix = b'p',
    Tails = b'r',
    Code = b'c',
    Stretch = b'd',
    Free = b'f',
    Life = b'l',
    Asked = b'x',
}

/// Makes the keys of one generation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Keys {
    pub(super) generation: u32,
}

impl Keys {
    fn row(self, kind: Kind, body: &[&[u8]]) -> Vec<u8> {
        let mut key = Vec::with_capacity(5 + body.iter().map(|part| part.len()).sum::<usize>());
        key.extend_from_slice(&self.generation.to_be_bytes());
        key.push(kind as u8);
        body.iter().for_each(|part| key.extend_from_slice(part));
        key
    }

    pub(super) fn last_id(self) -> Vec<u8> {
        self.row(Kind::LastId, &[])
    }

    /// A row that is found by an Id.
    pub(super) fn id(self, kind: Kind, id: CouponId) -> IVec {
        let ([a, b, c, d], [e, f, g, h]) = (self.generation.to_be_bytes(), id.to_be_bytes());
        IVec::from(&[a, b, c, d, kind as u8, e, f, g, h])
    }

    /// The rows of a kind from one Id to another, both included.
    pub(super) fn ids(self, kind: Kind, first: CouponId, last: CouponId) -> Range<Vec<u8>> {
        let end = self.row(kind, &[&last.to_be_bytes(), &[0]]);
        self.row(kind, &[&first.to_be_bytes()])..end
    }

    pub(super) fn code(self, code: &str) -> Vec<u8> {
        self.row(Kind::Code, &[code.as_bytes()])
    }

    /// All codes that begin so.
    pub(super) fn codes(self, beginning: &str) -> Range<Vec<u8>> {
        beginning_with(self.code(beginning))
    }

    /// A stretch by its last code.
    pub(super) fn stretch(self, last: &str) -> Vec<u8> {
        self.row(Kind::Stretch, &[last.as_bytes()])
    }

    /// The code of a key made by [`stretch`](Self::stretch).
    pub(super) fn read_stretch(key: &[u8]) -> Option<&str> {
        std::str::from_utf8(key.get(4 + 1..)?).ok()
    }

    /// All stretches that end with this code or a later one.
    pub(super) fn stretches(self, code: &str) -> Range<Vec<u8>> {
        self.stretch(code)..beginning_with(self.row(Kind::Stretch, &[])).end
    }

    pub(super) fn prefix(self, live: bool, coupon_type: i32, prefix: &str, first: CouponId) -> Vec<u8> {
        let mut key = self.prefix_beginning(live, coupon_type, prefix);
        key.push(END);
        key.extend_from_slice(&first.to_be_bytes());
        key
    }

    /// The series of exactly this prefix, in the order of Ids.
    pub(super) fn of_prefix(self, live: bool, coupon_type: i32, prefix: &str) -> Range<Vec<u8>> {
        let mut key = self.prefix_beginning(live, coupon_type, prefix);
        key.push(END);
        beginning_with(key)
    }

    /// The series of all prefixes that begin so.
    pub(super) fn prefixes(self, live: bool, coupon_type: i32, beginning: &str) -> Range<Vec<u8>> {
        beginning_with(self.prefix_beginning(live, coupon_type, beginning))
    }

    fn prefix_beginning(self, live: bool, coupon_type: i32, prefix: &str) -> Vec<u8> {
        self.row(
            Kind::Prefix,
            &[&[u8::from(live)], &coupon_type.cast_unsigned().to_be_bytes(), prefix.as_bytes()],
        )
    }

    /// Prefix and first Id of a series out of the key made by [`prefix`](Self::prefix).
    pub(super) fn read_prefix(key: &[u8]) -> Option<(&str, CouponId)> {
        let body = key.get(4 + 1 + 1 + 4..)?;
        let (body, first) = body.split_last_chunk::<4>()?;
        let (_end, prefix) = body.split_last()?;
        Some((std::str::from_utf8(prefix).ok()?, CouponId::from_be_bytes(*first)))
    }

    /// The Id at the end of a key made by [`id`](Self::id).
    pub(super) fn read_id(key: &[u8]) -> Option<CouponId> {
        key.last_chunk::<4>().map(|bytes| CouponId::from_be_bytes(*bytes))
    }

    /// All rows of other generations: those before and those after.
    pub(super) fn others(self) -> [Range<Vec<u8>>; 2] {
        let from = |generation: u32| generation.to_be_bytes().to_vec();
        [from(1)..from(self.generation), from(self.generation.saturating_add(1))..vec![0xFF; 5]]
    }
}

/// The keys that begin so. Every key here has a letter or number below 0xFF somewhere, so there is always an end.
fn beginning_with(key: Vec<u8>) -> Range<Vec<u8>> {
    let mut end = key.clone();
    while end.pop_if(|last| *last == 0xFF).is_some() {}
    if let Some(last) = end.last_mut() {
        *last += 1;
    }
    key..end
}

#[cfg(test)]
mod tests {
    use super::*;

    const KEYS: Keys = Keys { generation: 1 };

    #[test]
    fn ids_sort_as_numbers_and_ends_are_included() {
        let ids = KEYS.ids(Kind::Free, 255, 256);
        let contains = |id| ids.contains(&KEYS.id(Kind::Free, id).to_vec());
        assert!(contains(255) && contains(256));
        assert!(!contains(254) && !contains(257));
    }

    #[test]
    fn a_prefix_is_read_back_even_if_it_is_strange() {
        for prefix in ["", "A", "A\0", "ქართული", "\u{10FFFF}"] {
            let key = KEYS.prefix(true, -7, prefix, 65_535);
            assert_eq!(Keys::read_prefix(&key), Some((prefix, 65_535)));
            assert!(KEYS.of_prefix(true, -7, prefix).contains(&key));
            assert!(KEYS.prefixes(true, -7, "").contains(&key));
        }
    }

    #[test]
    fn a_longer_prefix_is_no_series_of_the_shorter_one() {
        let longer = KEYS.prefix(true, 1, "AB", 1);
        assert!(!KEYS.of_prefix(true, 1, "A").contains(&longer));
        assert!(KEYS.prefixes(true, 1, "A").contains(&longer));
        assert!(!KEYS.prefixes(true, -1, "A").contains(&longer));
    }

    #[test]
    fn a_range_of_beginnings_ends_before_the_next_letter() {
        assert_eq!(beginning_with(vec![1, 0xFF, 0xFF]), vec![1, 0xFF, 0xFF]..vec![2]);
        assert!(KEYS.codes("A").contains(&KEYS.code("A\u{10FFFF}")));
        assert!(!KEYS.codes("A").contains(&KEYS.code("B")));
    }
}
