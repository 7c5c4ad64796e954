//! A layout for people that a reader takes back.

use crate::error::{Error, ErrorKind, Result};
use crate::options::Options;
use crate::{lex, quote};
use serde::Serialize;

/// Writes a value laid out for people: two blanks a level, each member on a line of its own, and
/// each element of a list that has containers in it. Readers take it back, unless their mode is
/// [`Strict`](crate::Mode::Strict).
///
/// # Errors
/// As [`to_string`](crate::to_string).
///
/// ```
/// use jsv_codec::{from_str, jsv, to_string_pretty, Value};
///
/// let value = jsv!({ "Name": "Me, Junior", "Tags": ["a", null, "b"], "Prods": [{ "Id": 1 }, { "Id": 2 }], "None": {} });
/// let text = to_string_pretty(&value).unwrap();
/// assert_eq!(text, r#"{
///   Name:"Me, Junior",
///   Tags:[a,,b],
///   Prods:[
///     {
///       Id:1
///     },
///     {
///       Id:2
///     }
///   ],
///   None:{}
/// }"#);
/// assert_eq!(from_str::<Value>(&text).unwrap(), value);
/// ```
pub fn to_string_pretty<T: Serialize + ?Sized>(value: &T) -> Result<String> {
    to_string_pretty_with(value, &Options::default())
}

/// Writes a value laid out for people, with options.
///
/// # Errors
/// As [`to_string`](crate::to_string).
///
/// ```
/// use jsv_codec::{jsv, to_string_pretty_with, Options};
///
/// let text = to_string_pretty_with(&jsv!([[null], [" x"]]), &Options::lossless()).unwrap();
/// assert_eq!(text, "[\n  [null],\n  [\" x\"]\n]");
/// ```
pub fn to_string_pretty_with<T: Serialize + ?Sized>(
    value: &T,
    options: &Options,
) -> Result<String> {
    pretty(&crate::to_string_with(value, options)?)
}

/// Writes a value laid out for people, as UTF-8.
///
/// # Errors
/// As [`to_string`](crate::to_string).
///
/// ```
/// assert_eq!(jsv_codec::to_vec_pretty(&[[1], [2]]).unwrap(), b"[\n  [1],\n  [2]\n]");
/// ```
pub fn to_vec_pretty<T: Serialize + ?Sized>(value: &T) -> Result<Vec<u8>> {
    to_string_pretty(value).map(String::into_bytes)
}

/// Writes a value laid out for people to a writer.
///
/// # Errors
/// When the writer fails, or as [`to_string`](crate::to_string).
///
/// ```
/// let mut out = Vec::new();
/// jsv_codec::to_writer_pretty(&mut out, &[[1], [2]]).unwrap();
/// assert_eq!(out, b"[\n  [1],\n  [2]\n]");
/// ```
pub fn to_writer_pretty<T: Serialize + ?Sized>(
    writer: impl std::io::Write,
    value: &T,
) -> Result<()> {
    to_writer_pretty_with(writer, value, &Options::default())
}

/// Writes a value laid out for people to a writer, with options.
///
/// # Errors
/// As [`to_writer_pretty`].
///
/// ```
/// let mut out = Vec::new();
/// let options = jsv_codec::Options::lossless();
/// jsv_codec::to_writer_pretty_with(&mut out, &[None::<u8>], &options).unwrap();
/// assert_eq!(out, b"[null]");
/// ```
pub fn to_writer_pretty_with<T: Serialize + ?Sized>(
    mut writer: impl std::io::Write,
    value: &T,
    options: &Options,
) -> Result<()> {
    Ok(writer.write_all(to_string_pretty_with(value, options)?.as_bytes())?)
}

/// Lays out compact JSV, as [`to_string_pretty`] does.
///
/// # Errors
/// When the text is not JSV that a writer could have produced, see [`check`](crate::check).
///
/// ```
/// assert_eq!(jsv_codec::pretty("{A:[1,2],B:{C: x}}").unwrap(), "{\n  A:[1,2],\n  B:{\n    C:\" x\"\n  }\n}");
/// assert!(jsv_codec::pretty("{A:[1,2}").is_err());
/// ```
pub fn pretty(compact: &str) -> Result<String> {
    crate::check(compact)?;
    let at = lex::mark(compact.as_bytes());
    let mut layout = Layout { text: compact, at, out: String::with_capacity(compact.len() * 2) };
    layout.value(0)?;
    Ok(layout.out)
}

struct Layout<'t> {
    text: &'t str,
    at: usize,
    out: String,
}

impl<'t> Layout<'t> {
    fn rest(&self) -> &'t [u8] {
        self.text.as_bytes().get(self.at..).unwrap_or_default()
    }

    fn value(&mut self, level: usize) -> Result<()> {
        match self.rest().first() {
            Some(b'{') => self.container(level, b'}'),
            Some(b'[') => self.container(level, b']'),
            _ => {
                self.scalar(lex::bare(self.rest()));
                Ok(())
            }
        }
    }

    /// White space at the ends of a scalar would be taken for layout, and a second byte order mark
    /// for the first, so they go into quotes.
    fn scalar(&mut self, bare: usize) {
        let quoted = self.rest().first() == Some(&b'"');
        let length = if quoted { lex::quoted(self.rest()) } else { bare };
        let text = self.text.get(self.at..self.at + length).unwrap_or_default();
        match !quoted && (text.trim() != text || lex::mark(text.as_bytes()) > 0) {
            true => quote::write_quoted(text, |part| self.out.push_str(part)),
            false => self.out.push_str(text),
        }
        self.at += length;
    }

    /// A container up to its end; a list of scalars alone stays on its line.
    fn container(&mut self, level: usize, close: u8) -> Result<()> {
        let inline = self.rest().get(1) == Some(&close) || (close == b']' && self.is_flat());
        self.byte();
        // A null at the end of a list is a comma before the bracket, as in compact text.
        let mut null_at_end = false;
        while self.rest().first() != Some(&close) {
            if !inline {
                self.line(level + 1);
            }
            if close == b'}' {
                self.scalar(lex::plain(self.rest()));
                self.byte();
            }
            self.value(level + 1)?;
            match self.rest().first() {
                Some(b',') => self.byte(),
                Some(byte) if *byte == close => break,
                // The text has been checked.
                _ => return Err(Error::new(ErrorKind::IndexOutOfRange, Some(self.at))),
            }
            null_at_end = self.rest().first() == Some(&close);
        }
        if !inline && !null_at_end {
            self.line(level);
        }
        self.byte();
        Ok(())
    }

    /// Whether no container begins before this list ends.
    fn is_flat(&self) -> bool {
        let mut quotes = false;
        let bytes = self.text.as_bytes();
        let mut structure = lex::structure(bytes, self.at + 1, false).map(|at| bytes[at]);
        let first = structure.find(|byte| {
            quotes ^= *byte == b'"';
            !quotes && *byte != b'"'
        });
        first == Some(b']')
    }

    fn byte(&mut self) {
        self.out.extend(self.rest().first().map(|byte| char::from(*byte)));
        self.at += 1;
    }

    fn line(&mut self, level: usize) {
        self.out.push('\n');
        self.out.extend(std::iter::repeat_n("  ", level));
    }
}
