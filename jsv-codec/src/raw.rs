//! Text that goes in and out untouched: no quotes put on, none taken off.
//!
//! Dates, decimals, Guids and characters stand bare in JSV even when they contain a colon or a
//! comma. A type that writes itself so, or that wants to see whether a value was empty, quoted or
//! nested, uses [`RawText`], or asks serde for a newtype struct of the name [`TOKEN`].

use crate::error::Result;
use serde::de::{Deserialize, Deserializer, Error as _, Visitor};
use serde::ser::{Serialize, Serializer};
use std::borrow::Cow;
use std::fmt;

/// The name of the newtype struct that stands for raw text.
///
/// Writing: `serializer.serialize_newtype_struct(TOKEN, &text)` writes `text` as it is. Reading:
/// `deserializer.deserialize_newtype_struct(TOKEN, visitor)` calls `visit_borrowed_str` with the
/// value as it stands, quotes and braces included (empty for null), and `visit_unit` for an element
/// that a list has without any text.
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
    fn visit_string<E>(self, text: String) -> Result<Self::Value, E> {
        Ok(RawText(Cow::Owned(text)))
    }
    fn visit_unit<E>(self) -> Result<Self::Value, E> {
        Ok(RawText::default())
    }
    /// Formats that have no raw text hand over a string.
    fn visit_newtype_struct<D: Deserializer<'de>>(
        self,
        deserializer: D,
    ) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_str(Self)
    }
}

/// One value as it stands in its text, to be read later or passed on: borrowed as `RawValue<&str>`,
/// or owned as [`RawValue`], whose text is boxed.
///
/// What is made by [`RawValue::new`] is well-formed, so that it cannot break the text it is written
/// into; what has been read is written as it stood.
///
/// ```
/// use jsv_codec::RawValue;
/// use serde::{Deserialize, Serialize};
///
/// #[derive(Serialize, Deserialize)]
/// struct Envelope<'a> {
///     id: u32,
///     #[serde(borrow)]
///     body: RawValue<&'a str>,
/// }
///
/// let text = "{id:7,body:{Name:\"a,b\",Count:2}}";
/// let envelope: Envelope = jsv_codec::from_str(text).unwrap();
/// assert_eq!(envelope.body.get(), "{Name:\"a,b\",Count:2}");
/// assert_eq!(envelope.body.read::<jsv_codec::Value>().unwrap()["Count"], 2);
/// assert_eq!(jsv_codec::to_string(&envelope).unwrap(), text);
///
/// let owned: Vec<RawValue> = jsv_codec::from_str("[x,{A:1},]").unwrap();
/// assert_eq!(owned.iter().map(RawValue::get).collect::<Vec<_>>(), ["x", "{A:1}", ""]);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RawValue<T = Box<str>>(T);

impl<T: AsRef<str>> RawValue<T> {
    /// Text that is one value, and well-formed.
    ///
    /// # Errors
    /// As [`check`](crate::check).
    ///
    /// ```
    /// use jsv_codec::RawValue;
    ///
    /// assert_eq!(RawValue::new("[1,2]").unwrap().get(), "[1,2]");
    /// assert!(RawValue::new("1,2").is_err());
    /// ```
    pub fn new(text: T) -> Result<Self> {
        crate::check(text.as_ref())?;
        Ok(Self(text))
    }

    /// The text.
    ///
    /// ```
    /// assert_eq!(jsv_codec::RawValue::new("x").unwrap().get(), "x");
    /// ```
    pub fn get(&self) -> &str {
        self.0.as_ref()
    }

    /// The text by value.
    ///
    /// ```
    /// let raw = jsv_codec::to_raw_value(&[1, 2]).unwrap();
    /// assert_eq!(raw.into_inner().as_ref(), "[1,2]");
    /// ```
    pub fn into_inner(self) -> T {
        self.0
    }

    /// Reads the value as any type.
    ///
    /// # Errors
    /// As [`from_str`](crate::from_str).
    ///
    /// ```
    /// assert_eq!(jsv_codec::RawValue::new("[1,2]").unwrap().read::<Vec<u8>>().unwrap(), [1, 2]);
    /// ```
    pub fn read<'de, V: Deserialize<'de>>(&'de self) -> Result<V> {
        crate::from_str(self.get())
    }

    /// The same value with a text of its own.
    ///
    /// ```
    /// use jsv_codec::RawValue;
    ///
    /// let owned: RawValue = RawValue::new("x").unwrap().to_boxed();
    /// assert_eq!(owned.get(), "x");
    /// ```
    pub fn to_boxed(&self) -> RawValue {
        RawValue(self.get().into())
    }
}

/// Any type as raw text.
///
/// # Errors
/// As [`to_string`](crate::to_string).
///
/// ```
/// let raw = jsv_codec::to_raw_value(&["a,b", "c"]).unwrap();
/// assert_eq!(raw.get(), "[\"a,b\",c]");
/// ```
pub fn to_raw_value<T: Serialize + ?Sized>(value: &T) -> Result<RawValue> {
    crate::to_string(value).map(|text| RawValue(text.into()))
}

impl<T: AsRef<str>> fmt::Display for RawValue<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.get())
    }
}

/// Null writes nothing, so that a member that is null is left out.
impl<T: AsRef<str>> Serialize for RawValue<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.get() {
            "" => serializer.serialize_unit(),
            text => serializer.serialize_newtype_struct(TOKEN, text),
        }
    }
}

impl<'de: 'a, 'a> Deserialize<'de> for RawValue<&'a str> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        match RawText::deserialize(deserializer)?.0 {
            Cow::Borrowed(text) => Ok(Self(text)),
            Cow::Owned(_) => Err(D::Error::custom("this text cannot be borrowed: use `RawValue`")),
        }
    }
}

impl<'de> Deserialize<'de> for RawValue {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        RawText::deserialize(deserializer).map(|text| Self(text.0.into()))
    }
}
