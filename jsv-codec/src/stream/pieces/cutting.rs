//! Taking one piece after the other out of a reader.

use super::{MARK, Piece, Pieces, Place, State};
use crate::error::{Error, ErrorKind, Result};
use crate::lex;
use crate::options::Mode;
use crate::scalar::Dialect;
use crate::stream::cut::{Blanks, Cut};
use std::io::{self, BufRead, Read};

impl<R: Read> Pieces<R> {
    pub(super) fn piece(&mut self) -> Result<Option<Piece>> {
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
