//! A string that may look like a number.
//!
//! serde buffers the members of flattened, internally tagged and untagged types before it knows
//! their types, and a reader has to tell by its looks what a bare scalar is (see
//! [`format`](crate::format#types-that-buffer)). A string in such a type that may be all digits
//! says so:
//!
//! ```
//! #[derive(Debug, PartialEq, serde::Serialize, serde::Deserialize)]
//! #[serde(tag = "Kind")]
//! enum Item {
//!     Coupon {
//!         count: u32,
//!         #[serde(with = "jsv_codec::with::text")]
//!         code: String,
//!     },
//! }
//!
//! let item: Item = jsv_codec::from_str("{Kind:Coupon,count:7,code:0815}").unwrap();
//! assert_eq!(item, Item::Coupon { count: 7, code: "0815".into() });
//! let item: Item = jsv_codec::from_str("{Kind:Coupon,count:7,code:4711}").unwrap();
//! assert_eq!(item, Item::Coupon { count: 7, code: "4711".into() });
//! ```

use serde::de::{Deserialize, Deserializer, Visitor};
use serde::ser::Serializer;
use std::borrow::Cow;
use std::fmt;

/// The name of the newtype struct that stands for a scalar's text.
pub(crate) const TEXT: &str = "$jsv_codec::text";

/// Writes the string.
///
/// # Errors
/// When the writer fails.
///
/// ```
/// let mut out = String::new();
/// jsv_codec::with::text::serialize("a,b", &mut jsv_codec::Serializer::new(&mut out)).unwrap();
/// assert_eq!(out, "\"a,b\"");
/// ```
pub fn serialize<S: Serializer>(value: &str, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(value)
}

/// Reads the string, or the text of the scalar that it was taken for.
///
/// # Errors
/// When there is no scalar.
///
/// ```
/// let text: String = jsv_codec::with::text::deserialize(&jsv_codec::jsv!(4711)).unwrap();
/// assert_eq!(text, "4711");
/// ```
pub fn deserialize<'de, D: Deserializer<'de>, T: From<String>>(
    deserializer: D,
) -> Result<T, D::Error> {
    any(deserializer).map(|text| text.into_owned().into())
}

/// The text of any scalar.
pub(super) fn any<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Cow<'de, str>, D::Error> {
    deserializer.deserialize_newtype_struct(TEXT, TextVisitor)
}

struct TextVisitor;

macro_rules! numbers {
    ($($visit:ident $t:ty),+ $(,)?) => {$(
        fn $visit<E>(self, number: $t) -> Result<Self::Value, E> {
            Ok(Cow::Owned(crate::Value::from(number).into_text()))
        }
    )+};
}

impl<'de> Visitor<'de> for TextVisitor {
    type Value = Cow<'de, str>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a scalar")
    }
    fn visit_borrowed_str<E>(self, text: &'de str) -> Result<Self::Value, E> {
        Ok(Cow::Borrowed(text))
    }
    fn visit_str<E>(self, text: &str) -> Result<Self::Value, E> {
        Ok(Cow::Owned(text.to_owned()))
    }
    fn visit_string<E>(self, text: String) -> Result<Self::Value, E> {
        Ok(Cow::Owned(text))
    }
    numbers! { visit_bool bool, visit_i64 i64, visit_u64 u64, visit_f64 f64 }

    /// serde's buffer and formats that do not know the name hand themselves over.
    fn visit_newtype_struct<D: Deserializer<'de>>(
        self,
        deserializer: D,
    ) -> Result<Self::Value, D::Error> {
        match deserializer.is_human_readable() {
            true => deserializer.deserialize_any(self),
            false => deserializer.deserialize_str(self),
        }
    }
}

/// The same for a string that may be missing.
///
/// ```
/// #[derive(serde::Deserialize)]
/// #[serde(tag = "Kind")]
/// enum Item {
///     Coupon {
///         #[serde(with = "jsv_codec::with::text::option", default)]
///         code: Option<String>,
///     },
/// }
///
/// let Item::Coupon { code } = jsv_codec::from_str("{Kind:Coupon,code:4711}").unwrap();
/// assert_eq!(code.as_deref(), Some("4711"));
/// let Item::Coupon { code } = jsv_codec::from_str("{Kind:Coupon}").unwrap();
/// assert_eq!(code, None);
/// ```
pub mod option {
    use super::{Deserialize, Deserializer, Serializer};

    /// Writes the string or nothing.
    ///
    /// # Errors
    /// When the writer fails.
    ///
    /// ```
    /// let mut out = String::new();
    /// jsv_codec::with::text::option::serialize(&None, &mut jsv_codec::Serializer::new(&mut out)).unwrap();
    /// assert_eq!(out, "");
    /// ```
    pub fn serialize<S: Serializer>(
        value: &Option<String>,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        match value {
            Some(text) => serializer.serialize_some(text),
            None => serializer.serialize_none(),
        }
    }

    /// Reads the string or nothing.
    ///
    /// # Errors
    /// When there is no scalar.
    ///
    /// ```
    /// use jsv_codec::{Deserializer, with::text::option};
    ///
    /// assert_eq!(option::deserialize(Deserializer::new("0815")).unwrap().as_deref(), Some("0815"));
    /// assert_eq!(option::deserialize(Deserializer::new("")).unwrap(), None);
    /// ```
    pub fn deserialize<'de, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<Option<String>, D::Error> {
        struct Wrapped(String);
        impl<'de> Deserialize<'de> for Wrapped {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                super::deserialize(deserializer).map(Self)
            }
        }
        Ok(Option::<Wrapped>::deserialize(deserializer)?.map(|wrapped| wrapped.0))
    }
}
