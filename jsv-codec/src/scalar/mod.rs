//! The text of .NET scalars as ServiceStack.Text 5.9.1 reads and writes them.
//!
//! One file a notion, pure functions, no serde: the same text stands in JSV, in ServiceStack's JSON strings, in
//! query strings and in paths. Readers take text that has already been unquoted; they never panic and never look
//! at a clock. What an error is called in .NET is told by [`ScalarError::exception`].
//!
//! ```
//! use jsv_codec::scalar::{boolean, integer};
//!
//! assert_eq!(boolean::read("on"), Ok(true));
//! assert_eq!(integer::read::<i32>(" 1 "), Ok(1));
//! assert!(integer::read::<i32>("1.0").is_err());
//! ```

pub mod boolean;
#[cfg(feature = "base64")]
pub mod bytes;
pub mod character;
#[cfg(feature = "chrono")]
pub mod date_time;
#[cfg(feature = "chrono")]
pub mod date_time_offset;
#[cfg(feature = "rust_decimal")]
pub mod decimal;
pub mod duration;
pub mod float;
#[cfg(feature = "uuid")]
pub mod guid;
pub mod integer;
#[cfg(feature = "chrono")]
mod invariant;
#[cfg(feature = "chrono")]
pub mod timestamp;

/// Why a text is not the scalar it should be.
///
/// ```
/// use jsv_codec::scalar::{integer, ScalarError};
///
/// let error = integer::read::<u8>("256").unwrap_err();
/// assert_eq!(error, ScalarError::Overflow);
/// assert_eq!(error.exception(), "OverflowException");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ScalarError {
    /// The text does not have the shape of the type.
    #[error("Input string was not in a correct format.")]
    Format,
    /// The text has the right shape but the type cannot hold the value.
    #[error("Arithmetic operation resulted in an overflow.")]
    Overflow,
    /// The text is not a date, or names a day that does not exist.
    #[error("String was not recognized as a valid DateTime.")]
    Date,
}

impl ScalarError {
    /// Name of the exception that .NET throws for it.
    ///
    /// ```
    /// assert_eq!(jsv_codec::scalar::ScalarError::Format.exception(), "FormatException");
    /// ```
    #[must_use]
    pub const fn exception(self) -> &'static str {
        match self {
            Self::Format | Self::Date => "FormatException",
            Self::Overflow => "OverflowException",
        }
    }
}

/// White space around numbers: blank, HT to CR, and the three the reader also knows (spec 02 section 7).
pub(crate) const fn is_white(c: char) -> bool {
    matches!(c, ' ' | '\t'..='\r' | '\u{85}' | '\u{A0}' | '\u{200B}')
}
