//! Where a piece ends.

use crate::options::{Mode, Options};
use crate::{lex, quote};

/// Looks for the end of a piece, buffer by buffer.
pub(super) struct Cutter {
    /// Quotes that JSV would not put have shown that the text is JSON.
    pub json: bool,
    may_be_json: bool,
    lines: bool,
    /// What may stand in front of an element and is no part of it.
    blanks: Blanks,
    /// The brackets that are open.
    open: Vec<u8>,
    quotes: Quotes,
    /// Where in the piece the last quotes were opened.
    opened: usize,
    /// What stands in them can show that the text is JSON.
    tells: bool,
}

/// White space in front of an element.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Blanks {
    /// It belongs to the element.
    None,
    Ascii,
    /// Before the first element.
    Unicode,
}

#[derive(Clone, Copy, PartialEq)]
enum Quotes {
    Outside,
    Inside,
    /// Behind a quote inside: another one makes it a doubled quote, anything else shows that it
    /// closed.
    Closing,
}

/// How far a buffer belongs to the piece.
pub(super) enum Cut {
    /// To a byte that ends the piece and is no part of it.
    End { taken: usize, by: u8 },
    /// All of it.
    Open,
}

impl Cutter {
    pub fn new(options: &Options, lines: bool) -> Self {
        let may_be_json = options.mode != Mode::Strict && !options.lossless;
        let json = options.mode == Mode::Json;
        Self {
            json,
            may_be_json,
            lines,
            blanks: Blanks::None,
            open: Vec::new(),
            quotes: Quotes::Outside,
            opened: 0,
            tells: false,
        }
    }

    pub fn begin(&mut self, blanks: Blanks) {
        self.blanks = blanks;
        self.open.clear();
        self.quotes = Quotes::Outside;
    }

    /// Appends what belongs to the piece.
    pub fn advance(&mut self, piece: &mut Vec<u8>, buffer: &[u8]) -> Cut {
        if self.lines {
            let end = memchr::memchr(b'\n', buffer);
            piece.extend_from_slice(&buffer[..end.unwrap_or(buffer.len())]);
            return end.map_or(Cut::Open, |taken| Cut::End { taken, by: b'\n' });
        }
        let mut at = 0;
        while at < buffer.len() {
            let plain = self.plain(&buffer[at..]);
            piece.extend_from_slice(&buffer[at..at + plain]);
            at += plain;
            let Some(&byte) = buffer.get(at) else { break };
            if self.ends(byte, piece) {
                return Cut::End { taken: at, by: byte };
            }
            piece.push(byte);
            at += 1;
        }
        Cut::Open
    }

    /// How many bytes mean nothing to the cutter.
    fn plain(&self, bytes: &[u8]) -> usize {
        let found = match self.quotes {
            Quotes::Inside => memchr::memchr(b'"', bytes),
            Quotes::Closing => Some(0),
            Quotes::Outside => {
                bytes.iter().position(|b| matches!(b, b'"' | b',' | b'{' | b'}' | b'[' | b']'))
            }
        };
        found.unwrap_or(bytes.len())
    }

    /// Whether the piece ends before `byte`; it is one that means something.
    fn ends(&mut self, byte: u8, piece: &[u8]) -> bool {
        match (self.quotes, byte) {
            (Quotes::Inside, b'"') => self.close(piece),
            (Quotes::Inside, _) => {}
            (Quotes::Closing, b'"') => self.quotes = Quotes::Inside,
            (Quotes::Closing, _) => {
                if !self.closes(piece) {
                    self.quotes = Quotes::Inside;
                    return false;
                }
                self.quotes = Quotes::Outside;
                return self.ends(byte, piece);
            }
            (Quotes::Outside, b'"') => self.open(piece),
            (Quotes::Outside, b'{' | b'[') => self.open.push(byte),
            (Quotes::Outside, b',' | b']' | b'}') if self.open.is_empty() => return true,
            (Quotes::Outside, b'}' | b']') => drop(self.open.pop()),
            (Quotes::Outside, _) => {}
        }
        false
    }

    /// In a raw element a quote is an ordinary character; within brackets it opens.
    fn open(&mut self, piece: &[u8]) {
        let before = piece.trim_ascii_end();
        let begins = self.begins_behind(piece);
        if !self.open.is_empty() || begins {
            self.quotes = Quotes::Inside;
            self.opened = piece.len();
            let is_name = self.open.last() == Some(&b'{')
                && (before.ends_with(b"{") || before.ends_with(b","));
            self.tells = is_name || begins;
        }
    }

    /// Whether the element has not begun yet.
    fn begins_behind(&self, piece: &[u8]) -> bool {
        match self.blanks {
            Blanks::None => piece.is_empty(),
            Blanks::Ascii => lex::space(piece) == piece.len(),
            Blanks::Unicode => {
                std::str::from_utf8(piece).is_ok_and(|text| lex::front(text) == text.len())
            }
        }
    }

    /// A quote inside of quotes.
    fn close(&mut self, piece: &[u8]) {
        self.quotes = match self.json {
            true if is_escaped(piece) => Quotes::Inside,
            true => Quotes::Outside,
            false => Quotes::Closing,
        };
    }

    /// Whether the last quote of `piece` closed. What JSV has in quotes needs them; anything else
    /// is JSON, where it may have been escaped.
    fn closes(&mut self, piece: &[u8]) -> bool {
        let inner = piece.get(self.opened + 1..piece.len().saturating_sub(1)).unwrap_or_default();
        if self.may_be_json && self.tells && !self.json {
            let needed =
                if self.open.is_empty() { quote::needed_by_value } else { quote::needed_by_name };
            self.json = std::str::from_utf8(inner).is_ok_and(|inner| !needed(inner));
        }
        !(self.json && is_escaped(inner))
    }
}

/// Whether an odd number of backslashes stands at the end.
fn is_escaped(bytes: &[u8]) -> bool {
    bytes.iter().rev().take_while(|byte| **byte == b'\\').count() % 2 == 1
}
