//! How many batches were acknowledged, told in a file beside the tree.
//!
//! sled takes a damaged part of its log for the torn end of a crash: it forgets everything after it and opens without
//! a word. So each batch carries its number, and after the batch is durable the number is written here. A tree that
//! knows fewer batches than were pledged, with those of the journal too, has lost some. The number here is never ahead
//! of what tree and journal hold, whatever crashes,
//! and it needs no sync of its own: what a power cut takes from it makes the check weaker, not wrong.

use std::fs::{File, OpenOptions};
use std::io;
use std::os::unix::fs::FileExt;
use std::path::Path;

/// Digits of the number, padded so that every writing has the same length.
const DIGITS: usize = 20;

/// The file with the number.
pub(super) struct Pledge {
    file: File,
}

impl Pledge {
    /// Opens the file of a directory and reads its number; 0 if there is none that can be read.
    pub(super) fn open(directory: &Path) -> io::Result<(Self, u64)> {
        let mut options = OpenOptions::new();
        let file = options
            .read(true)
            .write(true)
            .create(true)
            .truncate(false)
            .open(directory.join("acknowledged"))?;
        let mut digits = [0; DIGITS];
        let length = file.read_at(&mut digits, 0)?;
        let number = std::str::from_utf8(&digits[..length]).ok().and_then(|text| text.trim().parse().ok());
        Ok((Pledge { file }, number.unwrap_or(0)))
    }

    /// Notes that all batches up to this one are durable.
    pub(super) fn write(&self, batch: u64) -> io::Result<()> {
        self.file.write_all_at(format!("{batch:DIGITS$}\n").as_bytes(), 0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_number_is_read_back() {
        let directory = tempfile::tempdir().unwrap();
        let (pledge, none) = Pledge::open(directory.path()).unwrap();
        assert_eq!(none, 0);
        for batch in [7, u64::MAX, 12] {
            pledge.write(batch).unwrap();
            assert_eq!(Pledge::open(directory.path()).unwrap().1, batch);
        }
    }
}
