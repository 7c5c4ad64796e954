//! Checkpoints: all coupons in a tree of [sled](https://docs.rs/sled/0.34.7), so that the journal
//! can forget.
//!
//! sled writes over parts of its file before what replaces them is durable, and leaves other files
//! unsynced. So no checkpoint that counts is ever written to. There are two directories in turn:
//! all coupons are written to the one that the record does not name. It is closed, every file in it
//! is synced, opened again and compared row by row with what it should hold, read from the disk;
//! and only then the record names it, with the sum of its files.

use std::fs;
use std::io;
use std::mem::ManuallyDrop;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::thread;
use std::time::Duration;

use super::files;
use super::record::{Checkpoint, Record};
use crate::durable;
use crate::store::journal::Failure;
use crate::store::state::{Loader, Salt, State};

/// Room for what sled writes beside the rows.
const MARGIN: u64 = 2 * 1024 * 1024;
/// Memory for pages of a tree.
const CACHE: u64 = 16 * 1024 * 1024;
const TRIES: u32 = 100;
const PAUSE: Duration = Duration::from_millis(10);

/// Puts a checkpoint in force; gives the record that names it. After an error that in force before
/// stays so.
pub(super) fn write(here: &Path, mut record: Record, state: &State) -> Result<Record, Failure> {
    let old = record.checkpoint.map(|old| old.directory);
    let name = if old.as_deref() == Some("sled-0") { "sled-1" } else { "sled-0" };
    let path = here.join(name);
    let made = make(&path, state);
    if let Err(Failure::Full(_)) = made {
        // What is there counts for nothing, and others need the room.
        files::remove(&path);
    }
    let (bytes, sum) = made?;
    record.checkpoint = Some(Checkpoint { directory: name.to_owned(), bytes, sum });
    let record = record.put(here)?;
    tracing::debug!(batch = state.version, bytes, "checkpoint in force");
    old.into_iter().for_each(|old| files::remove(&here.join(old)));
    Ok(record)
}

impl From<::sled::Error> for Failure {
    fn from(error: ::sled::Error) -> Self {
        match error {
            ::sled::Error::Io(error) => error.into(),
            other => Failure::fatal(&other.to_string()),
        }
    }
}

/// Works on a tree. One that was just closed may be held a moment longer by sled's own threads, and
/// over some failures sled panics. After an error the tree is left alone: sled waits forever when
/// it closes a tree that it cannot write.
fn with_tree<T>(
    path: &Path,
    work: impl FnOnce(&::sled::Db) -> Result<T, Failure>,
) -> Result<T, Failure> {
    let config = ::sled::Config::new().path(path).cache_capacity(CACHE).flush_every_ms(None);
    let is_held = |error: &::sled::Error| error.to_string().contains("could not acquire lock");
    let work = || {
        let (mut opened, mut tries) = (config.open(), 0..TRIES);
        while opened.as_ref().is_err_and(is_held) && tries.next().is_some() {
            thread::sleep(PAUSE);
            opened = config.open();
        }
        let tree = ManuallyDrop::new(opened?);
        let done = work(&tree)?;
        drop(ManuallyDrop::into_inner(tree));
        Ok(done)
    };
    catch_unwind(AssertUnwindSafe(work)).unwrap_or_else(|_| Err(Failure::fatal("sled panicked")))
}

/// The rows of a tree. Each is looked for by its number: sled heeds the capacity of its cache only
/// once a page was looked at often, so a walk over the tree would leave most of it in memory.
fn rows(tree: &::sled::Db) -> impl Iterator<Item = ::sled::Result<::sled::IVec>> {
    (0_u32..).map_while(|number| tree.get(number.to_be_bytes()).transpose())
}

/// Writes a tree and makes it durable; gives the bytes of its rows and the sum of its files.
fn make(path: &Path, state: &State) -> Result<(u64, u32), Failure> {
    if path.exists() {
        fs::remove_dir_all(path)?;
    }
    durable::create_directory(path)?;
    // sled does not recover from a full disk.
    let bytes = state.rows().map(|row| row.len() as u64).sum();
    files::check_room(path, 2 * bytes + MARGIN)?;
    with_tree(path, |tree| {
        for (number, row) in (0_u32..).zip(state.rows()) {
            tree.insert(number.to_be_bytes(), row)?;
        }
        Ok(tree.flush().map(drop)?)
    })?;
    files::sync_all(path)?;
    with_tree(path, |tree| {
        let same = rows(tree).map_while(Result::ok).eq(state.rows());
        same.then_some(())
            .ok_or_else(|| Failure::fatal("a checkpoint reads otherwise than it was written"))
    })?;
    Ok((bytes, open_until_stable(path)?))
}

/// Opens a tree until that changes nothing any more, and gives the sum of its files, read from the
/// disk. So the next start, which finds the same bytes, changes nothing.
fn open_until_stable(path: &Path) -> Result<u32, Failure> {
    let mut sum = None;
    for _ in 0..TRIES {
        files::sync_all(path)?;
        let before = sum.replace(files::sum(path)?);
        if before.is_some() && before == sum {
            return Ok(sum.unwrap_or_default());
        }
        with_tree(path, |_| Ok(()))?;
    }
    Err(Failure::fatal("each opening of a checkpoint changes it"))
}

/// Reads a checkpoint. Nothing is changed: files that are not as they were written are not shown to
/// sled, which would try to mend them.
pub(super) fn read(here: &Path, checkpoint: &Checkpoint, salt: Salt) -> Result<State, Failure> {
    let path = here.join(&checkpoint.directory);
    let read = || {
        if files::sum(&path)? != checkpoint.sum {
            return Err(Failure::fatal("its files are not as they were written"));
        }
        let mut loader = Loader::new(salt);
        with_tree(&path, |tree| {
            for row in rows(tree) {
                loader.row(&mut &*row?).ok_or_else(|| Failure::fatal("a row cannot be read"))?;
            }
            Ok(())
        })?;
        // The tree is closed, so that what it holds in memory is free for the rest.
        Ok(loader.finish().map_err(io::Error::other)?)
    };
    read().map_err(|failure| match failure {
        Failure::Fatal(why) => Failure::Damaged(format!("{}: {why}", checkpoint.directory)),
        other => other,
    })
}
