//! The text of a reader in pieces.

mod cutting;
use super::cut::Cutter;
use crate::de;
use crate::error::{Error, Result};
use crate::options::Options;
use serde::de::Deserialize;
use std::io::{BufReader, Read};

/// The longest single piece unless [`Pieces::limit`] says otherwise: 256 MiB.
///
/// ```
/// assert_eq!(jsv_codec::stream::LONGEST, 1 << 28);
/// ```
pub const LONGEST: usize = 256 * 1024 * 1024;

/// The byte order mark in UTF-8.
const MARK: &[u8] = "\u{FEFF}".as_bytes();

/// One piece of a text: an element of a list, a line, or the whole text if it is no list.
///
/// ```
/// use jsv_codec::{stream::Pieces, Options};
///
/// let mut pieces = Pieces::list(&b"[a,{B:1}]"[..], &Options::default());
/// assert_eq!(pieces.next().unwrap().unwrap().text(), "a");
/// let second = pieces.next().unwrap().unwrap();
/// assert_eq!((second.text(), second.offset(), second.is_element()), ("{B:1}", 3, true));
/// assert!(pieces.next().is_none());
/// ```
#[derive(Clone, Debug)]
pub struct Piece {
    text: String,
    place: Place,
    element: bool,
    json: bool,
    options: Options,
}

/// A place in a text.
#[derive(Clone, Copy, Debug)]
struct Place {
    offset: u64,
    line: usize,
    column: usize,
}

impl Place {
    fn pass(&mut self, bytes: &[u8]) {
        self.offset += bytes.len() as u64;
        match memchr::memrchr(b'\n', bytes) {
            Some(last) => {
                self.line += memchr::memchr_iter(b'\n', bytes).count();
                self.column = 1 + characters(&bytes[last + 1..]);
            }
            None => self.column += characters(bytes),
        }
    }
}

/// How many characters begin in these bytes.
fn characters(bytes: &[u8]) -> usize {
    bytes.iter().filter(|byte| **byte & 0xC0 != 0x80).count()
}

impl Piece {
    /// Its text.
    ///
    /// ```
    /// use jsv_codec::{stream::Pieces, Options};
    ///
    /// let texts = Pieces::list(&b"[\"a,b\",{A:1}]"[..], &Options::default());
    /// let texts: Vec<String> = texts.map(|piece| piece.unwrap().text().to_owned()).collect();
    /// assert_eq!(texts, ["\"a,b\"", "{A:1}"]);
    /// ```
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Bytes before it in the whole text.
    ///
    /// ```
    /// use jsv_codec::{stream::Pieces, Options};
    ///
    /// let offsets = Pieces::list(&b"[7,8,9]"[..], &Options::default()).map(|piece| piece.unwrap().offset());
    /// assert_eq!(offsets.collect::<Vec<_>>(), [1, 3, 5]);
    /// ```
    #[must_use]
    pub fn offset(&self) -> u64 {
        self.place.offset
    }

    /// It is an element of a list or a line, and not the whole text.
    ///
    /// ```
    /// use jsv_codec::{stream::Pieces, Options};
    ///
    /// let is_element = |text: &str| {
    ///     Pieces::list(text.as_bytes(), &Options::default()).next().unwrap().unwrap().is_element()
    /// };
    /// assert!(is_element("[a]") && !is_element("{A:[a]}"));
    /// ```
    #[must_use]
    pub fn is_element(&self) -> bool {
        self.element
    }

    /// Reads the piece as any type. The place of an error is one in the piece;
    /// [`place`](Self::place) makes it one in the whole text.
    ///
    /// # Errors
    /// As [`from_str_with`](crate::from_str_with), with the options of the pieces.
    ///
    /// ```
    /// use jsv_codec::{stream::Pieces, Options};
    ///
    /// let pieces = Pieces::list(&b"[\"a\", null]"[..], &Options::default());
    /// let read: Vec<Option<String>> = pieces.map(|piece| piece.unwrap().read().unwrap()).collect();
    /// assert_eq!(read, [Some("a".to_owned()), None]);
    /// ```
    pub fn read<'de, T: Deserialize<'de>>(&'de self) -> Result<T> {
        de::read(&self.text, &self.options, 0, self.json)
    }

