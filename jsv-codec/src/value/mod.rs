//! Text read without a type: as much as JSV itself tells.

mod access;
mod build;
mod compare;
mod from;
mod keys;
pub mod map;
mod node;
mod serde;
mod text;

pub use access::Index;
pub(crate) use keys::Keys;
pub use map::Map;
pub(crate) use serde::{ANY, hand_over};
pub(crate) use text::INLINE;
pub use text::Text;

use crate::error::{Error, Result};
use crate::options::Options;
use crate::scalar::{boolean, float, integer};
use std::fmt;
use std::str::FromStr;

/// Any JSV. Scalars are text, for only a type can tell the number `1` from the string `1`.
///
/// An empty value is null and `""` the empty string. What begins with a brace or a bracket is an
/// object or a list.
///
/// ```
/// use jsv_codec::{jsv, Value};
///
/// let value: Value = jsv_codec::from_str("{Name:\"Me, Junior\",Tags:[a,,b],Age:7}").unwrap();
/// assert_eq!(value["Name"].as_str(), Some("Me, Junior"));
/// assert_eq!(value["Age"].as_i64(), Some(7));
/// assert!(value["Tags"][1].is_null() && value["None"].is_null());
/// assert_eq!(value, jsv!({ "Name": "Me, Junior", "Tags": ["a", null, "b"], "Age": 7 }));
/// assert_eq!(value.to_string(), "{Name:\"Me, Junior\",Tags:[a,,b],Age:7}");
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub enum Value {
    /// Nothing.
    #[default]
    Null,
    /// A scalar, without its quotes.
    Text(Text),
    /// A list.
    List(Vec<Value>),
    /// An object or a dictionary.
    Object(Map),
}

impl Value {
    /// Whether it is null.
    ///
    /// ```
    /// assert!(jsv_codec::Value::Null.is_null());
    /// ```
    #[must_use]
    pub fn is_null(&self) -> bool {
        *self == Self::Null
    }

    /// Whether it is a scalar.
    ///
    /// ```
    /// assert!(jsv_codec::jsv!(7).is_text());
    /// ```
    #[must_use]
    pub fn is_text(&self) -> bool {
        matches!(self, Self::Text(_))
    }

    /// Whether it is a list.
    ///
    /// ```
    /// assert!(jsv_codec::jsv!([7]).is_list());
    /// ```
    #[must_use]
    pub fn is_list(&self) -> bool {
        matches!(self, Self::List(_))
    }

    /// Whether it is an object or a dictionary.
    ///
    /// ```
    /// assert!(jsv_codec::jsv!({ "A": 7 }).is_object());
    /// ```
    #[must_use]
    pub fn is_object(&self) -> bool {
        matches!(self, Self::Object(_))
    }

