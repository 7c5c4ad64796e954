//! The files that were uploaded to a host in one tenant.

use std::collections::BTreeMap;
use std::io;
use std::path::Path;
use std::sync::{Mutex, MutexGuard, PoisonError};

use bytes::Bytes;
use chrono::{DateTime, Utc};

use super::disk::Disk;
use super::location::{Operations, WriteRefusal};

/// Files by location and name, in memory or in a folder.
///
/// ```
/// use servicestack_emulator::uploads::{Files, Limits, NewFile, Operations};
///
/// let files = Files::in_memory(Limits::default());
/// let (location, name) = ("docs".to_owned(), "a.txt".to_owned());
/// let operations = Operations::default();
/// let new = NewFile { location, name, bytes: "text".into(), operations };
/// files.put(vec![new], chrono::DateTime::default())?;
/// assert_eq!(files.get("docs", "a.txt")?.unwrap().bytes, "text");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub struct Files {
    limits: Limits,
    /// The files; of those in a folder their lengths alone. Never locked while a disk is waited
    /// for: requests look at them.
    kept: Mutex<AllKept>,
    /// Locked while files are changed, for as long as a disk takes.
    changing: Mutex<()>,
    disk: Option<Disk>,
}

/// What bounds the files of a host in a tenant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Most files, and most of one request, also of one name.
    pub files: usize,
    /// Most bytes of all of them.
    pub bytes: u64,
}

impl Default for Limits {
    /// 1,000 files, 64 MiB.
    fn default() -> Self {
        Self { files: 1000, bytes: 64 << 20 }
    }
}

/// Location and name.
pub(super) type Key = (String, String);

/// A file to be stored, and since when it is as it is.
pub(super) type Dated = (NewFile, DateTime<Utc>);

type AllKept = BTreeMap<Key, Kept>;

#[derive(Clone)]
struct Kept {
    length: u64,
    /// None where they are in a folder.
    stored: Option<Stored>,
}

/// A file as it was stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stored {
    /// What it holds.
    pub bytes: Bytes,
    /// When it was stored.
    pub modified: DateTime<Utc>,
}

/// A file to be stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewFile {
    /// The name of its location.
    pub location: String,
    /// Its name.
    pub name: String,
    /// What it holds.
    pub bytes: Bytes,
    /// What may be done: whether it may be a new one, and whether it may replace one.
    pub operations: Operations,
}

