//! The rows that one batch puts and removes, and their bytes in the journal.

use std::collections::BTreeMap;
use std::ops::{Bound, Range};

use ::sled::{Batch, IVec};

use super::merged::Written;
use super::record::Unreadable;

/// What is written by its key; nothing where a row is removed. Short keys and values take no memory of their own.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Writes(pub(super) BTreeMap<IVec, Option<IVec>>);

/// Stands for the length of a value where a row is removed. No value is as long.
const REMOVED: u32 = u32::MAX;

impl Writes {
    /// What is written from one key to another, the second one not included.
    pub(super) fn range(&self, range: &Range<Vec<u8>>) -> impl DoubleEndedIterator<Item = Written> + use<'_> {
        let bounds = (Bound::Included(range.start.as_slice()), Bound::Excluded(range.end.as_slice()));
        self.0.range::<[u8], _>(bounds).map(|(key, value)| (key.clone(), value.clone()))
    }

    /// Appends `key length u32 | key | value length u32 | value` for each row; numbers are big-endian.
    pub(super) fn encode(&self, bytes: &mut Vec<u8>) {
        for (key, value) in &self.0 {
            put(bytes, key);
            match value {
                Some(value) => put(bytes, value),
                None => bytes.extend_from_slice(&REMOVED.to_be_bytes()),
            }
        }
    }

    /// Reads what [`encode`](Self::encode) wrote.
    pub(super) fn decode(mut bytes: &[u8]) -> Result<Self, Unreadable> {
        let mut writes = BTreeMap::new();
        while !bytes.is_empty() {
            let key = take(&mut bytes)?.ok_or(Unreadable)?;
            let value = take(&mut bytes)?.map(IVec::from);
            writes.insert(key.into(), value);
        }
        Ok(Writes(writes))
    }

    /// The same for the tree.
    pub(super) fn to_batch(&self) -> Batch {
        let mut batch = Batch::default();
        for (key, value) in &self.0 {
            match value {
                Some(value) => batch.insert(key, value),
                None => batch.remove(key),
            }
        }
        batch
    }
}

fn put(bytes: &mut Vec<u8>, part: &[u8]) {
    // Keys and values stay far below 4 GiB: codes, prefixes and terms are bounded.
    bytes.extend_from_slice(&(part.len() as u32).to_be_bytes());
    bytes.extend_from_slice(part);
}

fn take<'a>(bytes: &mut &'a [u8]) -> Result<Option<&'a [u8]>, Unreadable> {
    let (length, rest) = bytes.split_first_chunk::<4>().ok_or(Unreadable)?;
    *bytes = rest;
    let length = u32::from_be_bytes(*length);
    if length == REMOVED {
        return Ok(None);
    }
    let (part, rest) = bytes.split_at_checked(length as usize).ok_or(Unreadable)?;
    *bytes = rest;
    Ok(Some(part))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn what_was_written_is_read_and_less_is_told(
            rows in prop::collection::btree_map(any::<Vec<u8>>(), prop::option::of(any::<Vec<u8>>()), 0..20),
            cut in any::<prop::sample::Index>(),
        ) {
            let rows = rows.into_iter().map(|(key, value)| (IVec::from(key), value.map(IVec::from)));
            let writes = Writes(rows.collect());
            let mut bytes = Vec::new();
            writes.encode(&mut bytes);
            prop_assert_eq!(&Writes::decode(&bytes).unwrap(), &writes);
            if !bytes.is_empty() {
                // A cut between two rows looks whole here; the sum of a frame tells.
                let less = Writes::decode(&bytes[..cut.index(bytes.len())]);
                prop_assert!(less.is_err() || less.unwrap().0.len() < writes.0.len());
            }
        }
    }
}
