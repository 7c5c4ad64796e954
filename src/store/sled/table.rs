//! All rows as everybody sees them: the tree, and over it the rows that it is still to get.
//!
//! sled writes out its buffer around each batch it is given and wakes a pool of threads for that, so a batch for each of
//! ours would cost more than all the rest of it. The [journal](super::journal) has made them durable by then, so
//! the tree is given many at once. A row that each of them writes again, as a count or the row that is being filled, it
//! is given once.

use std::ops::Range;
use std::sync::{PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard};

use ::sled::{IVec, Tree};

use super::merged::{Merged, Row, Written};
use super::recent::Recent;
use super::writes::Writes;

/// Rows that the tree is given at once. A tenth of a millisecond of the writer's time, and little that readers look
/// through.
const MANY: usize = 256;

/// The rows of a directory.
pub(super) struct Table {
    tree: Tree,
    over: RwLock<Over>,
}

/// What is looked at before the tree.
#[derive(Default)]
struct Over {
    /// What the tree lacks.
    lacking: Writes,
    /// How often it was given that.
    settled: u64,
    /// What readers found in the tree, but for rows that are lacking in it.
    recent: Recent,
}

impl Table {
    /// All that a tree holds.
    pub(super) fn of(tree: Tree) -> Self {
        Table { tree, over: RwLock::default() }
    }

    pub(super) fn tree(&self) -> &Tree {
        &self.tree
    }

    pub(super) fn get(&self, key: &[u8]) -> ::sled::Result<Option<IVec>> {
        let lacking = self.over().lacking.0.get(key).cloned();
        match lacking {
            Some(written) => Ok(written),
            None => self.tree.get(key),
        }
    }

    /// The same for readers, who look for some rows again and again; the tree takes its time for each look.
    pub(super) fn recall(&self, key: &[u8]) -> ::sled::Result<Option<IVec>> {
        let settled = {
            let over = self.over();
            if let Some(row) = over.lacking.0.get(key).or_else(|| over.recent.get(key)) {
                return Ok(row.clone());
            }
            over.settled
        };
        let row = self.tree.get(key)?;
        let mut over = self.over_mut();
        // Else it may be older than what the tree was given meanwhile.
        if over.settled == settled {
            over.recent.put(key, row.as_deref());
        }
        Ok(row)
    }

    /// The rows of a range, from either end (not from both at once). What is written meanwhile may be among them or not.
    pub(super) fn rows(
        &self,
        range: Range<Vec<u8>>,
    ) -> impl DoubleEndedIterator<Item = ::sled::Result<Row>> + use<> {
        // First what the tree lacks: it may be given it at any moment.
        let lacking: Vec<Written> = self.over().lacking.range(&range).collect();
        Merged::of(self.tree.range(range), lacking.into_iter())
    }

    /// Lets everybody see a batch.
    pub(super) fn apply(&self, writes: Writes) -> ::sled::Result<()> {
        let many = {
            let mut over = self.over_mut();
            over.lacking.0.extend(writes.0);
            over.lacking.0.len() >= MANY
        };
        if many { self.settle() } else { Ok(()) }
    }

    /// Gives the tree what it lacks. Only the writer calls it, so nothing is added meanwhile.
    pub(super) fn settle(&self) -> ::sled::Result<()> {
        let batch = self.over().lacking.to_batch();
        self.tree.apply_batch(batch)?;
        // Readers find in one place what is gone from the other.
        let mut over = self.over_mut();
        let Over { lacking, settled, recent } = &mut *over;
        lacking.0.keys().for_each(|key| recent.forget(key));
        lacking.0.clear();
        *settled += 1;
        Ok(())
    }

    fn over(&self) -> RwLockReadGuard<'_, Over> {
        self.over.read().unwrap_or_else(PoisonError::into_inner)
    }

    fn over_mut(&self) -> RwLockWriteGuard<'_, Over> {
        self.over.write().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;
    use std::sync::atomic::{AtomicU64, Ordering};

    use super::*;

    /// A reader never sees an older row than one that was there when it began to look.
    #[test]
    fn nobody_reads_what_was_so_before() {
        let db = ::sled::Config::new().temporary(true).open().unwrap();
        let table = Arc::new(Table::of(Tree::clone(&db)));
        let (written, key) = (Arc::new(AtomicU64::new(0)), |number: u64| [b'k', (number % 7) as u8]);
        let readers: Vec<_> = (0..3)
            .map(|_| {
                let (table, written) = (Arc::clone(&table), Arc::clone(&written));
                std::thread::spawn(move || {
                    loop {
                        let last = written.load(Ordering::SeqCst);
                        for number in last.saturating_sub(6).max(1)..=last {
                            let row = table.recall(&key(number)).unwrap().unwrap();
                            let found = u64::from_be_bytes(row.as_ref().try_into().unwrap());
                            assert!(found >= number && found % 7 == number % 7, "{found} for {number}");
                        }
                        if last == 20_000 {
                            break;
                        }
                    }
                })
            })
            .collect();
        for number in 1..=20_000_u64 {
            let row = (IVec::from(&key(number)), Some(IVec::from(&number.to_be_bytes())));
            table.apply(Writes([row].into())).unwrap();
            if number % 5 == 0 {
                table.settle().unwrap();
            }
            written.store(number, Ordering::SeqCst);
        }
        readers.into_iter().for_each(|reader| reader.join().unwrap());
    }
}
