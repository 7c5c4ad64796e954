//! Values from a reader, one at a time: the elements of a list, or one value a line. The whole may
//! be larger than memory; one value may not be longer than [`LONGEST`] bytes, or what
//! [`Elements::limit`] says.
//!
//! ```
//! use jsv_codec::stream;
//!
//! #[derive(Debug, PartialEq, serde::Deserialize)]
//! struct Coupon { id: u32, code: String }
//!
//! let file = std::io::Cursor::new("[{id:1,code:\"A,1\"},{id:2,code:B2}]\n");
//! let mut ids = Vec::new();
//! for coupon in stream::elements::<_, Coupon>(file) {
//!     ids.push(coupon?.id);
//! }
//! assert_eq!(ids, [1, 2]);
//!
//! let log = std::io::Cursor::new("{id:1,code:A1}\n\n{id:x,code:B2}\n{id:3,code:C3}\n");
//! let read: Vec<_> = stream::lines::<_, Coupon>(log).collect();
//! assert_eq!(read[1].as_ref().unwrap_err().to_string(), "expected u32, found `x` at [1].id (line 3, column 5)");
//! assert_eq!(read[2].as_ref().unwrap().code, "C3");
//! # Ok::<(), jsv_codec::Error>(())
//! ```

mod cut;
mod pieces;

pub use pieces::{LONGEST, Piece, Pieces};

use crate::error::{Error, ErrorKind, Result};
use crate::options::Options;
use serde::de::DeserializeOwned;
use std::io::Read;
use std::marker::PhantomData;

/// The elements of the list that a reader gives, one at a time.
///
/// An element that is not a `T` is an error with its place in the whole text, and the next one is
/// read all the same. Where the text itself is broken, the error is the last item.
///
/// ```
/// let numbers = jsv_codec::stream::elements::<_, u8>(&b"[1, 2,\n x, 4]"[..]);
/// let numbers: Vec<Option<u8>> = numbers.map(Result::ok).collect();
/// assert_eq!(numbers, [Some(1), Some(2), None, Some(4)]);
/// ```
pub fn elements<R: Read, T: DeserializeOwned>(reader: R) -> Elements<R, T> {
    Elements::new(Pieces::list(reader, &Options::default()))
}

/// As [`elements`], with options.
///
/// ```
/// use jsv_codec::{stream, Options};
///
/// let text = &b"[{A:1},null]"[..];
/// let last = stream::elements_with::<_, Option<jsv_codec::Value>>(text, &Options::lossless()).last();
/// assert_eq!(last.unwrap().unwrap(), None);
/// ```
pub fn elements_with<R: Read, T: DeserializeOwned>(reader: R, options: &Options) -> Elements<R, T> {
    Elements::new(Pieces::list(reader, options))
}

/// The values of a text that has one on each line; empty lines are passed over.
///
/// A line feed ends a value also within quotes: a writer of lines has none in strings.
///
/// ```
/// let lines = jsv_codec::stream::lines::<_, Vec<u8>>(&b"[1]\r\n[2,3]"[..]);
/// assert_eq!(lines.collect::<Result<Vec<_>, _>>().unwrap(), [vec![1], vec![2, 3]]);
/// ```
pub fn lines<R: Read, T: DeserializeOwned>(reader: R) -> Elements<R, T> {
    Elements::new(Pieces::lines(reader, &Options::default()))
}

/// As [`lines`], with options.
///
/// ```
/// let strict = jsv_codec::Options::strict();
/// let mut lines = jsv_codec::stream::lines_with::<_, String>(&b"a\n b"[..], &strict);
/// assert_eq!(lines.next().unwrap().unwrap(), "a");
/// assert_eq!(lines.next().unwrap().unwrap(), " b");
/// ```
pub fn lines_with<R: Read, T: DeserializeOwned>(reader: R, options: &Options) -> Elements<R, T> {
    Elements::new(Pieces::lines(reader, options))
}

/// An iterator over the values of a reader; see [`elements`] and [`lines`].
///
/// ```
/// let ids: jsv_codec::stream::Elements<&[u8], u8> = jsv_codec::stream::elements(&b"[1,2]"[..]);
/// assert_eq!(ids.map(Result::unwrap).sum::<u8>(), 3);
/// ```
pub struct Elements<R, T> {
    pieces: Pieces<R>,
    index: usize,
    output: PhantomData<fn() -> T>,
}

impl<R: Read, T> Elements<R, T> {
    fn new(pieces: Pieces<R>) -> Self {
        Self { pieces, index: 0, output: PhantomData }
    }

    /// The longest single value, in bytes.
    ///
    /// ```
    /// let mut long = jsv_codec::stream::elements::<_, String>(&b"[abc]"[..]).limit(2);
    /// assert!(long.next().unwrap().is_err() && long.next().is_none());
    /// ```
    #[must_use]
    pub fn limit(self, bytes: usize) -> Self {
        Self { pieces: self.pieces.limit(bytes), ..self }
    }
}

impl<R: Read, T: DeserializeOwned> Iterator for Elements<R, T> {
    type Item = Result<T>;

    fn next(&mut self) -> Option<Result<T>> {
        let piece = match self.pieces.next()? {
            Ok(piece) => piece,
            Err(error) => return Some(Err(error)),
        };
        if !piece.is_element() {
            self.pieces.stop();
            return Some(Err(Error::new(ErrorKind::Expected("`[`"), Some(0)).locate(piece.text())));
        }
        let index = self.index;
        self.index += 1;
        Some(piece.read().map_err(|error| piece.place(error).within_element(index)))
    }
}