    /// An error of reading the piece, with its place in the whole text.
    ///
    /// ```
    /// use jsv_codec::{stream::Pieces, Options};
    ///
    /// let piece = Pieces::list(&b"[1,\n 2,\n{A:x}]"[..], &Options::default()).nth(2).unwrap().unwrap();
    /// let error = jsv_codec::from_str::<std::collections::HashMap<String, u8>>(piece.text()).unwrap_err();
    /// let error = piece.place(error);
    /// assert_eq!((error.line(), error.column(), error.offset()), (3, 4, Some(11)));
    /// ```
    #[must_use]
    pub fn place(&self, error: Error) -> Error {
        let Place { offset, line, column } = self.place;
        error.shifted(usize::try_from(offset).unwrap_or(usize::MAX), line - 1, column - 1)
    }
}

/// Cuts the text of a reader into pieces, by the rules of the writer: quotes hide commas and
/// brackets. A text that shows that it is JSON is cut as JSON.
///
/// ```
/// use jsv_codec::{stream::Pieces, Options};
///
/// let lines = Pieces::lines(&b"{A:1}\n{A:2}\n"[..], &Options::default());
/// assert_eq!(lines.map(|line| line.unwrap().text().len()).sum::<usize>(), 10);
/// ```
pub struct Pieces<R> {
    reader: BufReader<R>,
    options: Options,
    cutter: Cutter,
    place: Place,
    limit: usize,
    state: State,
    list: bool,
    /// The list begins with an object.
    objects: bool,
}

#[derive(Clone, Copy, PartialEq)]
enum State {
    Start,
    List,
    Lines,
    Done,
}

impl<R: Read> Pieces<R> {
    /// The elements of a list, or the whole text if it is none.
    ///
    /// ```
    /// use jsv_codec::{stream::Pieces, Options};
    ///
    /// let whole = Pieces::list(&b"{A:1}\n"[..], &Options::default()).next().unwrap().unwrap();
    /// assert!(!whole.is_element() && whole.text() == "{A:1}\n");
    /// ```
    pub fn list(reader: R, options: &Options) -> Self {
        Self::new(reader, options, State::Start)
    }

    /// The lines that are not empty.
    ///
    /// ```
    /// use jsv_codec::{stream::Pieces, Options};
    ///
    /// let lines = Pieces::lines(&b"a\n\nb"[..], &Options::default());
    /// assert_eq!(lines.map(|line| line.unwrap().offset()).collect::<Vec<_>>(), [0, 3]);
    /// ```
    pub fn lines(reader: R, options: &Options) -> Self {
        Self::new(reader, options, State::Lines)
    }

    fn new(reader: R, options: &Options, state: State) -> Self {
        Self {
            reader: BufReader::with_capacity(64 * 1024, reader),
            options: options.clone(),
            cutter: Cutter::new(options, state == State::Lines),
            place: Place { offset: 0, line: 1, column: 1 },
            limit: LONGEST,
            state,
            list: false,
            objects: false,
        }
    }

    /// Whether the text has turned out to be a list.
    ///
    /// ```
    /// use jsv_codec::{stream::Pieces, Options};
    ///
    /// let mut empty = Pieces::list(&b"[]"[..], &Options::default());
    /// assert!(empty.next().is_none() && empty.is_list());
    /// ```
    #[must_use]
    pub fn is_list(&self) -> bool {
        self.list
    }

    /// The longest single piece, in bytes.
    ///
    /// ```
    /// use jsv_codec::{stream::Pieces, Options};
    ///
    /// let pieces = Pieces::list(&b"[abc]"[..], &Options::default()).limit(2);
    /// assert!(pieces.last().unwrap().is_err());
    /// ```
    #[must_use]
    pub fn limit(self, bytes: usize) -> Self {
        Self { limit: bytes, ..self }
    }

    /// Gives no more pieces.
    pub(super) fn stop(&mut self) {
        self.state = State::Done;
    }
}

impl<R: Read> Iterator for Pieces<R> {
    type Item = Result<Piece>;

    fn next(&mut self) -> Option<Result<Piece>> {
        let piece = self.piece();
        if piece.is_err() {
            self.stop();
        }
        piece.transpose()
    }
}
