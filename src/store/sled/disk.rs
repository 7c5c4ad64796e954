//! The two steps that make a batch durable, apart from the committer so that tests can let them fail.

use std::fs::File;

use ::sled::{Batch, Tree};

use super::pledge::Pledge;
use super::trouble::Trouble;

/// Where batches go.
pub(super) trait Disk: Send {
    /// Writes a batch, atomically across a crash.
    fn apply(&mut self, batch: Batch) -> Result<(), Trouble>;

    /// Returns once every batch applied so far survives a power cut; `batch` is the number of the last one.
    fn sync(&mut self, batch: u64) -> Result<(), Trouble>;
}

/// A tree and the file that holds it.
pub(super) struct TreeOnDisk {
    pub(super) tree: Tree,
    /// Opened by us: sled keeps its own to itself, and the kernel reports a failed write-back once to each opener.
    pub(super) file: File,
    pub(super) pledge: Pledge,
}

impl Disk for TreeOnDisk {
    fn apply(&mut self, batch: Batch) -> Result<(), Trouble> {
        Ok(self.tree.apply_batch(batch)?)
    }

    /// sled's `flush` writes its buffers but asks for `sync_file_range` only, which leaves the disk's cache and a
    /// grown file's length behind.
    fn sync(&mut self, batch: u64) -> Result<(), Trouble> {
        self.tree.flush()?;
        self.file.sync_data()?;
        self.pledge.write(batch)?;
        Ok(())
    }
}
