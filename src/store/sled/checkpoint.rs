//! Making the tree itself durable, beside the writer. It is what lets the [journal](super::journal) forget.

use std::io;
use std::thread::{self, JoinHandle};

use ::sled::Tree;

use super::journal::Medium;
use super::trouble::{Trouble, panic_text};

/// Makes all durable that a tree holds. sled's `flush` writes its buffers but asks for `sync_file_range` only, which
/// leaves the disk's cache and a grown file's length behind. The file is one opened by us: sled keeps its own to itself,
/// and the kernel reports a failed write-back once to each opener.
pub(super) fn checkpoint(tree: &Tree, file: &mut dyn Medium) -> Result<(), Trouble> {
    tree.flush()?;
    file.sync()?;
    Ok(())
}

/// Runs one checkpoint at a time.
pub(super) enum Checkpoints {
    Idle(Box<dyn Medium>),
    UnderWay(JoinHandle<(Box<dyn Medium>, Result<(), Trouble>)>),
    /// One failed, and the tree cannot be relied on any more.
    Failed,
}

impl Checkpoints {
    /// Begins one of all that the tree holds by now, after the one that may be under way.
    pub(super) fn begin(&mut self, tree: &Tree) -> Result<(), Trouble> {
        let mut file = self.end()?;
        let tree = tree.clone();
        let work = move || {
            let done = checkpoint(&tree, &mut *file);
            (file, done)
        };
        *self = Checkpoints::UnderWay(thread::Builder::new().name("checkpoint".into()).spawn(work)?);
        Ok(())
    }

    /// Waits until none is under way.
    pub(super) fn wait(&mut self) -> Result<(), Trouble> {
        let file = self.end()?;
        *self = Checkpoints::Idle(file);
        Ok(())
    }

    /// Whether [`wait`](Self::wait) has something to tell without waiting.
    pub(super) fn is_finished(&self) -> bool {
        matches!(self, Checkpoints::UnderWay(thread) if thread.is_finished())
    }

    fn end(&mut self) -> Result<Box<dyn Medium>, Trouble> {
        let failed = |why: &str| Trouble::File(io::Error::other(why.to_owned()));
        match std::mem::replace(self, Checkpoints::Failed) {
            Checkpoints::Idle(file) => Ok(file),
            Checkpoints::UnderWay(thread) => {
                let (file, done) = thread.join().map_err(|panic| failed(panic_text(&*panic)))?;
                done.map(|()| file)
            }
            Checkpoints::Failed => Err(failed("an earlier checkpoint failed")),
        }
    }
}
