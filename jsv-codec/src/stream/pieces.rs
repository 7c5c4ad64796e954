//! The text of a reader in pieces.

use super::cut::{Blanks, Cut, Cutter};
use crate::de;
use crate::error::{Error, ErrorKind, Result};
use crate::lex;
use crate::options::{Mode, Options};
use crate::scalar::Dialect;
use serde::de::Deserialize;
use std::io::{self, BufRead, BufReader, Read};

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

    fn piece(&mut self) -> Result<Option<Piece>> {
        match self.state {
            State::Done => Ok(None),
            State::Start => self.start(),
            State::List => self.element(false),
            State::Lines => self.line(),
        }
    }

    /// Behind a byte order mark and, unless strict, white space.
    fn start(&mut self) -> Result<Option<Piece>> {
        let (from, mut text) = self.behind_mark()?;
        let strict = self.options.mode == Mode::Strict;
        while let Some(byte) = self.peek()?.filter(|byte| !strict && lex::is_space(byte)) {
            if text.len() >= self.limit {
                return Err(self.too_long());
            }
            text.push(byte);
            self.pass(1);
        }
        let blank = lex::space(&text) == text.len();
        if blank && self.peek()? == Some(b'[') {
            self.pass(1);
            (self.state, self.list) = (State::List, true);
            return self.element(true);
        }
        self.state = State::Done;
        let limit = self.limit.saturating_sub(text.len()) as u64;
        if (&mut self.reader).take(limit).read_to_end(&mut text)? as u64 == limit
            && self.peek()?.is_some()
        {
            return Err(self.too_long());
        }
        Ok(Some(self.finished(text, from, false)?))
    }

    /// Passes over a byte order mark at the start, and gives what else had to be read to see that
    /// there is none.
    fn behind_mark(&mut self) -> Result<(Place, Vec<u8>)> {
        let (from, mut head) = (self.place, Vec::new());
        while from.offset == 0 && head.len() < MARK.len() && self.peek()? == Some(MARK[head.len()])
        {
            head.push(MARK[head.len()]);
            self.pass(1);
        }
        if head.len() < MARK.len() {
            return Ok((from, head));
        }
        self.place.column = 1;
        Ok((self.place, Vec::new()))
    }

    /// The next element of a list, whose brackets are not part of it.
    fn element(&mut self, first: bool) -> Result<Option<Piece>> {
        let mut from = self.place;
        let (mut text, end) = self.cut(self.blanks(first))?;
        if first {
            let front = self.front(&text, end);
            from.pass(&text[..front]);
            text.drain(..front);
            self.objects = text.starts_with(b"{");
        }
        match end {
            None => return Err(self.fault("`]`")),
            Some(b'}') => return Err(self.fault("a comma or `]`")),
            Some(b',') => self.pass(1),
            Some(_) => {
                self.pass(1);
                self.end()?;
                if self.is_nothing(&text, first) {
                    return Ok(None);
                }
            }
        }
        Ok(Some(self.finished(text, from, true)?))
    }

    /// What the readers pass over in front of an element.
    fn blanks(&self, first: bool) -> Blanks {
        let strict = self.options.mode == Mode::Strict;
        match first {
            true if !strict || self.options.dialect == Dialect::Classic => Blanks::Unicode,
            false if !strict => Blanks::Ascii,
            _ => Blanks::None,
        }
    }

    /// Length of what stands before the first element, as [`list_content`](crate::de) has it.
    fn front(&self, text: &[u8], end: Option<u8>) -> usize {
        let text = std::str::from_utf8(text).unwrap_or_else(|error| {
            std::str::from_utf8(&text[..error.valid_up_to()]).unwrap_or_default()
        });
        let front = lex::front(text);
        let alone =
            end == Some(b']') && self.options.mode == Mode::Strict && &text[front..] == "\u{200B}";
        match self.blanks(true) {
            _ if alone => text.len(),
            Blanks::None if front < text.len() => 0,
            _ => front,
        }
    }

    /// `[]` has no element, and behind an object, or laid out, a comma may stand behind the last
    /// one.
    fn is_nothing(&self, last: &[u8], first: bool) -> bool {
        let layout = match self.options.mode {
            Mode::Strict => 0,
            _ if self.cutter.json => lex::space(last),
            _ => lex::layout(last, b""),
        };
        layout == last.len() && (first || self.objects || self.cutter.json || layout > 0)
    }

    /// Behind a list only white space may come.
    fn end(&mut self) -> Result<()> {
        self.state = State::Done;
        while let Some(byte) = self.peek()? {
            if !byte.is_ascii_whitespace() {
                return Err(self.fault("the end of the text"));
            }
            self.pass(1);
        }
        Ok(())
    }

    fn line(&mut self) -> Result<Option<Piece>> {
        loop {
            let (from, head) = self.behind_mark()?;
            let (mut text, end) = self.cut(Blanks::None)?;
            text.splice(..0, head);
            self.pass(usize::from(end.is_some()));
            if text.last() == Some(&b'\r') {
                text.pop();
            }
            if !text.is_empty() {
                return Ok(Some(self.finished(text, from, true)?));
            }
            if end.is_none() {
                self.state = State::Done;
                return Ok(None);
            }
        }
    }

    /// The bytes up to the end of a piece, and the byte that ends it.
    fn cut(&mut self, blanks: Blanks) -> Result<(Vec<u8>, Option<u8>)> {
        let mut text = Vec::new();
        self.cutter.begin(blanks);
        loop {
            let available = self.reader.fill_buf()?;
            if available.is_empty() {
                return Ok((text, None));
            }
            let cut = self.cutter.advance(&mut text, available);
            let (taken, end) = match cut {
                Cut::End { taken, by } => (taken, Some(by)),
                Cut::Open => (available.len(), None),
            };
            self.pass(taken);
            if text.len() > self.limit {
                return Err(self.too_long());
            }
            if end.is_some() {
                return Ok((text, end));
            }
        }
    }

    fn finished(&self, text: Vec<u8>, place: Place, element: bool) -> Result<Piece> {
        let json = self.cutter.json;
        match String::from_utf8(text) {
            Ok(text) => Ok(Piece { text, place, element, json, options: self.options.clone() }),
            Err(error) => {
                let valid = error.utf8_error().valid_up_to();
                let mut at = place;
                at.pass(&error.as_bytes()[..valid]);
                Err(Self::at(ErrorKind::Utf8, at))
            }
        }
    }

    fn peek(&mut self) -> io::Result<Option<u8>> {
        Ok(self.reader.fill_buf()?.first().copied())
    }

    /// Goes on by bytes that the buffer has.
    fn pass(&mut self, count: usize) {
        let bytes = self.reader.buffer();
        self.place.pass(bytes.get(..count).unwrap_or(bytes));
        self.reader.consume(count);
    }

    fn fault(&self, expected: &'static str) -> Error {
        Self::at(ErrorKind::Expected(expected), self.place)
    }

    fn too_long(&self) -> Error {
        Self::at(ErrorKind::TooLong(self.limit), self.place)
    }

    fn at(kind: ErrorKind, Place { offset, line, column }: Place) -> Error {
        let offset = usize::try_from(offset).unwrap_or(usize::MAX);
        Error::new(kind, Some(0)).locate("").shifted(offset, line - 1, column - 1)
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
