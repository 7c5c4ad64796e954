//! The wire: values into bytes and bytes into values, one room a format.
//!
//! Only this room knows content types and notations. Every reader is directed by a contract's type
//! and every writer prints a [`Typed`] value; nothing passes through an untyped tree.

mod budget;
mod csv;
mod cut;
mod diagnostics;
mod dialect;
mod enumeration;
mod error;
mod format;
pub mod html;
mod item;
mod js_config;
mod json;
pub mod jsv;
mod read_date;
mod reading;
mod text;
mod typed;
pub mod xml;

use std::borrow::Cow;

use crate::{
    contract::{Contract, TypeRef},
    value::Value,
};

pub use cut::{Cut, may_be_cut, write_cut};
pub use diagnostics::{Diagnostics, Loss, Note};
pub use dialect::{Dialect, JsonDialect};
pub use error::{ReadError, WriteError};
pub use format::Format;
pub use js_config::{JsConfig, PropertyConvention};
pub use jsv_codec::jsconfig::{DateHandler, TimeSpanHandler};
pub use reading::Reading;
pub use typed::Typed;

/// Writes a value as the body of an answer. Null is no text at all, except in XML.
///
/// # Errors
/// The value is not of its type, nests too deep, or the format cannot carry it. `html` is not
/// written here: it needs more than a value, see [`html::Snapshot`].
pub fn write(format: Format, typed: &Typed, dialect: &Dialect) -> Result<String, WriteError> {
    write_some(format, typed, dialect).into_result()
}

/// What was written of a value before a fault, or all of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Written {
    /// The text as far as it goes.
    pub text: String,
    /// Why it breaks off.
    pub fault: Option<WriteError>,
}

impl Written {
    /// The whole text.
    fn into_result(self) -> Result<String, WriteError> {
        match self.fault {
            None => Ok(self.text),
            Some(fault) => Err(fault),
        }
    }
}

impl From<Result<String, WriteError>> for Written {
    fn from(result: Result<String, WriteError>) -> Self {
        match result {
            Ok(text) => Self { text, fault: None },
            Err(fault) => Self { text: String::new(), fault: Some(fault) },
        }
    }
}

/// As [`write()`], but a text that breaks off is given as far as it goes: so a host sends it, with
/// the status that it had decided on before.
pub fn write_some(format: Format, typed: &Typed, dialect: &Dialect) -> Written {
    match format {
        Format::Json => json::write(typed, dialect),
        Format::Jsv => jsv::write(typed, dialect).into(),
        Format::Xml => xml::write(typed, dialect),
        Format::Csv => csv::write(typed, dialect).into(),
        Format::Jsonl => json::write_lines(typed, dialect),
        Format::Html => Err(WriteError::Unwritable(format.name())).into(),
    }
}

/// Reads a body as a value of type `ty`. An empty body is the type's default, `Null` for a class.
/// Bytes that are no UTF-8 become U+FFFD and a byte order mark is dropped, as .NET's reader does.
///
/// # Errors
/// As the host words them: [`ReadError`].
pub fn read<'a>(
    format: Format,
    contract: &Contract,
    ty: &TypeRef,
    body: &[u8],
    reading: impl Into<Reading<'a>>,
) -> Result<Value, ReadError> {
    let (text, reading) = (text_of(body), reading.into());
    if let Some(notes) = reading.notes {
        notes.begin(&text);
    }
    match format {
        Format::Json => json::read(contract, ty, &text, reading),
        Format::Jsv => jsv::read(contract, ty, &text, reading),
        Format::Xml => xml::read(contract, ty, &text, reading),
        Format::Csv => csv::read(contract, ty, &text, reading),
        Format::Jsonl => json::read_lines(contract, ty, &text, reading),
        _ => Err(ReadError::serialization(format!("{} cannot be read", format.name()))),
    }
}

/// A text of several lines for people; none for formats that have lines of their own, and for what
/// would be all indentation.
pub fn readable(format: Format, text: &str) -> Option<String> {
    const DEEPEST: usize = 200;
    match format {
        _ if nesting(text) > DEEPEST => None,
        Format::Json => Some(json::indent(text)),
        Format::Jsv => Some(jsv_codec::dump(text)),
        _ => None,
    }
}

/// How deep brackets nest at most, those within strings counted.
fn nesting(text: &str) -> usize {
    let levels = text.bytes().scan(0_usize, |depth, byte| {
        match byte {
            b'{' | b'[' => *depth += 1,
            b'}' | b']' => *depth = depth.saturating_sub(1),
            _ => {}
        }
        Some(*depth)
    });
    levels.max().unwrap_or_default()
}

fn text_of(body: &[u8]) -> Cow<'_, str> {
    let body = body.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(body);
    // Looking for what must be replaced takes far longer than finding that there is nothing.
    std::str::from_utf8(body).map_or_else(|_| Cow::Owned(mended(body)), Cow::Borrowed)
}

/// Text with U+FFFD for what is no UTF-8. .NET Framework takes a second byte that does not fit its
/// first one along, where `String::from_utf8_lossy` makes two characters of them.
fn mended(body: &[u8]) -> String {
    let (mut text, mut open) = (String::with_capacity(body.len()), false);
    for chunk in body.utf8_chunks() {
        text.push_str(chunk.valid());
        let second = open && chunk.valid().is_empty() && matches!(chunk.invalid(), [0x80..=0xBF]);
        if !chunk.invalid().is_empty() && !second {
            text.push(char::REPLACEMENT_CHARACTER);
        }
        open = matches!(chunk.invalid(), [0xE0 | 0xED | 0xF0 | 0xF4]);
    }
    text
}
