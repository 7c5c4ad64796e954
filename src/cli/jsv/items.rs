//! A text in pieces: the items of a list one by one, anything else as a whole.

use std::io::{self, BufRead};

use crate::cli::failure::Failure;

/// The longest single item: a list may be larger than memory, one of its items may not.
const LONGEST: usize = 256 * 1024 * 1024;

/// One piece.
#[derive(Debug, Default)]
pub struct Piece {
    /// Its text.
    pub text: String,
    /// Where it begins, in bytes from the start of the input.
    pub offset: u64,
    /// It is an item of a list.
    pub in_list: bool,
    /// No item, but the end of a list.
    pub is_end: bool,
}

/// Cuts a reader into pieces.
pub struct Items<R> {
    reader: R,
    offset: u64,
    state: State,
}

enum State {
    Start,
    InList,
    Done,
}

/// How an item ended.
enum End {
    Comma,
    Bracket,
    Eof,
}

impl<R: BufRead> Items<R> {
    /// The pieces of a reader.
    pub fn new(reader: R) -> Self {
        Self { reader, offset: 0, state: State::Start }
    }

    fn start(&mut self) -> Result<Piece, Failure> {
        if self.peek()? == Some(b'[') {
            self.take()?;
            self.state = State::InList;
            return self.item(true);
        }
        self.state = State::Done;
        let mut text = String::new();
        self.reader.read_to_string(&mut text)?;
        text.truncate(text.trim_end_matches(['\r', '\n']).len());
        Ok(Piece { text, ..Piece::default() })
    }

    /// An empty list has no item; `[a,]` has an empty last one.
    fn item(&mut self, first: bool) -> Result<Piece, Failure> {
        let offset = self.offset;
        let (bytes, end) = self.cut()?;
        let text = String::from_utf8(bytes)
            .map_err(|_| Failure::Other(format!("the item at byte {offset} is not UTF-8")))?;
        let closed = matches!(end, End::Bracket);
        if closed || matches!(end, End::Eof) {
            self.finish(closed)?;
        }
        let is_end = first && text.is_empty() && closed;
        Ok(Piece { text, offset, in_list: true, is_end })
    }

    /// After the list only line breaks may come.
    fn finish(&mut self, closed: bool) -> Result<(), Failure> {
        self.state = State::Done;
        if !closed {
            return Err(Failure::Other(format!(
                "the list is not closed: the text ends at byte {}",
                self.offset
            )));
        }
        while let Some(byte) = self.peek()? {
            if !byte.is_ascii_whitespace() {
                return Err(Failure::Other(format!("text after the list at byte {}", self.offset)));
            }
            self.take()?;
        }
        Ok(())
    }

    /// One item, by ServiceStack's rules: quotes hide commas and brackets inside braces and in quoted items.
    fn cut(&mut self) -> Result<(Vec<u8>, End), Failure> {
        let (mut bytes, mut depth, mut quoted) = (Vec::new(), 0_usize, false);
        while let Some(byte) = self.peek()? {
            match byte {
                b',' if depth == 0 && !quoted => return self.take().map(|_| (bytes, End::Comma)),
                b']' if depth == 0 && !quoted => return self.take().map(|_| (bytes, End::Bracket)),
                b'"' if depth > 0 || quoted || bytes.is_empty() => quoted = !quoted,
                b'{' | b'[' if !quoted => depth += 1,
                b'}' | b']' if !quoted => depth = depth.saturating_sub(1),
                _ => {}
            }
            if bytes.len() >= LONGEST {
                return Err(Failure::Other(format!("an item is longer than {LONGEST} bytes")));
            }
            bytes.push(byte);
            self.take()?;
        }
        Ok((bytes, End::Eof))
    }

    fn peek(&mut self) -> io::Result<Option<u8>> {
        Ok(self.reader.fill_buf()?.first().copied())
    }

    fn take(&mut self) -> Result<(), Failure> {
        self.reader.consume(1);
        self.offset += 1;
        Ok(())
    }
}

impl<R: BufRead> Iterator for Items<R> {
    type Item = Result<Piece, Failure>;

    fn next(&mut self) -> Option<Self::Item> {
        let piece = match self.state {
            State::Start => self.start(),
            State::InList => self.item(false),
            State::Done => return None,
        };
        if piece.is_err() {
            self.state = State::Done;
        }
        Some(piece)
    }
}
