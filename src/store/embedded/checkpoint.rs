//! Checkpoints: all coupons in a tree of [sled](https://docs.rs/sled/0.34.7), so that the journal can forget.
//!
//! sled writes over parts of its file before what replaces them is durable, and leaves other files unsynced. So no
//! checkpoint that counts is ever written to. There are two directories in turn: the record drops the older one, then
//! that takes what changed since it was written. It is closed, every file in it is synced, opened again and compared
//! row by row with what it should hold, read from the disk; and only then the record names it again, with the sum of
//! its files.

use std::fs;
use std::io;
use std::mem::ManuallyDrop;
use std::path::Path;
use std::thread;
use std::time::Duration;

use super::durable;
use super::record::{Checkpoint, Record};
use super::trouble::{panic_text, quietly};
use crate::store::journal::Failure;
use crate::store::state::{Loader, Salt, State};

/// Room for what sled writes beside the rows.
const MARGIN: u64 = 2 * 1024 * 1024;
/// A tree that takes so many times the room of its rows is made anew.
const GROWN: u64 = 4;
const TRIES: u32 = 100;
const PAUSE: Duration = Duration::from_millis(10);

/// Writes a checkpoint. If there is no room for it, the older one is gone and the newer one stays.
pub(super) fn write(
    directory: &Path,
    record: &mut Record,
    state: &State,
    cache_bytes: u64,
) -> Result<(), Failure> {
    let (name, older) = record.take_older();
    record.write(directory)?;
    let path = directory.join(&name);
    // sled keeps files of values that were replaced long ago.
    let most = GROWN * record.bytes() + MARGIN;
    let older = older.filter(|_| durable::size(&path).is_ok_and(|size| size <= most));
    let written = update(&path, state, older, cache_bytes).or_else(|failure| match (failure, older) {
        // Whatever became of the older one, it is made anew.
        (Failed::Differs, Some(_)) => update(&path, state, None, cache_bytes),
        (failure, _) => Err(failure),
    });
    let (bytes, sum) = written.map_err(|failure| {
        if let Failed::Io(Failure::Full(_)) = failure {
            // What is there counts for nothing, and others need the room.
            durable::remove(&path);
        }
        failure.into_failure()
    })?;
    record.checkpoints.push(Checkpoint { directory: name, batch: state.version(), bytes, sum });
    record.write(directory)?;
    tracing::debug!(batch = state.version(), bytes, "checkpoint in force");
    Ok(())
}

/// Why a tree does not hold what it should.
enum Failed {
    Io(Failure),
    Differs,
}

impl Failed {
    fn into_failure(self) -> Failure {
        match self {
            Failed::Io(failure) => failure,
            Failed::Differs => {
                Failure::Fatal(io::Error::other("a checkpoint reads otherwise than it was written"))
            }
        }
    }
}

impl From<io::Error> for Failed {
    fn from(error: io::Error) -> Self {
        Failed::Io(error.into())
    }
}

impl From<::sled::Error> for Failed {
    fn from(error: ::sled::Error) -> Self {
        match error {
            ::sled::Error::Io(error) => error.into(),
            other => Failed::Io(Failure::Fatal(io::Error::other(other.to_string()))),
        }
    }
}

/// A tree that was just closed may be held a moment longer by sled's own threads.
fn open(path: &Path, cache_bytes: u64) -> ::sled::Result<::sled::Db> {
    let config = ::sled::Config::new().path(path).cache_capacity(cache_bytes).flush_every_ms(None);
    let is_held = |error: &::sled::Error| error.to_string().contains("could not acquire lock");
    for _ in 1..TRIES {
        match config.open() {
            Err(error) if is_held(&error) => thread::sleep(PAUSE),
            opened => return opened,
        }
    }
    config.open()
}

/// sled panics over some troubles.
fn guarded<T>(work: impl FnOnce() -> Result<T, Failed>) -> Result<T, Failed> {
    quietly(work).unwrap_or_else(|panic| {
        Err(Failed::Io(Failure::Fatal(io::Error::other(panic_text(&*panic).to_owned()))))
    })
}

