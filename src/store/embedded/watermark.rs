//! The durable watermark: the number of the last acknowledged write batch, in a file of its own.
//!
//! The end of a journal that was cut looks like the torn end of a crash. So after each batch is durable its number is
//! written here: a directory that knows fewer batches has lost some. The number is never ahead of what is durable, and
//! needs no sync: what a power cut takes from it makes the check weaker, not wrong.

use std::fs::{self, File, OpenOptions};
use std::io;
use std::os::unix::fs::{FileExt as _, OpenOptionsExt as _};
use std::path::Path;

const NAME: &str = "acknowledged";
/// Digits of the number, padded so that every writing has the same length.
const DIGITS: usize = 20;

/// The file with the number.
pub(super) struct Watermark {
    file: File,
}

impl Watermark {
    /// The number in the file of a directory; 0 if there is none that can be read.
    pub(super) fn read(directory: &Path) -> io::Result<u64> {
        match fs::read(directory.join(NAME)) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(0),
            bytes => Ok(String::from_utf8_lossy(&bytes?).trim().parse().unwrap_or(0)),
        }
    }

    /// Opens the file of a directory.
    pub(super) fn open(directory: &Path) -> io::Result<Self> {
        let mut options = OpenOptions::new();
        let file = options.write(true).create(true).truncate(false).mode(0o600).open(directory.join(NAME))?;
        Ok(Watermark { file })
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
        assert_eq!(Watermark::read(directory.path()).unwrap(), 0);
        let watermark = Watermark::open(directory.path()).unwrap();
        for batch in [7, u64::MAX, 12] {
            watermark.write(batch).unwrap();
            assert_eq!(Watermark::read(directory.path()).unwrap(), batch);
        }
    }
}
