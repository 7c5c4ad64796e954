//! Files in a folder: `{location}/{name}`. What a link leads to is none of them.

use std::collections::BTreeSet;
use std::fs::{self, Metadata};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};

use chrono::{DateTime, Utc};

use super::batch::{self, Batch};
use super::files::{Dated, Key, Stored};
use super::{is_file_name, is_location_name};
use crate::durable::sync;

/// A folder of files.
pub struct Disk {
    folder: PathBuf,
    /// How many requests wrote files.
    batches: AtomicU64,
}

impl Disk {
    /// Opens a folder. What an upload left there that did not end is undone.
    pub fn open(folder: &Path) -> io::Result<Self> {
        batch::remove_unfinished(folder)?;
        Ok(Self { folder: folder.to_owned(), batches: AtomicU64::new(0) })
    }

    /// All files with their lengths.
    pub fn found(&self) -> io::Result<Vec<(Key, u64)>> {
        let mut found = Vec::new();
        for (location, folder) in entries(&self.folder)? {
            if !is_location_name(&location) || !about(&folder)?.is_dir() {
                continue;
            }
            for (name, file) in entries(&folder)? {
                let about = about(&file)?;
                if is_file_name(&name) && about.is_file() {
                    found.push(((location.clone(), name), about.len()));
                }
            }
        }
        Ok(found)
    }

    /// A file; none where somebody removed it.
    pub fn read(&self, key: &Key) -> io::Result<Option<Stored>> {
        let path = self.path(key);
        let read = fs::symlink_metadata(&path).and_then(|about| match about.is_file() {
            true => Ok((about.modified()?, fs::read(&path)?)),
            false => Err(io::ErrorKind::NotFound.into()),
        });
        match read {
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(error),
            Ok((modified, bytes)) => {
                Ok(Some(Stored { bytes: bytes.into(), modified: DateTime::<Utc>::from(modified) }))
            }
        }
    }

    /// Writes all of these beside the others; each has another place.
    pub fn write(&self, new: &[&Dated]) -> io::Result<Batch> {
        Batch::write(&self.folder, self.batches.fetch_add(1, Ordering::Relaxed), new)
    }

    /// Puts what was written in its places, all of it or nothing. One change at a time.
    pub fn place(&self, written: &Batch) -> io::Result<()> {
        batch::undo_unfinished(&self.folder)?;
        written.place()
    }

    /// Removes files, those that are there. One change at a time.
    pub fn remove<'k>(&self, keys: impl Iterator<Item = &'k Key>) -> io::Result<()> {
        batch::undo_unfinished(&self.folder)?;
        let mut locations = BTreeSet::new();
        for key in keys {
            removed_if_there(&self.path(key))?;
            locations.insert(self.folder.join(&key.0));
        }
        locations.iter().filter(|location| location.is_dir()).try_for_each(|path| sync(path))
    }

    fn path(&self, (location, name): &Key) -> PathBuf {
        self.folder.join(location).join(name)
    }
}

/// What is known of an entry. A link is passed over by all who ask, with a warning.
fn about(path: &Path) -> io::Result<Metadata> {
    let about = fs::symlink_metadata(path).map_err(|error| named(path, &error))?;
    if about.is_symlink() {
        tracing::warn!(path = %path.display(), "a link among the uploaded files is passed over");
    }
    Ok(about)
}

/// An error that says where it was met.
pub(super) fn named(path: &Path, error: &io::Error) -> io::Error {
    io::Error::new(error.kind(), format!("{}: {error}", path.display()))
}

pub(super) fn removed_if_there(file: &Path) -> io::Result<()> {
    match fs::remove_file(file) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        removed => removed,
    }
}

/// What is in a folder, by its name; nothing where there is none. A name that is not UTF-8 is none
/// of ours.
pub(super) fn entries(folder: &Path) -> io::Result<Vec<(String, PathBuf)>> {
    let listed = match fs::read_dir(folder) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        listed => listed?,
    };
    let mut found = Vec::new();
    for entry in listed {
        let entry = entry?;
        if let Ok(name) = entry.file_name().into_string() {
            found.push((name, entry.path()));
        }
    }
    Ok(found)
}