/// Brings a tree up to a state and makes it durable; gives the bytes of its rows and the sum of its files.
fn update(path: &Path, state: &State, older: Option<u64>, cache_bytes: u64) -> Result<(u64, u32), Failed> {
    let since = older.filter(|batch| !state.is_replaced_since(*batch));
    if since.is_none() && path.exists() {
        fs::remove_dir_all(path)?;
    }
    durable::create_directory(path)?;
    // sled does not come to itself after a full disk.
    let bytes: usize = state.rows(since).map(|(_, value)| value.len()).sum();
    durable::check_room(path, 2 * bytes as u64 + MARGIN)?;
    guarded(|| {
        let tree = ManuallyDrop::new(open(path, cache_bytes)?);
        for (key, value) in state.rows(since) {
            tree.insert(key, value)?;
        }
        tree.flush()?;
        // After an error it is left alone: sled waits for ever when it closes a tree that it cannot write.
        drop(ManuallyDrop::into_inner(tree));
        Ok(())
    })?;
    durable::sync_all(path)?;
    durable::forget_cached(path)?;
    let bytes = guarded(|| {
        let tree = open(path, cache_bytes)?;
        compare(&tree, state)
    })?;
    settle(path, cache_bytes)?;
    durable::fill(path)?;
    durable::sync_all(path)?;
    durable::forget_cached(path)?;
    Ok((bytes, durable::sum(path)?))
}

/// Opens a tree until that changes nothing any more. So the next start, which finds the same bytes, changes nothing.
fn settle(path: &Path, cache_bytes: u64) -> Result<(), Failed> {
    let mut before = None;
    for _ in 0..TRIES {
        let sum = Some(durable::sum(path)?);
        if before == sum {
            return Ok(());
        }
        before = sum;
        drop(guarded(|| Ok(open(path, cache_bytes)?))?);
    }
    Err(Failed::Differs)
}

/// Compares all rows with those of a state; gives their bytes.
fn compare(tree: &::sled::Tree, state: &State) -> Result<u64, Failed> {
    let (mut bytes, mut expected) = (0, state.rows(None));
    for row in tree.iter() {
        let (key, value) = row?;
        if expected.next().is_none_or(|(wanted, as_wanted)| key != wanted || value != as_wanted) {
            return Err(Failed::Differs);
        }
        bytes += (key.len() + value.len()) as u64;
    }
    if expected.next().is_some() { Err(Failed::Differs) } else { Ok(bytes) }
}

/// Reads a checkpoint, or tells why it cannot be used. Nothing is changed: files that are not as they were written are
/// not shown to sled, which would try to mend them.
pub(super) fn read(
    directory: &Path,
    checkpoint: &Checkpoint,
    salt: Salt,
    cache_bytes: u64,
) -> Result<State, Failure> {
    let (name, path) = (&checkpoint.directory, directory.join(&checkpoint.directory));
    let unreadable = |why: io::Error| Failure::Fatal(io::Error::other(format!("{name}: {why}")));
    if durable::sum(&path).map_err(unreadable)? != checkpoint.sum {
        return Err(unreadable(io::Error::other("its files are not as they were written")));
    }
    let read = guarded(|| read_rows(&path, salt, cache_bytes));
    read.map_err(|failed| match failed.into_failure() {
        Failure::Fatal(why) => unreadable(why),
        full @ Failure::Full(_) => full,
    })
}

fn read_rows(path: &Path, salt: Salt, cache_bytes: u64) -> Result<State, Failed> {
    let mut loader = Loader::new(salt);
    let tree = open(path, cache_bytes)?;
    for row in tree.iter() {
        let (key, value) = row?;
        loader.row(&key, &value).map_err(io::Error::other)?;
    }
    drop(tree);
    Ok(loader.finish().map_err(io::Error::other)?)
}
