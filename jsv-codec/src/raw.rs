//! Text that goes in and out untouched: no quotes put on, none taken off.
//!
//! Dates, decimals, Guids and characters stand bare in JSV even when they contain a colon or a comma. A type that
//! writes itself so, or that wants to see whether a value was empty, quoted or nested, uses [`RawText`], or asks
//! serde for a newtype struct of the name [`TOKEN`].

use serde::de::{Deserialize, Deserializer, Visitor};
use serde::ser::{Serialize, Serializer};
use std::borrow::Cow;
use std::fmt;

/// The name of the newtype struct that stands for raw text.
///
/// Writing: `serializer.serialize_newtype_struct(TOKEN, &text)` writes `text` as it is. Reading:
/// `deserializer.deserialize_newtype_struct(TOKEN, visitor)` calls `visit_borrowed_str` with the value as it stands,
/// quotes and braces included (empty for null), and `visit_unit` for an element that a list has without any text.
///
/// ```
/// use serde::Serializer;
///
/// struct Clock;
/// impl serde::Serialize for Clock {
///     fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
///         serializer.serialize_newtype_struct(jsv_codec::raw::TOKEN, "03:04:05")
///     }
/// }
/// assert_eq!(jsv_codec::to_string(&[Clock]).unwrap(), "[03:04:05]");
/// ```
pub const TOKEN: &str = "$jsv_codec::raw";

/// Raw text, borrowed from the input where possible.
///
/// ```
/// use jsv_codec::raw::RawText;
///
/// let parts: Vec<RawText> = jsv_codec::from_str(r#"[a,"b","",,{A:1},[2]]"#).unwrap();
/// let parts: Vec<&str> = parts.iter().map(|part| &*part.0).collect();
/// assert_eq!(parts, ["a", r#""b""#, r#""""#, "", "{A:1}", "[2]"]);
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct RawText<'a>(pub Cow<'a, str>);

impl Serialize for RawText<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_newtype_struct(TOKEN, &self.0)
    }
}

impl<'de: 'a, 'a> Deserialize<'de> for RawText<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_newtype_struct(TOKEN, RawVisitor)
    }
}

struct RawVisitor;

impl<'de> Visitor<'de> for RawVisitor {
    type Value = RawText<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("raw text")
    }
    fn visit_borrowed_str<E>(self, text: &'de str) -> Result<Self::Value, E> {
        Ok(RawText(Cow::Borrowed(text)))
    }
    fn visit_str<E>(self, text: &str) -> Result<Self::Value, E> {
        Ok(RawText(Cow::Owned(text.to_owned())))
    }
    fn visit_unit<E>(self) -> Result<Self::Value, E> {
        Ok(RawText::default())
    }
    /// Formats that have no raw text hand over a string.
    fn visit_newtype_struct<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_str(Self)
    }
}
