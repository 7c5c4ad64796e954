//! Named snapshots: files of coupons in one directory, one a name. They work with every engine.

use std::fs::{self, File};
use std::io::{BufReader, BufWriter, ErrorKind};
use std::path::PathBuf;

use super::{Form, export, import};
use crate::store::{Coupons, StoreError};

/// What a name may be long.
const LONGEST_NAME: usize = 64;

/// The snapshots in a directory.
#[derive(Debug, Clone)]
pub struct Snapshots {
    directory: PathBuf,
}

/// Why a snapshot cannot be taken, restored or removed.
#[derive(Debug, thiserror::Error)]
pub enum SnapshotError {
    /// The name would be no good file name.
    #[error("a snapshot's name has 1 to {LONGEST_NAME} letters, digits, - or _, not {0:?}")]
    Name(String),
    /// There is none.
    #[error("there is no snapshot {0}")]
    NoSuchSnapshot(String),
    /// The directory cannot be used.
    #[error("the snapshots in {0} cannot be used: {1}")]
    Directory(PathBuf, std::io::Error),
    /// The store could not.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl Snapshots {
    /// Those of a directory, which is made with the first snapshot.
    pub fn new(directory: impl Into<PathBuf>) -> Self {
        Snapshots { directory: directory.into() }
    }

    /// Keeps all coupons under a name, in the place of an older snapshot of that name. Gives back
    /// how many there are.
    ///
    /// # Errors
    /// Any [`SnapshotError`] but `NoSuchSnapshot`. An older snapshot stays then.
    pub async fn take(&self, store: &dyn Coupons, name: &str) -> Result<u64, SnapshotError> {
        let path = self.path(name)?;
        fs::create_dir_all(&self.directory).map_err(|error| self.failed(error))?;
        let unfinished = path.with_extension("unfinished");
        let file = File::create(&unfinished).map_err(|error| self.failed(error))?;
        let (count, file) = export(store, Form::JsonLines, BufWriter::new(file), |_| ()).await?;
        let file = file.into_inner().map_err(|error| self.failed(error.into_error()))?;
        let finish = || {
            file.sync_all()?;
            fs::rename(&unfinished, &path)?;
            File::open(&self.directory)?.sync_all()
        };
        finish().map_err(|error| self.failed(error))?;
        Ok(count)
    }

    /// Puts the coupons of a snapshot in the place of all. Gives back how many there are now.
    ///
    /// # Errors
    /// Any [`SnapshotError`]; nothing is changed then.
    pub async fn restore(&self, store: &dyn Coupons, name: &str) -> Result<u64, SnapshotError> {
        let file = File::open(self.path(name)?).map_err(|error| self.missing(name, error))?;
        Ok(import(store, BufReader::new(file), |_| ()).await?)
    }

    /// The names, in alphabetical order.
    ///
    /// # Errors
    /// [`SnapshotError::Directory`].
    pub fn names(&self) -> Result<Vec<String>, SnapshotError> {
        let entries = match fs::read_dir(&self.directory) {
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Vec::new()),
            entries => entries.map_err(|error| self.failed(error))?,
        };
        let paths: Result<Vec<_>, _> =
            entries.map(|entry| entry.map(|entry| entry.path())).collect();
        let paths = paths.map_err(|error| self.failed(error))?;
        let snapshots =
            paths.iter().filter(|path| path.extension().is_some_and(|end| end == "jsonl"));
        let mut names: Vec<_> =
            snapshots.filter_map(|path| path.file_stem()?.to_str().map(str::to_owned)).collect();
        names.sort();
        Ok(names)
    }

    /// Removes a snapshot.
    ///
    /// # Errors
    /// `Name`, `NoSuchSnapshot` or `Directory`.
    pub fn remove(&self, name: &str) -> Result<(), SnapshotError> {
        fs::remove_file(self.path(name)?).map_err(|error| self.missing(name, error))
    }

    /// Nothing but what stays within the directory on every file system.
    fn path(&self, name: &str) -> Result<PathBuf, SnapshotError> {
        let good = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_';
        if !name.is_empty() && name.len() <= LONGEST_NAME && name.bytes().all(good) {
            Ok(self.directory.join(format!("{name}.jsonl")))
        } else {
            Err(SnapshotError::Name(name.to_owned()))
        }
    }

    fn missing(&self, name: &str, error: std::io::Error) -> SnapshotError {
        match error.kind() {
            ErrorKind::NotFound => SnapshotError::NoSuchSnapshot(name.to_owned()),
            _ => self.failed(error),
        }
    }

    fn failed(&self, error: std::io::Error) -> SnapshotError {
        SnapshotError::Directory(self.directory.clone(), error)
    }
}
