//! All rows as everybody sees them: the tree, and over it the rows that it is still to get.
//!
//! sled writes out its buffer around each batch it is given and wakes a pool of threads for that, so a batch for each of
//! ours would cost more than all the rest of it. The [journal](super::journal) has made them durable by then, so
//! the tree is given many at once. A row that each of them writes again, as a count or the row that is being filled, it
//! is given once.

use std::ops::Range;
use std::sync::{PoisonError, RwLock, RwLockReadGuard};

use ::sled::{IVec, Tree};

use super::merged::{Merged, Row, Written};
use super::writes::Writes;

/// Rows that the tree is given at once. A tenth of a millisecond of the writer's time, and little that readers look
/// through.
const MANY: usize = 256;

/// The rows of a directory.
pub(super) struct Table {
    tree: Tree,
    /// What the tree lacks. It has no row that is older than that of the tree.
    lacking: RwLock<Writes>,
}

impl Table {
    /// All that a tree holds.
    pub(super) fn of(tree: Tree) -> Self {
        Table { tree, lacking: RwLock::default() }
    }

    pub(super) fn tree(&self) -> &Tree {
        &self.tree
    }

    pub(super) fn get(&self, key: &[u8]) -> ::sled::Result<Option<IVec>> {
        let lacking = self.lacking().0.get(key).cloned();
        match lacking {
            Some(written) => Ok(written),
            None => self.tree.get(key),
        }
    }

    /// The rows of a range, from either end (not from both at once). What is written meanwhile may be among them or not.
    pub(super) fn rows(
        &self,
        range: Range<Vec<u8>>,
    ) -> impl DoubleEndedIterator<Item = ::sled::Result<Row>> + use<> {
        // First what the tree lacks: it may be given it at any moment.
        let lacking: Vec<Written> = self.lacking().range(&range).collect();
        Merged::of(self.tree.range(range), lacking.into_iter())
    }

    /// Lets everybody see a batch.
    pub(super) fn apply(&self, writes: Writes) -> ::sled::Result<()> {
        let many = {
            let mut lacking = self.lacking.write().unwrap_or_else(PoisonError::into_inner);
            lacking.0.extend(writes.0);
            lacking.0.len() >= MANY
        };
        if many { self.settle() } else { Ok(()) }
    }

    /// Gives the tree what it lacks. Only the writer calls it, so nothing is added meanwhile.
    pub(super) fn settle(&self) -> ::sled::Result<()> {
        let batch = self.lacking().to_batch();
        self.tree.apply_batch(batch)?;
        // Readers find in one place what is gone from the other.
        self.lacking.write().unwrap_or_else(PoisonError::into_inner).0.clear();
        Ok(())
    }

    fn lacking(&self) -> RwLockReadGuard<'_, Writes> {
        self.lacking.read().unwrap_or_else(PoisonError::into_inner)
    }
}
