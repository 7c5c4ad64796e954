//! The small file that names the checkpoint in force. Whatever it does not name does not count.

use std::fs;
use std::io;
use std::path::Path;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::durable;
use crate::store::journal::{FORMAT, Failure};

const NAME: &str = "checkpoint";

/// What a directory has.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct Record {
    pub(super) format: u32,
    pub(super) checkpoint: Option<Checkpoint>,
    /// The first batch of a journal file that has to be there.
    pub(super) journal: u64,
}

/// A complete checkpoint.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct Checkpoint {
    /// The directory of sled's below the store's.
    pub(super) directory: String,
    /// Bytes of its rows.
    pub(super) bytes: u64,
    /// CRC-32 of the names, lengths and bytes of its files.
    pub(super) sum: u32,
}

impl Record {
    /// None if there is no record.
    pub(super) fn read(directory: &Path) -> Result<Option<Self>, Failure> {
        let bytes = match fs::read(directory.join(NAME)) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            bytes => bytes?,
        };
        let value = serde_json::from_slice::<Value>(&bytes).unwrap_or_default();
        match value["format"].as_u64() {
            Some(other) if other != u64::from(FORMAT) => Err(Failure::Format(other.to_string())),
            _ => serde_json::from_value(value)
                .map(Some)
                .map_err(|_| Failure::Damaged(format!("the file {NAME} cannot be read"))),
        }
    }

    /// Puts the record in force; it is durable then.
    pub(super) fn put(self, directory: &Path) -> io::Result<Self> {
        durable::write(&directory.join(NAME), &serde_json::to_vec(&self)?)?;
        Ok(self)
    }
}
