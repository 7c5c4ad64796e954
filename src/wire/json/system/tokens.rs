//! The tokens of a JSON text, each checked as it is read: what stands behind a fault is never seen.

use std::ops::Range;

use super::{fault::Fault, number};

/// How deep objects and lists may nest.
const DEEPEST: usize = 64;

/// The kind of a token.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Token {
    /// Nothing was read yet.
    Nothing,
    StartObject,
    EndObject,
    StartArray,
    EndArray,
    Name,
    String,
    Number,
    True,
    False,
    Null,
}

/// A text and the token that was read last.
pub(super) struct Tokens<'a> {
    pub text: &'a str,
    /// Behind the token; of a name, behind its colon.
    pub at: usize,
    pub token: Token,
    /// A number, or what stands between the quotes of a name or a string.
    pub span: Range<usize>,
    /// For each object or list around the place, whether it is an object.
    open: Vec<bool>,
    /// The text is an object or a list.
    is_structure: bool,
}

impl<'a> Tokens<'a> {
    pub fn new(text: &'a str) -> Self {
        let (token, open) = (Token::Nothing, Vec::new());
        Self { text, at: 0, token, span: 0..0, open, is_structure: false }
    }

    /// The text of a number, or what stands between the quotes of a name or a string.
    pub fn raw(&self) -> &'a str {
        &self.text[self.span.clone()]
    }

    /// Reads the next token; false at the end.
    pub fn next(&mut self) -> Result<bool, Fault> {
        let Some(first) = self.first()? else {
            return if self.token == Token::Nothing {
                Err(Fault::nothing(self.at))
            } else {
                Ok(false)
            };
        };
        match (self.token, first) {
            (Token::Nothing, first) => self.root(first)?,
            (_, b'/') => self.follow(b'/')?,
            (Token::StartObject, b'}') | (Token::StartArray, b']') => self.close(first)?,
            (Token::StartObject, first) => self.name(first)?,
            (Token::StartArray | Token::Name, first) => self.value(first)?,
            (_, first) => self.follow(first)?,
        }
        Ok(true)
    }

    /// Passes over the value of a name.
    pub fn skip(&mut self) -> Result<(), Fault> {
        self.next()?;
        let around = self.open.len();
        if matches!(self.token, Token::StartObject | Token::StartArray) {
            while self.open.len() >= around {
                self.next()?;
            }
        }
        Ok(())
    }

    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    /// The next byte that is no blank.
    fn first(&mut self) -> Result<Option<u8>, Fault> {
        let first = self.beyond_blanks();
        if first.is_none() && self.is_structure && !self.open.is_empty() {
            return Err(Fault::open_at_end(self.at));
        }
        Ok(first)
    }

    fn beyond_blanks(&mut self) -> Option<u8> {
        while matches!(self.peek(), Some(b' ' | b'\n' | b'\r' | b'\t')) {
            self.at += 1;
        }
        self.peek()
    }

    fn root(&mut self, first: u8) -> Result<(), Fault> {
        self.value(first)?;
        self.is_structure = matches!(self.token, Token::StartObject | Token::StartArray);
        Ok(())
    }

    /// What follows a value or an end.
    fn follow(&mut self, first: u8) -> Result<(), Fault> {
        if self.open.is_empty() {
            let is = "invalid after a single JSON value. Expected end of data.";
            return Err(Fault::character(self.at, first, is));
        }
        match first {
            b',' => self.after_comma(),
            b'}' | b']' => self.close(first),
            _ => {
                let is = "invalid after a value. Expected either ',', '}', or ']'.";
                Err(Fault::character(self.at, first, is))
            }
        }
    }

    fn after_comma(&mut self) -> Result<(), Fault> {
        self.at += 1;
        let comma_is_last = self.at == self.text.len();
        let Some(first) = self.beyond_blanks() else {
            let at = if comma_is_last { self.at - 1 } else { self.at };
            return Err(Fault::new(
                at,
                "Expected start of a property name or value, but instead reached end of data.",
            ));
        };
        match (self.open.last(), first) {
            (Some(true), b'}') => Err(Fault::trailing_comma(self.at, "object")),
            (Some(true), first) => self.name(first),
            (_, b']') => Err(Fault::trailing_comma(self.at, "array")),
            (_, first) => self.value(first),
        }
    }

    fn name(&mut self, first: u8) -> Result<(), Fault> {
        if first != b'"' {
            let is = "an invalid start of a property name. Expected a '\"'.";
            return Err(Fault::character(self.at, first, is));
        }
        self.string()?;
        match self.beyond_blanks() {
            Some(b':') => {
                self.at += 1;
                self.token = Token::Name;
                Ok(())
            }
            Some(byte) => {
                let is = "invalid after a property name. Expected a ':'.";
                Err(Fault::character(self.at, byte, is))
            }
            None => Err(Fault::new(self.at, "Expected a value, but instead reached end of data.")),
        }
    }

    fn value(&mut self, first: u8) -> Result<(), Fault> {
        match first {
            b'"' => self.string(),
            b'{' => self.open(Token::StartObject, "object"),
            b'[' => self.open(Token::StartArray, "array"),
            b'-' | b'0'..=b'9' => self.number(),
            b't' => self.literal("true", Token::True),
            b'f' => self.literal("false", Token::False),
            b'n' => self.literal("null", Token::Null),
            _ => Err(Fault::character(self.at, first, "an invalid start of a value.")),
        }
    }

    fn open(&mut self, token: Token, what: &str) -> Result<(), Fault> {
        if self.open.len() >= DEEPEST {
            return Err(Fault::too_deep(self.at, DEEPEST, what));
        }
        self.open.push(token == Token::StartObject);
        self.token = token;
        self.at += 1;
        Ok(())
    }

    fn close(&mut self, byte: u8) -> Result<(), Fault> {
        let is_object = byte == b'}';
        if self.open.last() != Some(&is_object) {
            return Err(Fault::character(self.at, byte, "invalid without a matching open."));
        }
        self.open.pop();
        self.token = if is_object { Token::EndObject } else { Token::EndArray };
        self.at += 1;
        Ok(())
    }

    fn number(&mut self) -> Result<(), Fault> {
        let bytes = self.text.as_bytes();
        let end = number::end(bytes, self.at)?;
        self.span = self.at..end;
        self.token = Token::Number;
        self.at = end;
        if end == bytes.len() && self.is_structure {
            return Err(number::bad_end(end, bytes[end - 1]));
        }
        Ok(())
    }

    fn literal(&mut self, word: &str, token: Token) -> Result<(), Fault> {
        let rest = &self.text[self.at..];
        if !rest.starts_with(word) {
            let same = rest.bytes().zip(word.bytes()).take_while(|(a, b)| a == b).count();
            let message =
                format!("'{rest}' is an invalid JSON literal. Expected the literal '{word}'.");
            return Err(Fault::new(self.at + same, message));
        }
        self.token = token;
        self.at += word.len();
        Ok(())
    }

    /// A string. Its escapes are checked, but not whether surrogates are in pairs.
    fn string(&mut self) -> Result<(), Fault> {
        let (bytes, begin) = (self.text.as_bytes(), self.at + 1);
        let mut at = begin;
        loop {
            match bytes.get(at) {
                Some(b'"') => break,
                Some(b'\\') => at = after_escape(bytes, at + 1)?,
                Some(byte @ 0..0x20) => {
                    let is =
                        "invalid within a JSON string. The string should be correctly escaped.";
                    return Err(Fault::character(at, *byte, is));
                }
                Some(_) => at += 1,
                None => return Err(end_of_string(at)),
            }
        }
        self.span = begin..at;
        self.token = Token::String;
        self.at = at + 1;
        Ok(())
    }
}

fn after_escape(bytes: &[u8], at: usize) -> Result<usize, Fault> {
    match bytes.get(at) {
        Some(b'u') => after_hexadecimal(bytes, at + 1),
        Some(b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't') => Ok(at + 1),
        Some(byte) => {
            let is = "an invalid escapable character within a JSON string. The string should be correctly escaped.";
            Err(Fault::character(at, *byte, is))
        }
        None => Err(end_of_string(at)),
    }
}

fn after_hexadecimal(bytes: &[u8], start: usize) -> Result<usize, Fault> {
    for at in start..start + 4 {
        match bytes.get(at) {
            Some(byte) if byte.is_ascii_hexdigit() => {}
            Some(byte) => {
                let is = "not a hex digit following '\\u' within a JSON string. The string should be correctly escaped.";
                return Err(Fault::character(at, *byte, is));
            }
            None => return Err(end_of_string(at)),
        }
    }
    Ok(start + 4)
}

fn end_of_string(at: usize) -> Fault {
    Fault::new(at, "Expected end of string, but instead reached end of data.")
}
