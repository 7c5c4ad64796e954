//! The lives of coupons that no longer have the life of their series, those of some neighbouring Ids in one row: coupons
//! are activated in the order of Ids, so a batch of activations writes few rows.
//!
//! A row is `number u8 | length u16 | life` for each, by ascending number, which is the Id's distance from the row's.

use std::cmp::Ordering;
use std::ops::Range;

use super::record::{Record, Unreadable};
use crate::store::{CouponId, Life, MAX_CODE};

/// Ids of a row.
const NEIGHBOURS: CouponId = 16;
/// Bytes before each life.
const HEAD: usize = 3;

// All but the prefix of an activation is of fixed size, and small.
const _: () = assert!(NEIGHBOURS as usize * (MAX_CODE + 512) < 64 * 1024);

/// The Id under which the row is kept that has a coupon's life.
pub(super) fn row_of(id: CouponId) -> CouponId {
    id - id.rem_euclid(NEIGHBOURS)
}

/// A row that is being written.
#[derive(Default)]
pub(super) struct Lives(Vec<u8>);

impl Lives {
    /// A coupon's life, if it has one here.
    pub(super) fn find(&self, id: CouponId) -> Result<Option<Life>, Unreadable> {
        find(&self.0, id)
    }

    /// Gives a coupon this life.
    pub(super) fn put(&mut self, id: CouponId, life: &Life) -> Result<(), Unreadable> {
        let number = id.rem_euclid(NEIGHBOURS) as u8;
        let Range { start, end } = self.place(number)?;
        let length = self.0.len();
        // Nearly always it belongs where it is put first.
        self.append(number, life);
        let added = self.0.len() - length;
        self.0[end..].rotate_right(added);
        self.0.drain(start..end);
        Ok(())
    }

    /// Where the entry with a number is or belongs.
    fn place(&self, number: u8) -> Result<Range<usize>, Unreadable> {
        let mut start = 0;
        for entry in entries(&self.0) {
            let (of, life) = entry?;
            let end = start + HEAD + life.len();
            match of.cmp(&number) {
                Ordering::Less => start = end,
                Ordering::Equal => return Ok(start..end),
                Ordering::Greater => break,
            }
        }
        Ok(start..start)
    }

    fn append(&mut self, number: u8, life: &Life) {
        let Lives(row) = self;
        row.extend_from_slice(&[number, 0, 0]);
        let begin = row.len();
        life.append_to(row);
        // It fits, as asserted above.
        let length = (row.len() - begin) as u16;
        row[begin - 2..begin].copy_from_slice(&length.to_be_bytes());
    }
}

impl Record for Lives {
    fn append_to(&self, bytes: &mut Vec<u8>) {
        bytes.extend_from_slice(&self.0);
    }

    fn from_bytes(bytes: &[u8]) -> Result<Self, Unreadable> {
        Ok(Lives(bytes.to_vec()))
    }
}

/// A coupon's life in its row, if it has one there.
pub(super) fn find(row: &[u8], id: CouponId) -> Result<Option<Life>, Unreadable> {
    let number = id.rem_euclid(NEIGHBOURS) as u8;
    for entry in entries(row) {
        let (of, life) = entry?;
        if of == number {
            return Life::from_bytes(life).map(Some);
        }
    }
    Ok(None)
}

/// All lives of a row, with their Ids.
pub(super) fn iter(
    first: CouponId,
    row: &[u8],
) -> impl Iterator<Item = Result<(CouponId, Life), Unreadable>> {
    entries(row).map(move |entry| {
        let (number, life) = entry?;
        let id = first.checked_add(number.into()).ok_or(Unreadable)?;
        Ok((id, Life::from_bytes(life)?))
    })
}

fn entries(mut row: &[u8]) -> impl Iterator<Item = Result<(u8, &[u8]), Unreadable>> {
    std::iter::from_fn(move || {
        if row.is_empty() {
            return None;
        }
        let entry = split(row);
        row = entry.as_ref().map_or(&[], |(_, rest)| *rest);
        Some(entry.map(|(entry, _)| entry))
    })
}

type Entry<'a> = (u8, &'a [u8]);

fn split(row: &[u8]) -> Result<(Entry<'_>, &[u8]), Unreadable> {
    let ([number, high, low], rest) = row.split_first_chunk::<HEAD>().ok_or(Unreadable)?;
    let length = usize::from(u16::from_be_bytes([*high, *low]));
    let (life, rest) = rest.split_at_checked(length).ok_or(Unreadable)?;
    Ok(((*number, life), rest))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use proptest::prelude::*;
    use uuid::Uuid;

    use super::*;

    fn life(number: u8) -> Life {
        // Some take more room than others.
        let activate_prefix = Some("A".repeat(usize::from(number % 5)));
        Life { activate_id: Some(Uuid::from_u128(number.into())), activate_prefix, ..Life::default() }
    }

    proptest! {
        #[test]
        fn a_row_is_a_map_in_order(puts in prop::collection::vec((32_i32..48, any::<u8>()), 0..40)) {
            let (mut lives, mut model) = (Lives::default(), BTreeMap::new());
            for (id, number) in puts {
                lives.put(id, &life(number)).unwrap();
                model.insert(id, life(number));
            }
            let row = lives.to_bytes();
            for id in 32..48 {
                prop_assert_eq!(row_of(id), 32);
                prop_assert_eq!(find(&row, id).unwrap(), model.get(&id).cloned());
                prop_assert_eq!(lives.find(id).unwrap(), model.get(&id).cloned());
            }
            let all: Vec<_> = iter(32, &row).collect::<Result<_, _>>().unwrap();
            prop_assert_eq!(all, model.into_iter().collect::<Vec<_>>());
        }
    }

    #[test]
    fn damage_is_told() {
        let mut lives = Lives::default();
        lives.put(1, &life(1)).unwrap();
        let row = lives.to_bytes();
        for cut in 1..row.len() {
            let mut lives = Lives::from_bytes(&row[..cut]).unwrap();
            assert!(lives.find(1).is_err() && lives.put(2, &life(2)).is_err());
            assert!(iter(0, &row[..cut]).any(|life| life.is_err()));
        }
    }
}
