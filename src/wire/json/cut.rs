//! Cutting JSON text into pieces (docs/wire/json.md#reading).
//!
//! ServiceStack.Text has no JSON grammar: each value is cut out as a piece whose end is found by
//! counting braces (or brackets) outside quotes, and is then handed to the parser of its type. The
//! ends of all braces and brackets are found in one pass beforehand, so that cutting nested values
//! stays linear.

use jsv_codec::scalar::is_white;

use super::super::ReadError;

/// One value as it was cut out. Ranges are half open; every position is at a character.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Piece {
    /// Nothing is there, or `null`.
    Missing,
    /// An empty string. Types that know no empty text see U+200B in it.
    Empty,
    /// Text from a place to another, without quotes around it.
    Text(usize, usize),
}

impl Piece {
    /// Neither missing nor an empty string.
    pub fn is_text(self) -> bool {
        matches!(self, Self::Text(..))
    }
}

/// The text with the end of each `{` and `[` that stands outside quotes.
pub(super) struct Cutter<'a> {
    pub text: &'a str,
    /// Position of an opening and of the place after its closing, by opening position.
    ends: Vec<(usize, usize)>,
}

impl<'a> Cutter<'a> {
    /// Scans the text once; refuses nesting deeper than `max_depth`.
    pub fn new(text: &'a str, max_depth: usize) -> Result<Self, ReadError> {
        let mut ends = Vec::new();
        let (mut braces, mut brackets) = (Vec::new(), Vec::new());
        let mut quoted = false;
        let mut at = 0;
        while let Some(&byte) = text.as_bytes().get(at) {
            match byte {
                b'\\' => at += 1,
                b'"' => quoted = !quoted,
                _ if quoted => {}
                b'{' => braces.push(open(&mut ends, at, text.len())),
                b'[' => brackets.push(open(&mut ends, at, text.len())),
                b'}' => close(&mut ends, braces.pop(), at),
                b']' => close(&mut ends, brackets.pop(), at),
                _ => {}
            }
            if braces.len() + brackets.len() > max_depth {
                return Err(ReadError::too_deep(max_depth));
            }
            at += 1;
        }
        Ok(Self { text, ends })
    }

    /// Moves `at` past white space.
    pub fn skip_white(&self, at: &mut usize, end: usize) {
        // Mostly there is none.
        if self.peek(*at, end).is_some_and(|byte| byte.is_ascii_graphic()) {
            return;
        }
        let rest = &self.text[*at..end];
        *at = end - rest.trim_start_matches(is_white).len();
    }

    /// Moves `at` past one character, if there is one. Of a pair of surrogates the host would skip
    /// the first half: a word begins there in either case.
    pub fn skip_one(&self, at: &mut usize, end: usize) {
        *at += match self.peek(*at, end) {
            Some(byte) if byte.is_ascii() => 1,
            _ => self.text[*at..end]
                .chars()
                .next()
                .map_or(0, |c| if c.len_utf16() > 1 { 0 } else { c.len_utf8() }),
        };
    }

    /// Moves `at` past white space around a `,` or `}`, and returns whether there is one.
    pub fn separator(&self, at: &mut usize, end: usize) -> bool {
        self.skip_white(at, end);
        let found = matches!(self.peek(*at, end), Some(b',' | b'}'));
        if found {
            *at += 1;
            self.skip_white(at, end);
        }
        found
    }

    /// The byte at `at`, unless the piece ends there.
    pub fn peek(&self, at: usize, end: usize) -> Option<u8> {
        self.text.as_bytes()[..end].get(at).copied()
    }

    /// Cuts the next value and moves `at` behind it.
    pub fn value(&self, at: &mut usize, end: usize) -> Result<Piece, ReadError> {
        self.skip_white(at, end);
        let start = *at;
        match self.peek(start, end) {
            None | Some(b',' | b'}') => return Ok(Piece::Missing),
            Some(b'"') => return self.quoted(at, end),
            Some(b'{' | b'[') => *at = self.after_group(start, end),
            Some(_) => *at = self.after_word(start, end, |c| matches!(c, ',' | '}')),
        }
        Ok(match &self.text[start..*at] {
            "null" => Piece::Missing,
            "\u{200B}" => Piece::Empty,
            _ => Piece::Text(start, *at),
        })
    }

