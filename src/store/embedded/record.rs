//! The small file that names the checkpoints in force. Whatever it does not name does not count.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::durable;

/// The format of the directory. Up to 3 all of it was a tree of sled's, with a journal beside it.
pub(super) const FORMAT: u32 = 4;
const NAME: &str = "checkpoint";

/// What a directory has.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(super) struct Record {
    pub(super) format: u32,
    /// The newest one last.
    pub(super) checkpoints: Vec<Checkpoint>,
    /// The journal file that has to be there.
    pub(super) journal: u64,
}

/// What the file is.
pub(super) enum Found {
    Ours(Record),
    /// That of a program with another format.
    Other(u32),
    Damaged,
}

/// The member that a record of any format has.
#[derive(Deserialize)]
struct Format {
    format: u32,
}

/// A complete checkpoint.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(super) struct Checkpoint {
    /// The directory of sled's below the store's.
    pub(super) directory: String,
    /// The last write batch that it holds.
    pub(super) batch: u64,
    /// Bytes of its rows.
    pub(super) bytes: u64,
    /// CRC-32 of the names, lengths and bytes of its files.
    pub(super) sum: u32,
}

/// The two directories that checkpoints go to in turn.
const DIRECTORIES: [&str; 2] = ["sled-0", "sled-1"];

impl Record {
    /// The record of a new directory.
    pub(super) fn new(journal: u64) -> Self {
        Record { format: FORMAT, checkpoints: Vec::new(), journal }
    }

    pub(super) fn path(directory: &Path) -> PathBuf {
        directory.join(NAME)
    }

    /// None if there is no record.
    pub(super) fn read(directory: &Path) -> io::Result<Option<Found>> {
        match fs::read(Self::path(directory)) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            bytes => Ok(Some(Self::parse(&String::from_utf8_lossy(&bytes?)).unwrap_or(Found::Damaged))),
        }
    }

    /// A line of JSON, and its CRC-32.
    fn parse(text: &str) -> Option<Found> {
        let (json, sum) = text.trim_end().split_once('\n')?;
        if u32::from_str_radix(sum, 16).ok()? != crc32fast::hash(json.as_bytes()) {
            return None;
        }
        let Format { format } = serde_json::from_str(json).ok()?;
        if format != FORMAT {
            return Some(Found::Other(format));
        }
        serde_json::from_str(json).ok().map(Found::Ours)
    }

    /// Puts the record in force; it is durable then.
    pub(super) fn write(&self, directory: &Path) -> io::Result<()> {
        let json = serde_json::to_string(self)?;
        let text = format!("{json}\n{:08x}\n", crc32fast::hash(json.as_bytes()));
        durable::write(&Self::path(directory), text.as_bytes())
    }

    /// Takes out the checkpoint that the next one replaces; gives its directory, and the batch it holds if it is one.
    pub(super) fn take_older(&mut self) -> (String, Option<u64>) {
        if self.checkpoints.len() > 1 {
            let older = self.checkpoints.remove(0);
            return (older.directory, Some(older.batch));
        }
        let used = self.checkpoints.first().map(|newest| newest.directory.as_str());
        let unused = DIRECTORIES.into_iter().find(|name| Some(*name) != used);
        (unused.unwrap_or_default().to_owned(), None)
    }

    /// Every checkpoint holds the batches up to this one.
    pub(super) fn oldest_batch(&self) -> u64 {
        if self.checkpoints.len() < 2 { 0 } else { self.checkpoints[0].batch }
    }

    /// Bytes of the newest checkpoint.
    pub(super) fn bytes(&self) -> u64 {
        self.checkpoints.last().map_or(0, |newest| newest.bytes)
    }
}
