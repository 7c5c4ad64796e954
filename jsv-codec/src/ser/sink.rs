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

    /// Appends a name and its colon, with a comma in front if wanted.
    ///
    /// # Errors
    /// When the writer behind it fails.
    #[inline]
    fn put_name(&mut self, comma: bool, name: &str) -> Result<()> {
        if comma {
            self.put(",")?;
        }
        self.put(name)?;
        self.put(":")
    }
}

impl Sink for String {
    #[inline]
    fn put(&mut self, text: &str) -> Result<()> {
        self.push_str(text);
        Ok(())
    }

    /// Room is made once for the three pieces.
    #[inline]
    fn put_name(&mut self, comma: bool, name: &str) -> Result<()> {
        self.reserve(name.len() + 2);
        if comma {
            self.push(',');
        }
        self.push_str(name);
        self.push(':');
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
