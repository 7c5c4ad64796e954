//! The two steps that make a batch durable, apart from the committer so that tests can let them fail.

use std::fs::OpenOptions;
use std::io;
use std::path::Path;
use std::sync::Arc;

use super::checkpoint::{Checkpoints, checkpoint};
use super::journal::{self, Journal, Medium};
use super::pledge::Pledge;
use super::table::Table;
use super::trouble::Trouble;
use super::writes::Writes;

/// Where batches go.
pub(super) trait Disk: Send {
    /// Lets readers see a batch, which is whole or not there after a crash.
    fn apply(&mut self, number: u64, writes: Writes) -> Result<(), Trouble>;

    /// Returns once every batch applied so far survives a power cut; `number` is that of the last one.
    fn sync(&mut self, number: u64) -> Result<(), Trouble>;

    /// Nothing comes after it.
    fn close(&mut self) -> Result<(), Trouble>;
}

/// The files that are synced.
pub(super) struct Media {
    pub(super) journal: [Box<dyn Medium>; 2],
    /// The one that sled keeps the tree in.
    pub(super) tree: Box<dyn Medium>,
}

impl Media {
    /// Those of a directory with a tree; those of the journal are made if need be.
    pub(super) fn of(directory: &Path) -> io::Result<Self> {
        let open = |name| {
            let mut options = OpenOptions::new();
            options.read(true).write(true).create(true).truncate(false).open(directory.join(name))
        };
        let [first, second] = journal::FILES;
        let journal: [Box<dyn Medium>; 2] = [Box::new(open(first)?), Box::new(open(second)?)];
        Ok(Media { journal, tree: Box::new(open("db")?) })
    }
}

/// A table, and the journal that is durable before it.
pub(super) struct TreeOnDisk {
    table: Arc<Table>,
    journal: Journal,
    checkpoints: Checkpoints,
    pledge: Pledge,
}

impl TreeOnDisk {
    /// Over a tree that has all the journal holds.
    pub(super) fn new(
        table: Arc<Table>,
        mut journal: Journal,
        mut file: Box<dyn Medium>,
        pledge: Pledge,
    ) -> Result<Self, Trouble> {
        checkpoint(table.tree(), &mut *file)?;
        journal.clear()?;
        Ok(TreeOnDisk { table, journal, checkpoints: Checkpoints::Idle(file), pledge })
    }

    fn turn(&mut self) -> Result<(), Trouble> {
        // The one begun at the turn before this one: it makes durable what the other file holds.
        self.checkpoints.wait()?;
        self.journal.turn()?;
        self.begin_checkpoint()
    }

    /// Of all that was applied.
    fn begin_checkpoint(&mut self) -> Result<(), Trouble> {
        self.table.settle()?;
        self.checkpoints.begin(self.table.tree())
    }
}

impl Disk for TreeOnDisk {
    fn apply(&mut self, number: u64, writes: Writes) -> Result<(), Trouble> {
        if self.journal.is_full() {
            self.turn()?;
        }
        self.journal.note(number, &writes)?;
        Ok(self.table.apply(writes)?)
    }

    fn sync(&mut self, number: u64) -> Result<(), Trouble> {
        if self.checkpoints.is_finished() {
            self.checkpoints.wait()?;
        }
        self.journal.sync()?;
        self.pledge.write(number)?;
        Ok(())
    }

    fn close(&mut self) -> Result<(), Trouble> {
        self.begin_checkpoint()?;
        self.checkpoints.wait()?;
        Ok(self.journal.clear()?)
    }
}
