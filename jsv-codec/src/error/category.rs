//! Kinds of errors at large, as serde_json has them.

use super::{Error, ErrorKind, Inner};
use std::io;

/// What an error is about.
///
/// ```
/// use jsv_codec::{from_str, Category, Value};
///
/// assert_eq!(from_str::<Value>("{A:[1").unwrap_err().classify(), Category::Eof);
/// assert_eq!(from_str::<Value>("{A:1}x").unwrap_err().classify(), Category::Syntax);
/// assert_eq!(from_str::<u8>("256").unwrap_err().classify(), Category::Data);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Category {
    /// Bytes could not be read or written.
    Io,
    /// The text is not JSV, or beyond a limit.
    Syntax,
    /// The text is JSV, but not of the type; or a type could not be written.
    Data,
    /// The text ended too early.
    Eof,
}

impl Error {
    /// What the error is about.
    ///
    /// ```
    /// let error = jsv_codec::from_str::<Vec<u8>>("[x]").unwrap_err();
    /// assert_eq!(error.classify(), jsv_codec::Category::Data);
    /// ```
    #[must_use]
    pub fn classify(&self) -> Category {
        match self.kind() {
            ErrorKind::Io(_) => Category::Io,
            ErrorKind::IndexOutOfRange => Category::Eof,
            ErrorKind::Expected(_) if self.0.at_end => Category::Eof,
            ErrorKind::Expected(_)
            | ErrorKind::TooDeep
            | ErrorKind::TooLong(_)
            | ErrorKind::Utf8 => Category::Syntax,
            _ => Category::Data,
        }
    }

    /// Whether bytes could not be read or written.
    ///
    /// ```
    /// let error = jsv_codec::Error::from(std::io::Error::from(std::io::ErrorKind::TimedOut));
    /// assert!(error.is_io());
    /// ```
    #[must_use]
    pub fn is_io(&self) -> bool {
        self.classify() == Category::Io
    }

    /// Whether the text is not JSV.
    ///
    /// ```
    /// assert!(jsv_codec::check("{A:1}}").unwrap_err().is_syntax());
    /// ```
    #[must_use]
    pub fn is_syntax(&self) -> bool {
        self.classify() == Category::Syntax
    }

    /// Whether the text is JSV, but not of the type.
    ///
    /// ```
    /// assert!(jsv_codec::from_str::<bool>("7").unwrap_err().is_data());
    /// ```
    #[must_use]
    pub fn is_data(&self) -> bool {
        self.classify() == Category::Data
    }

    /// Whether the text ended too early.
    ///
    /// ```
    /// assert!(jsv_codec::check("[1,2").unwrap_err().is_eof());
    /// ```
    #[must_use]
    pub fn is_eof(&self) -> bool {
        self.classify() == Category::Eof
    }

    /// The kind of an error of reading or writing bytes.
    ///
    /// ```
    /// use std::io::ErrorKind;
    ///
    /// let error = jsv_codec::Error::from(std::io::Error::from(ErrorKind::TimedOut));
    /// assert_eq!(error.io_error_kind(), Some(ErrorKind::TimedOut));
    /// assert_eq!(jsv_codec::check("[1,2").unwrap_err().io_error_kind(), None);
    /// ```
    #[must_use]
    pub fn io_error_kind(&self) -> Option<io::ErrorKind> {
        match self.kind() {
            ErrorKind::Io(error) => Some(error.kind()),
            _ => None,
        }
    }
}

/// An error of I/O is itself, a text that ended too early is `UnexpectedEof`, and all others are
/// `InvalidData`.
impl From<Error> for io::Error {
    fn from(error: Error) -> Self {
        let kind = match error.is_eof() {
            true => io::ErrorKind::UnexpectedEof,
            false => io::ErrorKind::InvalidData,
        };
        match *error.0 {
            Inner { kind: ErrorKind::Io(error), .. } => error,
            inner => Self::new(kind, Error(Box::new(inner))),
        }
    }
}
