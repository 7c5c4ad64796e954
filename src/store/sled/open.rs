//! Opening a directory, or saying in one sentence why not.

use std::fs::{self, File};
use std::io;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use ::sled::{Db, Tree};

use super::Settings;
use super::asked::{Asked, Salt};
use super::disk::{Media, TreeOnDisk};
use super::journal::{Frame, Journal};
use super::key::{BATCH, FORMAT, GENERATION, Keys, SALT};
use super::pledge::Pledge;
use super::record::Unreadable;
use super::table::Table;
use super::trouble::{Trouble, panic_text, quietly};
use crate::store::StoreError;

/// The only format that this program reads. In format 1 every life was a row of its own, until 2 every ActivateId.
const KNOWN: u32 = 3;
/// A process that was just killed may hold the lock a moment longer.
const LOCK_TRIES: u32 = 10;
const LOCK_PAUSE: Duration = Duration::from_millis(50);

/// An opened directory.
pub(super) struct Opened {
    pub(super) table: Arc<Table>,
    pub(super) disk: TreeOnDisk,
    pub(super) found: Found,
}

/// What a tree tells of itself.
pub(super) struct Found {
    /// The generation in force.
    pub(super) keys: Keys,
    /// The last batch.
    pub(super) batch: u64,
    pub(super) asked: Asked,
}

/// Opens a directory, making it if need be.
pub(super) fn open(
    path: &Path,
    settings: &Settings,
    media: impl FnOnce(&Path) -> io::Result<Media>,
) -> Result<Opened, StoreError> {
    fs::create_dir_all(path).map_err(|error| refused(error, path))?;
    let db = open_tree(path, settings)?;
    // What is damaged may show only now.
    let opened = quietly(|| read(db, path, settings, media));
    opened.unwrap_or_else(|panic| {
        Err(StoreError::Damaged { path: path.to_owned(), why: panic_text(&*panic).into() })
    })
}

fn read(
    db: Db,
    path: &Path,
    settings: &Settings,
    media: impl FnOnce(&Path) -> io::Result<Media>,
) -> Result<Opened, StoreError> {
    let refused = |error| refused(error, path);
    read_format(&db, path, settings)?;
    let Media { journal, tree: file } = media(path).map_err(refused)?;
    let mut journal = Journal::over(journal, settings.journal_bytes);
    let batch = replay(&db, journal.read().map_err(refused)?, path)?;
    let keys = read_generation(&db, path)?;
    let (pledge, pledged) = Pledge::open(path).map_err(refused)?;
    if batch < pledged {
        let why = format!("{} acknowledged batches of changes are missing", pledged - batch);
        return Err(StoreError::Damaged { path: path.to_owned(), why: why.into() });
    }
    let asked = read_asked(&db, keys).map_err(|trouble| trouble.told_of(path))?;
    let table = Arc::new(Table::of(Tree::clone(&db)));
    let disk = TreeOnDisk::new(Arc::clone(&table), journal, file, pledge);
    let disk = disk.map_err(|trouble| trouble.told_of(path))?;
    sync_new_files(path).map_err(refused)?;
    Ok(Opened { table, disk, found: Found { keys, batch, asked } })
}

fn refused(error: io::Error, path: &Path) -> StoreError {
    StoreError::Directory { path: path.to_owned(), why: error.to_string().into() }
}

/// Writes to the tree what it lacks of the journal; gives the number of the last batch.
fn replay(db: &Db, frames: Vec<Frame>, path: &Path) -> Result<u64, StoreError> {
    let mut last = read_number(db, BATCH, path)?.unwrap_or(0);
    let lacking = frames.into_iter().skip_while(|frame| frame.number <= last).collect::<Vec<_>>();
    if let Some(frame) = lacking.first() {
        tracing::info!(batches = lacking.len(), from = frame.number, "taking up what the journal holds");
    }
    for Frame { number, writes } in lacking {
        if number != last + 1 {
            let why = format!("the batches of changes from {} to {} are missing", last + 1, number - 1);
            return Err(StoreError::Damaged { path: path.to_owned(), why: why.into() });
        }
        let applied = db.apply_batch(writes.to_batch());
        applied.map_err(|error| Trouble::from(error).told_of(path))?;
        last = number;
    }
    Ok(last)
}

