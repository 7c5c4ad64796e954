//! Text read without a type: as much as JSV itself tells.

mod access;
mod de;
mod from;
mod map;
mod pointer;
mod ser;
mod serde;
mod text;

pub use map::Map;
pub use text::Text;

use crate::error::Result;
use crate::scalar::{boolean, float, integer};
use std::fmt;
use std::ops::Index;

/// Any JSV. Scalars are text, for only a type can tell the number `1` from the string `1`.
///
/// An empty value is null and `""` the empty string. What begins with a brace or a bracket is an object or a list.
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
        matches!(self, Self::Null)
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

    /// The value of a key; nothing when this is no object or has no such key.
    ///
    /// ```
    /// assert!(jsv_codec::jsv!([1]).get("A").is_none());
    /// ```
    #[must_use]
    pub fn get(&self, key: &str) -> Option<&Self> {
        self.as_object()?.get(key)
    }
}

/// Makes a `Value` of a value of any type. Nothing is lost on the way: null members are kept, and so are white space
/// and empty keys.
///
/// # Errors
/// When the value has a list as a key, or refuses to be serialised.
///
/// ```
/// assert_eq!(jsv_codec::to_value(&[Some(" a"), None]).unwrap(), jsv_codec::jsv!([" a", null]));
/// ```
pub fn to_value<T: ::serde::Serialize + ?Sized>(value: &T) -> Result<Value> {
    value.serialize(ser::ToValue)
}

/// Makes a value of any type of a `Value`; strings may be borrowed from it. A `Value` is a deserializer itself, by
/// reference and by move.
///
/// # Errors
/// When the `Value` is not of that type, with the path to the fault.
///
/// ```
/// use jsv_codec::{from_value, jsv};
///
/// assert_eq!(from_value::<Vec<u8>>(&jsv!([1, 2])).unwrap(), [1, 2]);
/// let error = from_value::<Vec<u8>>(&jsv!([1, "x"])).unwrap_err();
/// assert_eq!(error.path(), "[1]");
/// ```
pub fn from_value<'de, T: ::serde::Deserialize<'de>>(value: &'de Value) -> Result<T> {
    T::deserialize(value)
}

/// Compact JSV.
impl fmt::Display for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&crate::to_string(self).map_err(|_| fmt::Error)?)
    }
}

/// The value of a key; null when there is none.
impl Index<&str> for Value {
    type Output = Self;
    fn index(&self, key: &str) -> &Self {
        self.get(key).unwrap_or(&Self::Null)
    }
}

/// An element; null when there are not so many.
impl Index<usize> for Value {
    type Output = Self;
    fn index(&self, index: usize) -> &Self {
        self.as_list().and_then(|elements| elements.get(index)).unwrap_or(&Self::Null)
    }
}
