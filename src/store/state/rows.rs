//! A state as rows, for a checkpoint or a batch: whatever follows from the rest is left out. A row that holds blocks
//! holds some neighbours, so that there are few rows and each is some KiB long.
//!
//! A key is `kind u8 | number u32`, big-endian, so that rows come in the order of this list.

use std::iter;
use std::sync::Arc;

use super::packed::Packed;
use super::radix::Radix;
use super::record::encode_series;
use super::{State, StoreError};
use crate::store::CouponId;

pub(super) const HEAD: u8 = 0;
pub(super) const SERIES: u8 = 1;
pub(super) const CODES: u8 = 2;
pub(super) const LIVES: u8 = 3;
/// Blocks in a row.
pub(super) const BLOCKS: u32 = 8;

/// Key and value.
pub(in crate::store) type Row = ([u8; 5], Vec<u8>);

/// Bytes that do not make sense.
#[derive(Debug, Clone, Copy, thiserror::Error)]
#[error("a row cannot be read")]
pub(in crate::store) struct Unreadable;

fn key(kind: u8, number: u32) -> [u8; 5] {
    let [a, b, c, d] = number.to_be_bytes();
    [kind, a, b, c, d]
}

impl State {
    /// Whether rows of an older version are of no use, because other coupons were put in the place of all.
    pub(in crate::store) fn is_replaced_since(&self, version: u64) -> bool {
        self.base > version
    }

    /// The rows that differ from those of an older version; all of them if there is none.
    pub(in crate::store) fn rows(&self, since: Option<u64>) -> impl Iterator<Item = Row> {
        let since = since.filter(|version| !self.is_replaced_since(*version));
        let head = [self.version.to_le_bytes(), u64::from(self.last_id as u32).to_le_bytes()].concat();
        let mut series = Vec::new();
        self.series.for_each(|one| {
            if since.is_none_or(|version| one.changed > version) {
                series.push(Arc::clone(one));
            }
        });
        let series = series.into_iter().map(|one| (key(SERIES, one.first as u32), encode_series(&one)));
        iter::once((key(HEAD, 0), head))
            .chain(series)
            .chain(block_rows(CODES, &self.texts, since))
            .chain(block_rows(LIVES, &self.lives, since))
    }

    /// All rows as one piece.
    pub(in crate::store) fn encode_rows(&self) -> Vec<u8> {
        let mut bytes = Vec::new();
        for (key, value) in self.rows(None) {
            bytes.extend_from_slice(&key);
            bytes.extend_from_slice(&(value.len() as u32).to_le_bytes());
            bytes.extend_from_slice(&value);
        }
        bytes
    }
}

/// Reads what [`State::encode_rows`] wrote.
pub(super) fn decode_rows(
    mut bytes: &[u8],
    mut row: impl FnMut(&[u8], &[u8]) -> Result<(), Unreadable>,
) -> Result<(), Unreadable> {
    while !bytes.is_empty() {
        let (key, rest) = bytes.split_first_chunk::<5>().ok_or(Unreadable)?;
        let (length, rest) = rest.split_first_chunk().ok_or(Unreadable)?;
        let (value, rest) = rest.split_at_checked(u32::from_le_bytes(*length) as usize).ok_or(Unreadable)?;
        row(key, value)?;
        bytes = rest;
    }
    Ok(())
}

/// Blocks that changed, with their neighbours.
fn block_rows<const N: usize>(
    kind: u8,
    blocks: &Radix<Packed<N>>,
    since: Option<u64>,
) -> impl Iterator<Item = Row> {
    let next = move |from| blocks.iter(from).next().map(|(index, _)| index / BLOCKS);
    let numbers = iter::successors(next(0), move |number| next((number + 1) * BLOCKS));
    let neighbours = |number| number * BLOCKS..(number + 1) * BLOCKS;
    let is_changed = move |number: &u32| {
        let mut some = neighbours(*number).filter_map(|index| blocks.get(index));
        some.any(|block| since.is_none_or(|version| block.changed > version))
    };
    numbers.filter(is_changed).map(move |number| {
        let mut value = Vec::new();
        for index in neighbours(number) {
            let block = blocks.get(index);
            value.push(u8::from(block.is_some()));
            if let Some(block) = block {
                block.encode(&mut value);
            }
        }
        (key(kind, number), value)
    })
}

/// Version and last Id of a state.
pub(super) fn decode_head(value: &[u8]) -> Option<(u64, CouponId)> {
    let (version, rest) = value.split_first_chunk()?;
    let last_id = u64::from_le_bytes(rest.try_into().ok()?);
    Some((u64::from_le_bytes(*version), CouponId::try_from(last_id).ok()?))
}

/// Puts the blocks of a row in their place.
pub(super) fn decode_blocks<const N: usize>(
    number: u32,
    mut value: &[u8],
    blocks: &mut Radix<Packed<N>>,
) -> Option<()> {
    for index in number * BLOCKS..(number + 1) * BLOCKS {
        let (is_there, rest) = value.split_first()?;
        value = rest;
        if *is_there == 1 {
            *blocks.get_mut(index) = Packed::decode(&mut value)?;
        }
    }
    value.is_empty().then_some(())
}

impl From<Unreadable> for StoreError {
    fn from(unreadable: Unreadable) -> Self {
        StoreError::Source(unreadable.to_string().into())
    }
}
