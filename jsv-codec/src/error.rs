//! What went wrong, where, and what .NET calls it.

mod category;
mod kind;

pub use category::Category;
pub use kind::ErrorKind;
pub(crate) use kind::first_units;

use std::borrow::Cow;
use std::fmt::{self, Display, Write};

/// One step on the way to a member.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Step {
    Member(String),
    Element(usize),
}

/// An error of reading or writing, with its place.
///
/// ```
/// use std::collections::HashMap;
///
/// let error = jsv_codec::from_str::<HashMap<String, Vec<u8>>>("{A:[1],B:[2,x]}").unwrap_err();
/// assert_eq!((error.offset(), error.line(), error.column()), (Some(12), 1, 13));
/// assert_eq!(error.path(), "B[1]");
/// assert_eq!(error.exception(), Some("FormatException"));
/// assert_eq!(error.message(), "Input string was not in a correct format.");
/// ```
pub struct Error(Box<Inner>);

struct Inner {
    kind: ErrorKind,
    offset: Option<usize>,
    line: usize,
    column: usize,
    /// Whether the text ends at the offset.
    at_end: bool,
    /// From the inside out, as the steps are known only on the way back.
    path: Vec<Step>,
}

/// What the functions of this crate return.
///
/// ```
/// fn prices() -> jsv_codec::Result<Vec<f64>> { jsv_codec::from_str("[1.5,2]") }
/// assert_eq!(prices().unwrap(), [1.5, 2.0]);
/// ```
pub type Result<T, E = Error> = std::result::Result<T, E>;

impl Error {
    pub(crate) fn new(kind: ErrorKind, offset: Option<usize>) -> Self {
        Self(Box::new(Inner { kind, offset, line: 0, column: 0, at_end: false, path: Vec::new() }))
    }

    /// What went wrong.
    ///
    /// ```
    /// let error = jsv_codec::from_str::<u8>("256").unwrap_err();
    /// assert!(matches!(error.kind(), jsv_codec::ErrorKind::Scalar { .. }));
    /// ```
    #[must_use]
    pub fn kind(&self) -> &ErrorKind {
        &self.0.kind
    }

    /// Bytes before the fault; nothing when the fault is not in a text.
    ///
    /// ```
    /// assert_eq!(jsv_codec::from_str::<Vec<u8>>("[1,x]").unwrap_err().offset(), Some(3));
    /// ```
    #[must_use]
    pub fn offset(&self) -> Option<usize> {
        self.0.offset
    }

    /// Line of the fault, from 1; 0 when it has none.
    ///
    /// ```
    /// assert_eq!(jsv_codec::from_str::<Vec<u8>>("[1,\nx]").unwrap_err().line(), 2);
    /// ```
    #[must_use]
    pub fn line(&self) -> usize {
        self.0.line
    }

    /// Column of the fault in characters, from 1; 0 when it has none.
    ///
    /// ```
    /// assert_eq!(jsv_codec::from_str::<Vec<u8>>("[1,x]").unwrap_err().column(), 4);
    /// ```
    #[must_use]
    pub fn column(&self) -> usize {
        self.0.column
    }

    /// The way to the member: `Result.Data.Prods[3].SCount`; empty at the root.
    ///
    /// ```
    /// let error = jsv_codec::from_str::<Vec<Vec<u8>>>("[[1],[2,x]]").unwrap_err();
    /// assert_eq!(error.path(), "[1][1]");
    /// ```
    #[must_use]
    pub fn path(&self) -> String {
        let mut path = String::new();
        for step in self.0.path.iter().rev() {
            // Writing to a String cannot fail.
            let _ = match step {
                Step::Element(index) => write!(path, "[{index}]"),
                Step::Member(name) if path.is_empty() => write!(path, "{name}"),
                Step::Member(name) => write!(path, ".{name}"),
            };
        }
        path
    }

