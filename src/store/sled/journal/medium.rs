//! What a journal asks of a file. A test puts one in its place that loses power.

use std::fs::File;
use std::io::{self, Read as _, Seek as _};
use std::os::unix::fs::FileExt;

/// A file as the journal sees it.
pub(in crate::store::sled) trait Medium: Send {
    /// All that is in it.
    fn read_all(&mut self) -> io::Result<Vec<u8>>;

    /// Writes at an offset, beyond the end too.
    fn write_at(&mut self, bytes: &[u8], offset: u64) -> io::Result<()>;

    /// Makes it empty.
    fn clear(&mut self) -> io::Result<()>;

    /// Returns once all that was written survives a power cut.
    fn sync(&mut self) -> io::Result<()>;
}

impl Medium for File {
    fn read_all(&mut self) -> io::Result<Vec<u8>> {
        let mut bytes = Vec::new();
        self.rewind()?;
        self.read_to_end(&mut bytes)?;
        Ok(bytes)
    }

    fn write_at(&mut self, bytes: &[u8], offset: u64) -> io::Result<()> {
        self.write_all_at(bytes, offset)
    }

    fn clear(&mut self) -> io::Result<()> {
        self.set_len(0)
    }

    fn sync(&mut self) -> io::Result<()> {
        self.sync_data()
    }
}
