//! The lives of coupons that no longer have the life of their series, those of some neighbouring Ids in one row: coupons
//! are activated in the order of Ids, so a batch of activations writes few rows.
//!
//! A row is `number u8 | length u16 | life` for each, by ascending number, which is the Id's distance from the row's.

use super::record::{Record, Unreadable};
use crate::store::{CouponId, Life, MAX_CODE};

/// Ids of a row.
const NEIGHBOURS: CouponId = 16;

// All but the prefix of an activation is of fixed size, and small.
const _: () = assert!(NEIGHBOURS as usize * (MAX_CODE + 512) < 64 * 1024);

/// The Id under which the row is kept that has a coupon's life.
pub(super) fn row_of(id: CouponId) -> CouponId {
    id - id.rem_euclid(NEIGHBOURS)
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

/// The row with a coupon's life in it.
pub(super) fn put(row: &[u8], id: CouponId, life: &[u8]) -> Result<Vec<u8>, Unreadable> {
    let number = id.rem_euclid(NEIGHBOURS) as u8;
    let mut new = Vec::with_capacity(row.len() + 3 + life.len());
    let mut written = false;
    for entry in entries(row) {
        let (of, old) = entry?;
        if of >= number && !written {
            append(&mut new, number, life);
            written = true;
        }
        if of != number {
            append(&mut new, of, old);
        }
    }
    if !written {
        append(&mut new, number, life);
    }
    Ok(new)
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

fn append(row: &mut Vec<u8>, number: u8, life: &[u8]) {
    row.push(number);
    // The length fits, as asserted above.
    row.extend_from_slice(&(life.len() as u16).to_be_bytes());
    row.extend_from_slice(life);
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
    let ([number, high, low], rest) = row.split_first_chunk::<3>().ok_or(Unreadable)?;
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
        Life { activate_id: Some(Uuid::from_u128(number.into())), ..Life::default() }
    }

    proptest! {
        #[test]
        fn a_row_is_a_map_in_order(puts in prop::collection::vec((32_i32..48, any::<u8>()), 0..40)) {
            let (mut row, mut model) = (Vec::new(), BTreeMap::new());
            for (id, number) in puts {
                row = put(&row, id, &life(number).to_bytes()).unwrap();
                model.insert(id, life(number));
            }
            for id in 32..48 {
                prop_assert_eq!(row_of(id), 32);
                prop_assert_eq!(find(&row, id).unwrap(), model.get(&id).cloned());
            }
            let all: Vec<_> = iter(32, &row).collect::<Result<_, _>>().unwrap();
            prop_assert_eq!(all, model.into_iter().collect::<Vec<_>>());
        }
    }

    #[test]
    fn damage_is_told() {
        let row = put(&[], 1, &life(1).to_bytes()).unwrap();
        for cut in 1..row.len() {
            assert!(find(&row[..cut], 1).is_err() && put(&row[..cut], 2, &[]).is_err());
            assert!(iter(0, &row[..cut]).any(|life| life.is_err()));
        }
    }
}
