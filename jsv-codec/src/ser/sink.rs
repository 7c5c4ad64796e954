//! Where text goes: a string, or anything that takes bytes.

use crate::error::Result;
use std::io;

/// Takes text in pieces.
pub trait Sink {
    /// Appends a piece.
    ///
    /// # Errors
    /// When the writer behind it fails.
    fn put(&mut self, text: &str) -> Result<()>;
}

impl Sink for String {
    #[inline]
    fn put(&mut self, text: &str) -> Result<()> {
        self.push_str(text);
        Ok(())
    }
}

/// Any `io::Write`.
pub struct Stream<W>(pub W);

impl<W: io::Write> Sink for Stream<W> {
    fn put(&mut self, text: &str) -> Result<()> {
        Ok(self.0.write_all(text.as_bytes())?)
    }
}