    /// The text of a scalar.
    ///
    /// ```
    /// assert_eq!(jsv_codec::jsv!(1.5).as_str(), Some("1.5"));
    /// ```
    #[must_use]
    pub fn as_str(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            _ => None,
        }
    }

    /// The text of a scalar, empty for anything else.
    pub(crate) fn into_text(self) -> String {
        if let Self::Text(text) = self { text.into() } else { String::new() }
    }

    /// A scalar as a truth value, in the words of [`scalar::boolean`](crate::scalar::boolean).
    ///
    /// ```
    /// assert_eq!(jsv_codec::jsv!("on").as_bool(), Some(true));
    /// ```
    #[must_use]
    pub fn as_bool(&self) -> Option<bool> {
        boolean::read(self.as_str()?.trim()).ok()
    }

    /// A scalar as a signed integer.
    ///
    /// ```
    /// assert_eq!(jsv_codec::jsv!("-7").as_i64(), Some(-7));
    /// ```
    #[must_use]
    pub fn as_i64(&self) -> Option<i64> {
        integer::read(self.as_str()?).ok()
    }

    /// A scalar as an unsigned integer.
    ///
    /// ```
    /// assert_eq!(jsv_codec::jsv!(u64::MAX).as_u64(), Some(u64::MAX));
    /// ```
    #[must_use]
    pub fn as_u64(&self) -> Option<u64> {
        integer::read(self.as_str()?).ok()
    }

    /// A scalar as a floating-point number.
    ///
    /// ```
    /// assert_eq!(jsv_codec::jsv!("1E+15").as_f64(), Some(1e15));
    /// ```
    #[must_use]
    pub fn as_f64(&self) -> Option<f64> {
        float::read_f64(self.as_str()?).ok()
    }

    /// The elements of a list.
    ///
    /// ```
    /// assert_eq!(jsv_codec::jsv!([1, 2]).as_list().unwrap().len(), 2);
    /// ```
    #[must_use]
    pub fn as_list(&self) -> Option<&[Self]> {
        match self {
            Self::List(elements) => Some(elements),
            _ => None,
        }
    }

    /// The entries of an object.
    ///
    /// ```
    /// assert_eq!(jsv_codec::jsv!({ "A": 1 }).as_object().unwrap().len(), 1);
    /// ```
    #[must_use]
    pub fn as_object(&self) -> Option<&Map> {
        match self {
            Self::Object(map) => Some(map),
            _ => None,
        }
    }

    /// The elements of a list, to be changed.
    ///
    /// ```
    /// let mut value = jsv_codec::jsv!([1]);
    /// value.as_list_mut().unwrap().push("x".into());
    /// assert_eq!(value, jsv_codec::jsv!([1, "x"]));
    /// ```
    pub fn as_list_mut(&mut self) -> Option<&mut Vec<Self>> {
        match self {
            Self::List(elements) => Some(elements),
            _ => None,
        }
    }

    /// The entries of an object, to be changed.
    ///
    /// ```
    /// let mut value = jsv_codec::jsv!({ "A": 1 });
    /// value.as_object_mut().unwrap().insert("B", true);
    /// assert_eq!(value.to_string(), "{A:1,B:True}");
    /// ```
    pub fn as_object_mut(&mut self) -> Option<&mut Map> {
        match self {
            Self::Object(map) => Some(map),
            _ => None,
        }
    }
}

/// Any type as a `Value`, converted directly: nulls are kept, and strings are what they are.
///
/// # Errors
/// When the value nests deeper than 128 levels, has something other than a scalar as a key, or
/// refuses to be serialised.
///
/// ```
/// use jsv_codec::{jsv, to_value};
///
/// assert_eq!(to_value(&[Some(" a"), None]).unwrap(), jsv!([" a", null]));
/// assert_eq!(to_value(&(1, true, 1.5)).unwrap(), jsv!([1, true, 1.5]));
/// ```
pub fn to_value<T: ::serde::Serialize + ?Sized>(value: &T) -> Result<Value> {
    value.serialize(build::Build::default())
}

/// A `Value` as any type, converted directly.
///
/// A scalar where a list or an object is wanted is read as the text of one: values of query strings
/// are such texts. To keep the value, or to borrow from it, give a reference of it to the type's
/// `deserialize`.
///
/// # Errors
/// When the value is not a `T`.
///
/// ```
/// use jsv_codec::{from_value, jsv};
/// use serde::Deserialize;
///
/// assert_eq!(from_value::<Vec<u8>>(jsv!([1, 2])).unwrap(), [1, 2]);
/// assert_eq!(from_value::<Vec<u8>>(jsv!("1,2")).unwrap(), [1, 2]);
/// let value = jsv!(["a", "b"]);
/// assert_eq!(<Vec<&str>>::deserialize(&value).unwrap(), ["a", "b"]);
/// assert_eq!(from_value::<Vec<u8>>(value).unwrap_err().path(), "[0]");
/// ```
pub fn from_value<T: ::serde::de::DeserializeOwned>(value: Value) -> Result<T> {
    T::deserialize(&value).or_else(|refused| as_strings(&value).map_err(|_| refused))
}

/// Where a type buffers, what looked like a number may have been meant as a string: in this text
/// nothing looks so.
#[cold]
fn as_strings<T: ::serde::de::DeserializeOwned>(value: &Value) -> Result<T> {
    let options = Options::lossless();
    crate::from_str_with(&crate::to_string_with(value, &options)?, &options)
}

/// Compact JSV; with `{:#}` the [pretty](crate::to_string_pretty) form.
impl fmt::Display for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text =
            if f.alternate() { crate::to_string_pretty(self) } else { crate::to_string(self) };
        f.write_str(&text.map_err(|_| fmt::Error)?)
    }
}

/// As [`from_str`](crate::from_str).
impl FromStr for Value {
    type Err = Error;
    fn from_str(text: &str) -> Result<Self> {
        crate::from_str(text)
    }
}
