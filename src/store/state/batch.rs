//! What commands changed, as bytes. A batch is durable as a whole or not at all.

use super::State;
use super::load::Loader;
use super::record::{decode_addition, decode_life, encode_addition};
use super::rows::{Unreadable, decode_rows};
use super::runs::Prepared;
use crate::store::CouponId;

/// Each change is `kind u8 | length u32 | bytes`; numbers are little-endian.
#[derive(Debug, Clone, Default, PartialEq)]
pub(in crate::store) struct WriteBatch(Vec<u8>);

const LIFE: u8 = 1;
const ADDITION: u8 = 2;
const REPLACEMENT: u8 = 3;

impl WriteBatch {
    pub(in crate::store) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub(in crate::store) fn bytes(&self) -> &[u8] {
        &self.0
    }

    /// A coupon has this life now.
    pub(super) fn life(&mut self, id: CouponId, row: &[u8]) {
        self.put(LIFE, |bytes| {
            bytes.extend_from_slice(&id.to_le_bytes());
            bytes.extend_from_slice(row);
        });
    }

    /// These coupons exist now.
    pub(super) fn addition(&mut self, addition: &Prepared) {
        self.put(ADDITION, |bytes| encode_addition(addition, bytes));
    }

    /// The coupons of these rows are all there are now.
    pub(super) fn replacement(&mut self, rows: &[u8]) {
        self.put(REPLACEMENT, |bytes| bytes.extend_from_slice(rows));
    }

    fn put(&mut self, kind: u8, change: impl FnOnce(&mut Vec<u8>)) {
        self.0.push(kind);
        let begin = self.0.len() + 4;
        self.0.extend_from_slice(&[0; 4]);
        change(&mut self.0);
        // A change has less than 4 GiB: two thousand million coupons are not imported in one call.
        let length = (self.0.len() - begin) as u32;
        self.0[begin - 4..begin].copy_from_slice(&length.to_le_bytes());
    }
}

impl State {
    /// Makes the changes of a batch again.
    pub(in crate::store) fn redo(&mut self, version: u64, mut bytes: &[u8]) -> Result<(), Unreadable> {
        self.begin(version);
        while let Some((kind, rest)) = bytes.split_first() {
            let (length, rest) = rest.split_first_chunk().ok_or(Unreadable)?;
            let (change, rest) =
                rest.split_at_checked(u32::from_le_bytes(*length) as usize).ok_or(Unreadable)?;
            self.redo_change(*kind, change)?;
            bytes = rest;
        }
        Ok(())
    }

    fn redo_change(&mut self, kind: u8, change: &[u8]) -> Result<(), Unreadable> {
        match kind {
            LIFE => {
                let (id, row) = change.split_first_chunk().ok_or(Unreadable)?;
                let id = CouponId::from_le_bytes(*id);
                let series = self.series_of(id).cloned().ok_or(Unreadable)?;
                let (old, new) = (self.life(&series, id), decode_life(row).ok_or(Unreadable)?);
                self.put_life(&series, id, &old, &new, row);
            }
            ADDITION => {
                let addition = decode_addition(change).ok_or(Unreadable)?;
                addition.runs.iter().for_each(|run| self.insert(&addition, run));
            }
            REPLACEMENT => {
                let mut loader = Loader::new(self.salt);
                decode_rows(change, |key, value| loader.row(key, value))?;
                self.replace(loader.finish().map_err(|_| Unreadable)?);
            }
            _ => return Err(Unreadable),
        }
        Ok(())
    }
}
