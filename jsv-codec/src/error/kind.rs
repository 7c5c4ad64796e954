//! What went wrong, in words for people and in .NET's.

use crate::scalar::ScalarError;
use std::fmt::{self, Display};

/// What went wrong.
///
/// ```
/// use jsv_codec::{from_str, ErrorKind};
///
/// let error = from_str::<std::collections::HashMap<String, i32>>("{A:x}").unwrap_err();
/// assert!(matches!(error.kind(), ErrorKind::Scalar { expected: "i32", .. }));
/// ```
#[derive(Debug)]
#[non_exhaustive]
pub enum ErrorKind {
    /// The text ended where a name, a colon or a value should be.
    IndexOutOfRange,
    /// An object was expected and the text does not begin with a brace.
    NotAnObject {
        /// Name of the type that was asked for, as serde knows it.
        expected: &'static str,
        /// The first 50 UTF-16 units of the text.
        found: String,
    },
    /// A scalar's text is not of its type.
    Scalar {
        /// The type that was asked for.
        expected: &'static str,
        /// What is wrong with the text.
        reason: ScalarError,
        /// The first 50 characters of the text.
        found: String,
    },
    /// A type's member is not there; its name.
    MissingField(&'static str),
    /// A type's member is there twice; its name.
    DuplicateField(&'static str),
    /// Something else should stand here; ServiceStack would do without it.
    Expected(&'static str),
    /// More objects and lists in one another than `Options::max_depth` allows.
    TooDeep,
    /// A value of a stream is longer than its limit in bytes.
    TooLong(usize),
    /// A list cannot be the key of a dictionary.
    Key,
    /// The bytes are not UTF-8.
    Utf8,
    /// Reading or writing failed.
    Io(std::io::Error),
    /// The type being read or written objects; its own words.
    Message(String),
}

/// The first `count` UTF-16 units, as .NET cuts a string; a pair is never cut in half.
pub(crate) fn first_units(text: &str, count: usize) -> &str {
    let mut units = 0;
    let end = text.char_indices().find(|(_, c)| {
        units += c.len_utf16();
        units > count
    });
    end.map_or(text, |(at, _)| &text[..at])
}

impl ErrorKind {
    #[cold]
    pub(crate) fn scalar(expected: &'static str, reason: ScalarError, found: &str) -> Self {
        Self::Scalar { expected, reason, found: first_units(found, 50).to_owned() }
    }

    /// In .NET's words, where it has some.
    pub(super) fn dotnet(&self) -> String {
        match self {
            Self::IndexOutOfRange => "Index was outside the bounds of the array.".to_owned(),
            Self::NotAnObject { expected, found } => format!(
                "Type definitions should start with a '{{', expecting serialized type '{expected}', \
                 got string starting with: {found}"
            ),
            Self::Scalar { reason, .. } => reason.to_string(),
            other => other.to_string(),
        }
    }
}

/// For people; [`Error::message`](super::Error::message) has .NET's words.
impl Display for ErrorKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::IndexOutOfRange => f.write_str("expected a name, a colon or a value"),
            Self::NotAnObject { expected, found } => {
                write!(f, "expected an object of type {expected}, found `{}`", found.escape_debug())
            }
            Self::Scalar { expected, reason, found }
                if reason.exception() == "OverflowException" =>
            {
                write!(f, "`{}` is out of the range of {expected}", found.escape_debug())
            }
            Self::Scalar { expected, found, .. } => {
                write!(f, "expected {expected}, found `{}`", found.escape_debug())
            }
            Self::MissingField(name) => write!(f, "missing field `{name}`"),
            Self::DuplicateField(name) => write!(f, "duplicate field `{name}`"),
            Self::Expected(what) => write!(f, "expected {what}"),
            Self::TooDeep => f.write_str("objects and lists are nested too deeply"),
            Self::TooLong(limit) => write!(f, "a value is longer than {limit} bytes"),
            Self::Key => f.write_str("a list cannot be a key"),
            Self::Utf8 => f.write_str("the text is not UTF-8"),
            Self::Io(error) => error.fmt(f),
            Self::Message(message) => f.write_str(message),
        }
    }
}
