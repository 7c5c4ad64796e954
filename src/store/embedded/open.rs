//! Opening a directory, or saying in one sentence why not.

use std::fs::{self, File, OpenOptions, TryLockError};
use std::io;
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::{Path, PathBuf};
use std::time::Duration;

use super::record::{FORMAT, Found, Record};
use super::watermark::Watermark;
use super::{Settings, checkpoint, durable};
use crate::store::StoreError;
use crate::store::journal::{Failure, Journal, Refused};
use crate::store::state::{Salt, State};

/// A process that was just killed may hold the lock a moment longer.
const LOCK_TRIES: u32 = 10;
const LOCK_PAUSE: Duration = Duration::from_millis(50);
/// The store's part of the data directory.
const NAME: &str = "coupons";
/// What a directory of format 3 and older has beside sessions and certificates.
const OLD: [&str; 3] = ["db", "acknowledged", "journal-0"];

/// Whether a data directory has coupons, of this version or an older one.
pub fn has_store(path: &Path) -> bool {
    path.join(NAME).is_dir() || has_old_store(path)
}

fn has_old_store(path: &Path) -> bool {
    OLD.iter().any(|name| path.join(name).is_file())
}

/// An opened directory.
pub(super) struct Opened {
    pub(super) directory: PathBuf,
    pub(super) state: State,
    pub(super) salt: Salt,
    pub(super) journal: Journal,
    pub(super) record: Record,
    pub(super) watermark: Watermark,
    /// Held as long as the store is open.
    #[expect(dead_code, reason = "it is there to be dropped")]
    pub(super) lock: File,
}

/// Opens a directory, making it if need be. Nothing is written before it is known to be whole, but for the lock.
pub(super) fn open(path: &Path, settings: &Settings) -> Result<Opened, StoreError> {
    let refused = |error: io::Error| unusable(path, &error);
    if has_old_store(path) {
        return Err(StoreError::OldDirectory { path: path.to_owned(), known: FORMAT });
    }
    let directory = path.join(NAME);
    let found = Record::read(&directory).map_err(refused)?;
    if found.is_none() {
        check_empty(&directory, path)?;
        durable::create_directory(&directory).map_err(refused)?;
    }
    let lock = lock(&directory, path)?;
    // Another process may have been faster.
    let record = match Record::read(&directory).map_err(refused)? {
        Some(Found::Ours(record)) => record,
        Some(Found::Damaged) => return Err(damaged(path, "the file checkpoint cannot be read".into())),
        Some(Found::Other(format)) => return Err(other_format(path, format.to_string())),
        None => begin(&directory).map_err(refused)?,
    };
    read(directory, record, lock, path, settings)
}

fn read(
    directory: PathBuf,
    mut record: Record,
    lock: File,
    path: &Path,
    settings: &Settings,
) -> Result<Opened, StoreError> {
    let refused = |error: io::Error| unusable(path, &error);
    let salt = settings.seed.bytes();
    let (mut state, unread) = newest(&directory, &mut record, salt, settings)
        .map_err(|error| StoreError::Full { path: path.to_owned(), why: error.to_string().into() })?;
    let base = state.version();
    let journal = Journal::open(&directory, base, |number, batch| state.redo(number, batch));
    let (journal, last) = journal.map_err(|refused| match refused {
        Refused::Io(error) => unusable(path, &error),
        Refused::Damaged(why) => damaged(path, unread.unwrap_or(why)),
    })?;
    let journal = journal
        .filter(|journal| journal.has(record.journal))
        .ok_or_else(|| damaged(path, "a file of the journal is missing".into()))?;
    let acknowledged = Watermark::read(&directory).map_err(refused)?;
    if last < acknowledged {
        return Err(damaged(path, format!("{} acknowledged write batches are missing", acknowledged - last)));
    }
    if last > base {
        tracing::debug!(batches = last - base, "took up what the journal holds");
        journal.secure(base).map_err(refused)?;
    }
    let watermark = Watermark::open(&directory).map_err(refused)?;
    // A process that ended before it had synced the names of its files may have left them in memory alone.
    durable::sync_directory(&directory).map_err(refused)?;
    Ok(Opened { directory, state, salt, journal, record, watermark, lock })
}

/// The state of the newest checkpoint that can be read, and why others cannot; the record forgets those. If none is
/// left the journal has to have everything. An error is a full disk, which says nothing about a checkpoint.
fn newest(
    directory: &Path,
    record: &mut Record,
    salt: Salt,
    settings: &Settings,
) -> io::Result<(State, Option<String>)> {
    let mut unread = None;
    while let Some(newest) = record.checkpoints.last() {
        match checkpoint::read(directory, newest, salt, settings.cache_bytes) {
            Ok(state) => return Ok((state, unread)),
            Err(Failure::Full(error)) => return Err(error),
            Err(Failure::Fatal(why)) => {
                tracing::warn!(%why, "a checkpoint cannot be read");
                unread.get_or_insert(why.to_string());
                record.checkpoints.pop();
            }
        }
    }
    Ok((State::new(salt), unread))
}

/// Whether a directory without a record has nothing, or next to nothing if the first start was cut short.
fn check_empty(directory: &Path, path: &Path) -> Result<(), StoreError> {
    let entries = match fs::read_dir(directory) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        entries => entries.map_err(|error| unusable(path, &error))?,
    };
    let mut others = Vec::new();
    for entry in entries {
        let name = entry.map_err(|error| unusable(path, &error))?.file_name();
        others.push(name.to_string_lossy().into_owned());
    }
    others.retain(|name| name != "lock" && name != "checkpoint.unfinished");
    let ours =
        |name: &String| name.starts_with("journal-") || name.starts_with("sled-") || name == "acknowledged";
    match others.as_slice() {
        [] => Ok(()),
        [journal] if *journal == "journal-0000000001" && Journal::is_empty(directory, 1) => Ok(()),
        others if others.iter().all(ours) => Err(damaged(path, "the file checkpoint is missing".into())),
        _ => Err(other_format(path, "of something else".into())),
    }
}

fn begin(directory: &Path) -> io::Result<Record> {
    Journal::create(directory, 1, 1)?;
    let record = Record::new(1);
    record.write(directory)?;
    Ok(record)
}

fn other_format(path: &Path, found: String) -> StoreError {
    StoreError::Format { path: path.to_owned(), found, known: FORMAT }
}

fn lock(directory: &Path, path: &Path) -> Result<File, StoreError> {
    let refused = |error: io::Error| unusable(path, &error);
    let mut options = OpenOptions::new();
    options.write(true).create(true).truncate(false).mode(0o600);
    let file = options.open(directory.join("lock")).map_err(refused)?;
    for _ in 0..LOCK_TRIES {
        match file.try_lock() {
            Ok(()) => return Ok(file),
            Err(TryLockError::WouldBlock) => std::thread::sleep(LOCK_PAUSE),
            Err(TryLockError::Error(error)) => return Err(refused(error)),
        }
    }
    Err(StoreError::Locked { path: path.to_owned() })
}

fn unusable(path: &Path, error: &io::Error) -> StoreError {
    StoreError::Directory { path: path.to_owned(), why: error.to_string().into() }
}

fn damaged(path: &Path, why: String) -> StoreError {
    StoreError::Damaged { path: path.to_owned(), why: why.into() }
}
