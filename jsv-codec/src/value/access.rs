//! Reaching into values and changing them.

use super::{Map, Value};
use crate::error::{Error, Result};
use std::hash::{Hash, Hasher};
use std::ops::IndexMut;
use std::str::FromStr;

impl Value {
    /// The value of a key, to be changed; nothing when this is no object or has no such key.
    ///
    /// ```
    /// let mut value = jsv_codec::jsv!({ "A": 1 });
    /// *value.get_mut("A").unwrap() = 2.into();
    /// assert_eq!(value["A"], "2");
    /// ```
    pub fn get_mut(&mut self, key: &str) -> Option<&mut Self> {
        self.as_object_mut()?.get_mut(key)
    }

    /// The elements of a list, to be changed.
    ///
    /// ```
    /// let mut value = jsv_codec::jsv!([1]);
    /// value.as_list_mut().unwrap().push("x".into());
    /// assert_eq!(value.to_string(), "[1,x]");
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
    /// let mut value = jsv_codec::jsv!({});
    /// value.as_object_mut().unwrap().insert("A", 1);
    /// assert_eq!(value.to_string(), "{A:1}");
    /// ```
    pub fn as_object_mut(&mut self) -> Option<&mut Map> {
        match self {
            Self::Object(map) => Some(map),
            _ => None,
        }
    }

    /// Takes the value and leaves null.
    ///
    /// ```
    /// let mut value = jsv_codec::jsv!({ "A": [1] });
    /// assert_eq!(value["A"].take(), jsv_codec::jsv!([1]));
    /// assert!(value["A"].is_null());
    /// ```
    #[must_use = "what is taken is gone from here"]
    pub fn take(&mut self) -> Self {
        std::mem::take(self)
    }
}

/// The value of a key. Null becomes an object, and a key that is missing is added as null.
///
/// # Panics
/// When this is a scalar or a list.
///
/// ```
/// let mut value = jsv_codec::Value::Null;
/// value["A"]["B"] = 1.into();
/// assert_eq!(value.to_string(), "{A:{B:1}}");
/// ```
impl IndexMut<&str> for Value {
    fn index_mut(&mut self, key: &str) -> &mut Self {
        if self.is_null() {
            *self = Self::Object(Map::new());
        }
        match self {
            Self::Object(map) => &mut map[key],
            other => panic!("`{key}` of {other}, which is no object"),
        }
    }
}

/// An element.
///
/// # Panics
/// When this is no list or has not so many.
///
/// ```
/// let mut value = jsv_codec::jsv!([1, 2]);
/// value[1] = "x".into();
/// assert_eq!(value.to_string(), "[1,x]");
/// ```
impl IndexMut<usize> for Value {
    fn index_mut(&mut self, index: usize) -> &mut Self {
        match self {
            Self::List(elements) => &mut elements[index],
            other => panic!("element {index} of {other}, which is no list"),
        }
    }
}

/// Reads any JSV.
///
/// ```
/// let value: jsv_codec::Value = "{A:[1,2]}".parse().unwrap();
/// assert_eq!(value["A"][1], 2);
/// ```
impl FromStr for Value {
    type Err = Error;
    fn from_str(text: &str) -> Result<Self> {
        crate::from_str(text)
    }
}

/// Equal objects have the same hash, in whatever order their entries are.
impl Hash for Map {
    fn hash<H: Hasher>(&self, state: &mut H) {
        let entry = |entry: (&str, &Value)| {
            let mut hasher = std::hash::DefaultHasher::new();
            entry.hash(&mut hasher);
            hasher.finish()
        };
        state.write_usize(self.len());
        state.write_u64(self.iter().map(entry).fold(0, u64::wrapping_add));
    }
}

impl PartialEq<str> for Value {
    fn eq(&self, other: &str) -> bool {
        self.as_str() == Some(other)
    }
}

impl PartialEq<&str> for Value {
    fn eq(&self, other: &&str) -> bool {
        self.as_str() == Some(*other)
    }
}

impl PartialEq<String> for Value {
    fn eq(&self, other: &String) -> bool {
        self.as_str() == Some(other)
    }
}

macro_rules! literals {
    ($($t:ty: $read:ident),+ $(,)?) => {$(
        impl PartialEq<$t> for Value {
            fn eq(&self, other: &$t) -> bool {
                self.$read().is_some_and(|value| value == (*other).into())
            }
        }
    )+};
}
literals! {
    bool: as_bool, i8: as_i64, i16: as_i64, i32: as_i64, i64: as_i64, u8: as_u64, u16: as_u64, u32: as_u64,
    u64: as_u64, f32: as_f64, f64: as_f64,
}
