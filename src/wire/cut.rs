//! The text of an object with a long list, cut where the list's items begin and end.
//!
//! A caller that has a list page by page writes the object once with each page in the list's place.
//! The head of the first text, the items of all, and the tail make the text that the whole list
//! would have given: in these formats the text of an item depends on nothing but itself and where
//! the list stands.

use std::ops::Range;

use super::{Dialect, Format, JsonDialect, Typed, WriteError, csv, json, jsv, xml};

/// A text with a list in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cut {
    /// All of it.
    pub text: String,
    /// Where the items of the list stand.
    pub items: Range<usize>,
    /// What stands between two items.
    pub separator: &'static str,
}

/// Whether answers in this format can be written in parts.
pub fn may_be_cut(format: Format, dialect: &Dialect) -> bool {
    match format {
        Format::Json => !dialect.js.indent && dialect.json != JsonDialect::DataContract,
        Format::Jsv | Format::Xml => true,
        // Which columns there are depends on all rows.
        Format::Csv => !dialect.js.exclude_defaults,
        Format::Html | Format::Jsonl => false,
    }
}

/// Writes an object as [`write`](super::write) does, and returns where the items of the list at
/// this place among its members are. The list must have an item: an empty one leaves no place for
/// others in XML.
///
/// # Errors
/// Those of [`write`](super::write); [`WriteError::Unwritable`] for what [`may_be_cut`] denies.
pub fn write_cut(
    format: Format,
    typed: &Typed,
    place: usize,
    dialect: &Dialect,
) -> Result<Cut, WriteError> {
    match format {
        _ if !may_be_cut(format, dialect) => Err(WriteError::Unwritable(format.name())),
        Format::Json => json::write_cut(typed, place, dialect),
        Format::Jsv => jsv::write_cut(typed, place, dialect),
        Format::Xml => xml::write_cut(typed, place, dialect),
        Format::Csv => csv::write_cut(typed, place, dialect),
        Format::Html | Format::Jsonl => Err(WriteError::Unwritable(format.name())),
    }
}