    /// Cuts the key of a dictionary's entry and moves `at` behind it. A bare one runs to a comma or
    /// white space, whatever colons and braces it holds.
    pub fn key(&self, at: &mut usize, end: usize) -> Result<Piece, ReadError> {
        self.skip_white(at, end);
        let start = *at;
        match self.peek(start, end) {
            None => return Err(ReadError::index_out_of_range()),
            Some(b',' | b'}') => return Ok(Piece::Missing),
            Some(b'"') => return self.quoted(at, end),
            Some(_) => *at = self.after_word(start, end, |c| c == ','),
        }
        Ok(if &self.text[start..*at] == "\u{200B}" {
            Piece::Empty
        } else {
            Piece::Text(start, *at)
        })
    }

    /// Cuts a member's name, as it is written. Where no quote stands, there is no name, and `at`
    /// stays. A name with an escape is none to the host, which goes on behind its first quote;
    /// tolerant mode cuts it like any other.
    pub fn name(
        &self,
        at: &mut usize,
        end: usize,
        strict: bool,
    ) -> Result<Option<&'a str>, ReadError> {
        if self.peek(*at, end) != Some(b'"') {
            return Ok(None);
        }
        let start = *at + 1;
        if strict {
            let special =
                self.text.as_bytes()[start..end].iter().find(|byte| matches!(byte, b'"' | b'\\'));
            if special == Some(&b'\\') {
                *at = start;
                return Ok(None);
            }
        }
        let closing =
            self.closing(start, end, 0).ok_or_else(|| ReadError::out_of_range("start"))?;
        *at = closing + 1;
        Ok(Some(&self.text[start..closing]))
    }

    fn quoted(&self, at: &mut usize, end: usize) -> Result<Piece, ReadError> {
        let start = *at + 1;
        let closing = self.closing(start, end, 4).ok_or_else(ReadError::index_out_of_range)?;
        *at = closing + 1;
        let text = &self.text[start..closing];
        Ok(if matches!(text, "" | "\u{200B}") { Piece::Empty } else { Piece::Text(start, closing) })
    }

    /// The place of the quote that ends the string whose content begins at `at`. So many characters
    /// behind `\u` are never looked at: not even a quote.
    fn closing(&self, mut at: usize, end: usize, digits: usize) -> Option<usize> {
        let bytes = &self.text.as_bytes()[..end];
        loop {
            match *bytes.get(at)? {
                b'"' => return Some(at),
                b'\\' => at = self.after_escape(at + 1, end, digits)?,
                _ => at += 1,
            }
        }
    }

    fn after_escape(&self, mut at: usize, end: usize, digits: usize) -> Option<usize> {
        let skipped = if self.peek(at, end)? == b'u' { digits } else { 0 };
        let rest = &self.text[at..end];
        at += rest.chars().take(skipped + 1).map(char::len_utf8).sum::<usize>();
        Some(at)
    }

    fn after_group(&self, start: usize, end: usize) -> usize {
        match self.ends.binary_search_by_key(&start, |(open, _)| *open) {
            Ok(found) => self.ends[found].1.min(end),
            Err(_) => self.count_group(start, end),
        }
    }

    /// For a group that begins within what the first pass took for a quoted text: only malformed
    /// text, and a list or an object that a client has put into a string, has one.
    fn count_group(&self, start: usize, end: usize) -> usize {
        let bytes = &self.text.as_bytes()[..end];
        let (opening, closing) = if bytes[start] == b'{' { (b'{', b'}') } else { (b'[', b']') };
        let (mut depth, mut quoted, mut at) = (0_usize, false, start);
        while let Some(&byte) = bytes.get(at) {
            match byte {
                b'\\' => at += 1,
                b'"' => quoted = !quoted,
                _ if quoted => {}
                _ if byte == opening => depth += 1,
                _ if byte == closing && depth == 1 => return at + 1,
                _ if byte == closing => depth -= 1,
                _ => {}
            }
            at += 1;
        }
        end
    }

    fn after_word(&self, start: usize, end: usize, ends: impl Fn(char) -> bool) -> usize {
        let mut rest = self.text[start..end].char_indices().skip(1);
        rest.find(|(_, c)| ends(*c) || is_white(*c)).map_or(end, |(offset, _)| start + offset)
    }
}

fn open(ends: &mut Vec<(usize, usize)>, at: usize, end: usize) -> usize {
    ends.push((at, end));
    ends.len() - 1
}

fn close(ends: &mut [(usize, usize)], opened: Option<usize>, at: usize) {
    if let Some(index) = opened {
        ends[index].1 = at + 1;
    }
}
