//! Opening a directory, or saying in one sentence why not.

use std::fs::{self, File, TryLockError};
use std::path::{Path, PathBuf};
use std::thread;
use std::time::Duration;

use super::record::Record;
use super::{Settings, checkpoint};
use crate::durable;
use crate::store::StoreError;
use crate::store::aside::Aside;
use crate::store::journal::{FORMAT, Failure, Journal};
use crate::store::state::State;

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
    pub(super) journal: Aside<Journal>,
    pub(super) record: Record,
    /// Held as long as the store is open.
    pub(super) _lock: File,
}

/// Opens a directory, making it if need be. Nothing is written before it is known to be whole, but
/// for the lock.
pub(super) fn open(path: &Path, settings: &Settings) -> Result<Opened, StoreError> {
    if has_old_store(path) {
        return Err(StoreError::OldDirectory { path: path.to_owned(), known: FORMAT });
    }
    take_up(path.join(NAME), settings).map_err(|failure| failure.at_start(path))
}

fn take_up(directory: PathBuf, settings: &Settings) -> Result<Opened, Failure> {
    if Record::read(&directory)?.is_none() {
        check_empty(&directory)?;
        durable::create_directory(&directory)?;
    }
    let lock = lock(&directory)?;
    // Another process may have been faster.
    let record = match Record::read(&directory)? {
        Some(record) => record,
        None => {
            Journal::begin(&directory, 1)?;
            Record { format: FORMAT, checkpoint: None, journal: 1 }.put(&directory)?
        }
    };
    let salt = settings.seed.bytes();
    let mut state = match &record.checkpoint {
        Some(named) => checkpoint::read(&directory, named, salt)?,
        None => State::new(salt),
    };
    let base = state.version;
    let redo = |number, batch: &[u8]| state.redo(number, batch);
    let (journal, last) = Journal::open(&directory, base, record.journal, redo)?;
    tracing::debug!(batches = last - base, "took up what the journal holds");
    // A process that ended before it had synced the names of its files may have left them in memory
    // alone.
    durable::sync(&directory)?;
    let journal = Aside::start("journal", journal)?;
    Ok(Opened { directory, state, journal, record, _lock: lock })
}

/// Whether a directory without a record has nothing, or next to nothing if the first start was cut
/// short.
fn check_empty(directory: &Path) -> Result<(), Failure> {
    if !directory.exists() {
        return Ok(());
    }
    for entry in fs::read_dir(directory)? {
        let entry = entry?;
        let name = entry.file_name();
        let begins = |text: &str| name.as_encoded_bytes().starts_with(text.as_bytes());
        let is_empty = begins("journal-") && Journal::is_empty(&entry.path());
        if !is_empty && name != "lock" && name != "unfinished" {
            let is_ours = ["journal-", "sled-", "acknowledged"].into_iter().any(begins);
            let missing = Failure::Damaged("the file checkpoint is missing".into());
            let other = Failure::Format("of something else".into());
            return Err(if is_ours { missing } else { other });
        }
    }
    Ok(())
}

fn lock(directory: &Path) -> Result<File, Failure> {
    let file = durable::options().create(true).truncate(false).open(directory.join("lock"))?;
    for _ in 0..LOCK_TRIES {
        match file.try_lock() {
            Ok(()) => return Ok(file),
            Err(TryLockError::WouldBlock) => thread::sleep(LOCK_PAUSE),
            Err(TryLockError::Error(error)) => return Err(error.into()),
        }
    }
    Err(Failure::InUse)
}