    /// Name of the exception that ServiceStack 5.9.1 throws for it; nothing when it has no such
    /// limit or fault.
    ///
    /// ```
    /// let error = jsv_codec::from_str::<std::collections::HashMap<String, String>>("{A}").unwrap_err();
    /// assert_eq!(error.exception(), Some("IndexOutOfRangeException"));
    /// ```
    #[must_use]
    pub fn exception(&self) -> Option<&'static str> {
        match &self.0.kind {
            ErrorKind::IndexOutOfRange => Some("IndexOutOfRangeException"),
            ErrorKind::NotAnObject { .. } => Some("SerializationException"),
            ErrorKind::Scalar { reason, .. } => Some(reason.exception()),
            _ => None,
        }
    }

    /// The message without the place, word for word .NET's where it has one.
    ///
    /// ```
    /// #[derive(Debug, serde::Deserialize)]
    /// struct P {}
    ///
    /// let error = jsv_codec::from_str::<P>("A:1").unwrap_err();
    /// assert_eq!(
    ///     error.message(),
    ///     "Type definitions should start with a '{', expecting serialized type 'P', got string starting with: A:1",
    /// );
    /// ```
    #[must_use]
    pub fn message(&self) -> String {
        self.0.kind.dotnet()
    }

    pub(crate) fn at(mut self, offset: usize) -> Self {
        self.0.offset.get_or_insert(offset);
        self
    }

    /// An error that a visitor of a container has made: at the start of the container, or, for a
    /// member that is there twice, at its second name. `pos` is where the reader stands.
    #[cold]
    pub(crate) fn placed(self, start: Option<usize>, pos: usize) -> Self {
        let at = match self.0.kind {
            ErrorKind::DuplicateField(name) => pos.checked_sub(name.len() + 1),
            _ => start,
        };
        match at {
            Some(at) => self.at(at),
            None => self,
        }
    }

    /// The same place seen from the start of a text in which its own text begins there.
    pub(crate) fn shifted(mut self, offset: usize, lines: usize, columns: usize) -> Self {
        self.0.offset = self.0.offset.map(|at| at.saturating_add(offset));
        if self.0.line == 1 {
            self.0.column += columns;
        }
        if self.0.line > 0 {
            self.0.line += lines;
        }
        self
    }

    /// Inside of an element of the root.
    pub(crate) fn within_element(mut self, index: usize) -> Self {
        self.0.path.push(Step::Element(index));
        self
    }

    pub(crate) fn inside(mut self, step: Step) -> Self {
        self.0.path.push(step);
        self
    }

    /// Only the caller that holds the whole text can give line and column.
    pub(crate) fn locate(mut self, text: &str) -> Self {
        if let Some(before) = self.0.offset.and_then(|offset| text.get(..offset)) {
            self.0.at_end = before.len() == text.len();
            self.0.line = 1 + memchr::memchr_iter(b'\n', before.as_bytes()).count();
            self.0.column = 1 + before.chars().rev().take_while(|c| *c != '\n').count();
        }
        self
    }
}

impl Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.kind.fmt(f)?;
        if !self.0.path.is_empty() {
            write!(f, " at {}", shortened(&self.path()).escape_debug())?;
        }
        if self.0.line > 0 {
            write!(f, " (line {}, column {})", self.0.line, self.0.column)?;
        }
        Ok(())
    }
}

/// A path that people can read: of a long one both ends.
fn shortened(path: &str) -> Cow<'_, str> {
    const END: usize = 40;
    let places: Vec<usize> = path.char_indices().map(|(at, _)| at).collect();
    match (places.get(END), places.len().checked_sub(END).and_then(|from| places.get(from))) {
        (Some(head), Some(tail)) if places.len() > 3 * END => {
            Cow::Owned(format!("{}…{}", &path[..*head], &path[*tail..]))
        }
        _ => Cow::Borrowed(path),
    }
}

impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Error({self})")
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match &self.0.kind {
            ErrorKind::Io(error) => Some(error),
            _ => None,
        }
    }
}

impl serde::de::Error for Error {
    #[cold]
    fn custom<T: Display>(message: T) -> Self {
        Self::new(ErrorKind::Message(message.to_string()), None)
    }
    #[cold]
    fn missing_field(name: &'static str) -> Self {
        Self::new(ErrorKind::MissingField(name), None)
    }
    #[cold]
    fn duplicate_field(name: &'static str) -> Self {
        Self::new(ErrorKind::DuplicateField(name), None)
    }
}

/// A tuple has more elements than its type.
#[cold]
pub(crate) fn too_long(found: usize, expected: usize) -> Error {
    <Error as serde::de::Error>::custom(format_args!(
        "invalid length {found}, expected {expected} elements"
    ))
}

impl serde::ser::Error for Error {
    fn custom<T: Display>(message: T) -> Self {
        Self::new(ErrorKind::Message(message.to_string()), None)
    }
}

impl From<std::io::Error> for Error {
    fn from(error: std::io::Error) -> Self {
        Self::new(ErrorKind::Io(error), None)
    }
}