/// Sums up the log of a directory that nobody uses any more, so that the next start need not read all of it: sled does
/// so when it opens, and only then. What cannot be summed up is left as it is.
pub fn sum_up(path: &Path, settings: &Settings) {
    if let Err(error) = try_open(path, settings) {
        tracing::debug!(%error, "the log of the store was not summed up");
    }
}

fn open_tree(path: &Path, settings: &Settings) -> Result<Db, StoreError> {
    for _ in 1..LOCK_TRIES {
        match try_open(path, settings) {
            Err(StoreError::Locked { .. }) => std::thread::sleep(LOCK_PAUSE),
            other => return other,
        }
    }
    try_open(path, settings)
}

/// sled panics over some kinds of damage.
fn try_open(path: &Path, settings: &Settings) -> Result<Db, StoreError> {
    let config = ::sled::Config::new().path(path).cache_capacity(settings.cache_bytes);
    match quietly(|| config.open()) {
        Ok(opened) => opened.map_err(|error| why_not(error, path)),
        Err(panic) => Err(StoreError::Damaged { path: path.to_owned(), why: panic_text(&*panic).into() }),
    }
}

fn why_not(error: ::sled::Error, path: &Path) -> StoreError {
    let path = path.to_owned();
    match error {
        ::sled::Error::Io(error) if error.to_string().contains("could not acquire lock") => {
            StoreError::Locked { path }
        }
        ::sled::Error::Io(error) => refused(error, &path),
        ::sled::Error::Unsupported(why) => StoreError::Format { path, found: why, known: KNOWN },
        other => StoreError::Damaged { path, why: other.to_string().into() },
    }
}

/// Whether the format is ours. An empty tree gets it.
fn read_format(db: &Db, path: &Path, settings: &Settings) -> Result<(), StoreError> {
    let Some(found) = read_text(db, FORMAT, path)? else { return begin(db, path, settings) };
    match found == KNOWN.to_string() {
        true => Ok(()),
        false => Err(StoreError::Format { path: path.to_owned(), found, known: KNOWN }),
    }
}

/// The generation in force.
fn read_generation(db: &Db, path: &Path) -> Result<Keys, StoreError> {
    match read_number(db, GENERATION, path)?.map(u32::try_from) {
        Some(Ok(generation)) => Ok(Keys { generation }),
        _ => Err(Trouble::from(Unreadable).told_of(path)),
    }
}

/// The ActivateIds of the generation in force.
fn read_asked(db: &Db, keys: Keys) -> Result<Asked, Trouble> {
    let salt = db.get(SALT)?.ok_or(Unreadable)?;
    Asked::read(salt.as_ref().try_into().map_err(|_| Unreadable)?, db, keys)
}

fn read_text(db: &Db, key: &[u8], path: &Path) -> Result<Option<String>, StoreError> {
    let value = db.get(key).map_err(|error| Trouble::from(error).told_of(path))?;
    Ok(value.map(|bytes| String::from_utf8_lossy(&bytes).into_owned()))
}

fn read_number(db: &Db, key: &[u8], path: &Path) -> Result<Option<u64>, StoreError> {
    let number = read_text(db, key, path)?.map(|text| text.parse()).transpose();
    number.map_err(|_| Trouble::from(Unreadable).told_of(path))
}

fn begin(db: &Db, path: &Path, settings: &Settings) -> Result<(), StoreError> {
    if !db.is_empty() {
        return Err(StoreError::Format {
            path: path.to_owned(),
            found: "of something else".into(),
            known: KNOWN,
        });
    }
    let mut batch = ::sled::Batch::default();
    batch.insert(FORMAT, KNOWN.to_string().as_bytes());
    batch.insert(GENERATION, "1".as_bytes());
    batch.insert(SALT, &settings.seed.bytes::<{ size_of::<Salt>() }>());
    let written = db.apply_batch(batch).and_then(|()| db.flush());
    written.map_err(|error| Trouble::from(error).told_of(path)).map(drop)
}

/// A file survives a power cut only if its directory's entry does.
fn sync_new_files(path: &Path) -> io::Result<()> {
    File::open(path)?.sync_all()?;
    match path.canonicalize()?.parent() {
        Some(parent) => File::open(parent)?.sync_all(),
        None => Ok(()),
    }
}
