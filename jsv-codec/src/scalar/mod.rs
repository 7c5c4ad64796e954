//! The text of .NET scalars as ServiceStack.Text 5.9.1 reads and writes them; [`Dialect`] has the
//! rules of 10.x where they differ.
//!
//! One file a notion, pure functions, no serde: the same text stands in JSV, in ServiceStack's JSON
//! strings, in query strings, in CSV and in paths. [`xml`] has what XML spells otherwise. Readers
//! take text that has already been unquoted; they never panic and never look at a clock. What an
//! error is called in .NET is told by [`ScalarError::exception`].
//!
//! ```
//! use jsv_codec::scalar::{boolean, integer};
//!
//! assert_eq!(boolean::read("on"), Ok(true));
//! assert_eq!(integer::read::<i32>(" 1 "), Ok(1));
//! assert!(integer::read::<i32>("1.0").is_err());
//! ```

pub mod boolean;
#[cfg(feature = "chrono")]
mod by_hand;
#[cfg(feature = "base64")]
pub mod bytes;
pub mod character;
#[cfg(feature = "chrono")]
pub mod date_only;
#[cfg(feature = "chrono")]
pub mod date_time;
#[cfg(feature = "chrono")]
pub mod date_time_offset;
#[cfg(feature = "rust_decimal")]
pub mod decimal;
mod dialect;
pub mod duration;
pub mod enumeration;
mod error;
pub mod float;
#[cfg(feature = "uuid")]
pub mod guid;
pub mod integer;
#[cfg(feature = "chrono")]
mod invariant;
pub mod json_string;
mod nearest;
pub mod time_only;
#[cfg(feature = "chrono")]
pub mod timestamp;
pub mod uri;
pub mod xml;

pub use dialect::Dialect;
pub use error::ScalarError;

/// White space around numbers, and between the tokens of ServiceStack's JSON: blank, HT to CR, and
/// three more (docs/wire/json.md#reading).
///
/// ```
/// use jsv_codec::scalar::is_white;
///
/// assert!(is_white('\u{200B}') && !is_white('\u{2028}'));
/// ```
#[must_use]
#[inline]
pub const fn is_white(c: char) -> bool {
    matches!(c, ' ' | '\t'..='\r' | '\u{85}' | '\u{A0}' | '\u{200B}')
}