/// Why files were not stored; nothing of them was.
#[derive(Debug, thiserror::Error)]
pub enum NotStored {
    /// There is no room.
    #[error("The uploaded files of this host would be more than {0}.")]
    NoRoom(String),
    /// A file may not be new, or may not replace another one.
    #[error(transparent)]
    Refused(#[from] WriteRefusal),
    /// The disk refuses.
    #[error("cannot write a file: {0}")]
    Disk(#[from] io::Error),
}

impl Files {
    /// No files, in memory.
    pub fn in_memory(limits: Limits) -> Self {
        Self { limits, kept: Mutex::default(), changing: Mutex::default(), disk: None }
    }

    /// The files of a folder, which is made when the first one is stored.
    ///
    /// # Errors
    /// When the folder cannot be read.
    pub fn in_folder(folder: &Path, limits: Limits) -> io::Result<Self> {
        let disk = Disk::open(folder)?;
        let found = disk.found()?.into_iter();
        let kept = found.map(|(key, length)| (key, Kept { length, stored: None })).collect();
        let disk = Some(disk);
        Ok(Self { disk, kept: Mutex::new(kept), ..Self::in_memory(limits) })
    }

    /// A file; none where there is none of that name.
    ///
    /// # Errors
    /// When the disk refuses.
    pub fn get(&self, location: &str, name: &str) -> io::Result<Option<Stored>> {
        let key = (location.to_owned(), name.to_owned());
        let kept = self.kept().get(&key).cloned();
        match (kept, &self.disk) {
            (None, _) => Ok(None),
            (Some(_), Some(disk)) => disk.read(&key),
            (Some(kept), None) => Ok(kept.stored),
        }
    }

    /// Whether there is a file of that name.
    pub fn has(&self, location: &str, name: &str) -> bool {
        self.kept().contains_key(&(location.to_owned(), name.to_owned()))
    }

    /// Stores all of these or, where one cannot be, none. A file of the same name is replaced, if
    /// it may be; of two of one name the later one stays.
    ///
    /// # Errors
    /// No room, a file may not be written, or the disk refuses.
    pub fn put(&self, new: Vec<NewFile>, now: DateTime<Utc>) -> Result<(), NotStored> {
        self.put_dated(&new.into_iter().map(|file| (file, now)).collect::<Vec<Dated>>())
    }

    fn put_dated(&self, new: &[Dated]) -> Result<(), NotStored> {
        self.put_onto(AllKept::clone, new)
    }

    /// Stores these beside what stays of those that are there, and removes the others.
    fn put_onto(&self, staying: fn(&AllKept) -> AllKept, new: &[Dated]) -> Result<(), NotStored> {
        let most = self.limits.files;
        if new.len() > most {
            return Err(NotStored::NoRoom(format!("{most} files")));
        }
        let written = match &self.disk {
            None => None,
            Some(disk) => {
                // Nothing is written that is refused anyway.
                self.with(staying(&self.kept()), new)?;
                let last: BTreeMap<Key, &Dated> = new.iter().map(|one| (key(one), one)).collect();
                Some((disk, disk.write(&last.into_values().collect::<Vec<_>>())?))
            }
        };
        let _changing = self.changing();
        let files = self.with(staying(&self.kept()), new)?;
        let Some((disk, written)) = written else {
            *self.kept() = files;
            return Ok(());
        };
        disk.place(&written)?;
        let goes = |key: &&Key| !files.contains_key(*key);
        let gone: Vec<Key> = self.kept().keys().filter(goes).cloned().collect();
        *self.kept() = files;
        if !gone.is_empty() {
            disk.remove(gone.iter())?;
        }
        Ok(())
    }

    /// Files with these beside them.
    fn with(&self, mut files: AllKept, new: &[Dated]) -> Result<AllKept, NotStored> {
        for one @ (file, modified) in new {
            let key = key(one);
            file.operations.allow_write(files.contains_key(&key))?;
            let stored = Stored { bytes: file.bytes.clone(), modified: *modified };
            let stored = Some(stored).filter(|_| self.disk.is_none());
            files.insert(key, Kept { length: file.bytes.len() as u64, stored });
        }
        self.check_room(&files)?;
        Ok(files)
    }

    /// Removes a file. `false` where there was none.
    ///
    /// # Errors
    /// When the disk refuses.
    pub fn remove(&self, location: &str, name: &str) -> io::Result<bool> {
        let key = (location.to_owned(), name.to_owned());
        let _changing = self.changing();
        if !self.kept().contains_key(&key) {
            return Ok(false);
        }
        if let Some(disk) = &self.disk {
            disk.remove(std::iter::once(&key))?;
        }
        Ok(self.kept().remove(&key).is_some())
    }

    /// Those of another tenant: none, in memory.
    #[must_use]
    pub fn fresh(&self) -> Self {
        Self::in_memory(self.limits)
    }

    /// A copy in memory. What cannot be read is left out.
    #[must_use]
    pub fn fork(&self) -> Self {
        Self { kept: Mutex::new(self.copied()), ..Self::in_memory(self.limits) }
    }

    fn copied(&self) -> AllKept {
        let mut files = self.kept().clone();
        if let Some(disk) = &self.disk {
            files.retain(|key, kept| {
                kept.stored = disk.read(key).ok().flatten();
                kept.stored.is_some()
            });
        }
        files
    }

    /// Removes all of them.
    ///
    /// # Errors
    /// When the disk refuses.
    pub fn clear(&self) -> io::Result<()> {
        let _changing = self.changing();
        if let Some(disk) = &self.disk {
            let keys: Vec<Key> = self.kept().keys().cloned().collect();
            disk.remove(keys.iter())?;
        }
        self.kept().clear();
        Ok(())
    }

    /// Whether they outlive the process.
    pub fn are_durable(&self) -> bool {
        self.disk.is_some()
    }

    /// Puts copies of other files in the place of these, which stay where that fails.
    ///
    /// # Errors
    /// No room, or the disk refuses.
    pub fn replace_all(&self, others: &Self, now: DateTime<Utc>) -> Result<(), NotStored> {
        let copy = |((location, name), kept): (Key, Kept)| {
            let Stored { bytes, modified } = kept.stored?;
            let operations = Operations::default();
            Some((NewFile { location, name, bytes, operations }, modified.min(now)))
        };
        let new: Vec<Dated> = others.copied().into_iter().filter_map(copy).collect();
        self.put_onto(|_| AllKept::default(), &new)
    }

    fn check_room(&self, files: &AllKept) -> Result<(), NotStored> {
        let Limits { files: most, bytes } = self.limits;
        if files.len() > most {
            return Err(NotStored::NoRoom(format!("{most} files")));
        }
        let sum = files.values().map(|kept| kept.length).fold(0, u64::saturating_add);
        if sum > bytes { Err(NotStored::NoRoom(format!("{bytes} bytes"))) } else { Ok(()) }
    }

    fn changing(&self) -> MutexGuard<'_, ()> {
        self.changing.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn kept(&self) -> MutexGuard<'_, AllKept> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn key((file, _): &Dated) -> Key {
    (file.location.clone(), file.name.clone())
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test that cannot go on may panic")]
mod tests {
    use super::*;

    fn file(name: &str) -> NewFile {
        let (location, name) = ("docs".to_owned(), name.to_owned());
        let operations = Operations::default();
        NewFile { location, name, bytes: Bytes::from_static(b"text"), operations }
    }

    #[test]
    fn others_take_the_place_of_all_or_of_none() {
        let (folder, now) = (tempfile::tempdir().unwrap(), DateTime::UNIX_EPOCH);
        let limits = Limits { files: 1, bytes: 100 };
        let others = Files::in_memory(Limits { files: 2, ..limits });
        others.put(vec![file("a"), file("b")], now).unwrap();
        for files in [Files::in_memory(limits), Files::in_folder(folder.path(), limits).unwrap()] {
            files.put(vec![file("own")], now).unwrap();
            assert!(files.replace_all(&others, now).is_err());
            assert!(files.get("docs", "own").unwrap().is_some());
            others.remove("docs", "b").unwrap();
            files.replace_all(&others, now).unwrap();
            let there = ["own", "a"].map(|name| files.get("docs", name).unwrap().is_some());
            assert_eq!(there, [false, true]);
            others.put(vec![file("b")], now).unwrap();
        }
        let again = Files::in_folder(folder.path(), limits).unwrap();
        assert_eq!(["own", "a"].map(|name| again.has("docs", name)), [false, true]);
    }
}
