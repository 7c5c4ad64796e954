//! Finding parts of a value: by name, by number, by pointer.

use super::{Map, Value};

/// What a [`Value`] can be indexed by: a name or a number. It cannot be implemented elsewhere.
///
/// ```
/// let mut value = jsv_codec::jsv!({ "A": [1, 2] });
/// assert_eq!(value.get("A").and_then(|list| list.get(1)), Some(&2.into()));
/// value["A"][0] = "x".into();
/// value["B"] = true.into();
/// assert_eq!(value.to_string(), "{A:[x,2],B:True}");
/// ```
pub trait Index: sealed::Index {}

impl<I: sealed::Index + ?Sized> Index for I {}

mod sealed {
    use super::{Map, Value};

    pub trait Index {
        fn of<'v>(&self, value: &'v Value) -> Option<&'v Value>;
        fn of_mut<'v>(&self, value: &'v mut Value) -> Option<&'v mut Value>;
        /// The place to be assigned to; a name that is not there is added.
        fn place<'v>(&self, value: &'v mut Value) -> &'v mut Value;
    }

    impl Index for str {
        fn of<'v>(&self, value: &'v Value) -> Option<&'v Value> {
            value.as_object()?.get(self)
        }
        fn of_mut<'v>(&self, value: &'v mut Value) -> Option<&'v mut Value> {
            value.as_object_mut()?.get_mut(self)
        }
        fn place<'v>(&self, value: &'v mut Value) -> &'v mut Value {
            if value.is_null() {
                *value = Value::Object(Map::new());
            }
            match value {
                Value::Object(map) => &mut map[self],
                _ => panic!("only an object has a value under {self:?}"),
            }
        }
    }

    impl Index for usize {
        fn of<'v>(&self, value: &'v Value) -> Option<&'v Value> {
            value.as_list()?.get(*self)
        }
        fn of_mut<'v>(&self, value: &'v mut Value) -> Option<&'v mut Value> {
            value.as_list_mut()?.get_mut(*self)
        }
        fn place<'v>(&self, value: &'v mut Value) -> &'v mut Value {
            match value {
                Value::List(elements) => &mut elements[*self],
                _ => panic!("only a list has an element {self}"),
            }
        }
    }

    impl Index for String {
        fn of<'v>(&self, value: &'v Value) -> Option<&'v Value> {
            self.as_str().of(value)
        }
        fn of_mut<'v>(&self, value: &'v mut Value) -> Option<&'v mut Value> {
            self.as_str().of_mut(value)
        }
        fn place<'v>(&self, value: &'v mut Value) -> &'v mut Value {
            self.as_str().place(value)
        }
    }

    impl<I: Index + ?Sized> Index for &I {
        fn of<'v>(&self, value: &'v Value) -> Option<&'v Value> {
            (**self).of(value)
        }
        fn of_mut<'v>(&self, value: &'v mut Value) -> Option<&'v mut Value> {
            (**self).of_mut(value)
        }
        fn place<'v>(&self, value: &'v mut Value) -> &'v mut Value {
            (**self).place(value)
        }
    }
}

impl Value {
    /// The value of a key or the element of a number; nothing when there is none.
    ///
    /// ```
    /// let value = jsv_codec::jsv!({ "A": [1, 2] });
    /// assert_eq!(value.get("A").unwrap().get(1).unwrap(), 2);
    /// assert!(value.get("B").is_none() && value.get(0).is_none());
    /// ```
    #[must_use]
    pub fn get(&self, index: impl Index) -> Option<&Self> {
        index.of(self)
    }

    /// As [`get`](Self::get), to be changed.
    ///
    /// ```
    /// let mut value = jsv_codec::jsv!([1, 2]);
    /// *value.get_mut(1).unwrap() = "x".into();
    /// assert_eq!(value, jsv_codec::jsv!([1, "x"]));
    /// ```
    pub fn get_mut(&mut self, index: impl Index) -> Option<&mut Self> {
        index.of_mut(self)
    }

    /// The value that a JSON pointer (RFC 6901) names: `/A/0/x~1y`. The empty pointer is the value
    /// itself.
    ///
    /// ```
    /// let value = jsv_codec::jsv!({ "A": [{ "x/y": 7 }] });
    /// assert_eq!(value.pointer("/A/0/x~1y").unwrap(), 7);
    /// assert!(value.pointer("/A/1").is_none() && value.pointer("A").is_none());
    /// ```
    #[must_use]
    pub fn pointer(&self, pointer: &str) -> Option<&Self> {
        steps(pointer)?.try_fold(self, |value, step| match value {
            Self::Object(map) => map.get(&step),
            Self::List(elements) => elements.get(number(&step)?),
            _ => None,
        })
    }

    /// As [`pointer`](Self::pointer), to be changed.
    ///
    /// ```
    /// let mut value = jsv_codec::jsv!({ "A": [1, 2] });
    /// *value.pointer_mut("/A/1").unwrap() = jsv_codec::jsv!({});
    /// assert_eq!(value.to_string(), "{A:[1,{}]}");
    /// ```
    pub fn pointer_mut(&mut self, pointer: &str) -> Option<&mut Self> {
        steps(pointer)?.try_fold(self, |value, step| match value {
            Self::Object(map) => map.get_mut(&step),
            Self::List(elements) => elements.get_mut(number(&step)?),
            _ => None,
        })
    }

    /// Takes the value out and leaves null in its place.
    ///
    /// ```
    /// let mut value = jsv_codec::jsv!({ "A": [1, 2] });
    /// assert_eq!(value["A"].take(), jsv_codec::jsv!([1, 2]));
    /// assert!(value["A"].is_null());
    /// ```
    #[must_use]
    pub fn take(&mut self) -> Self {
        std::mem::take(self)
    }
}

/// The steps of a pointer; nothing when it is none.
fn steps(pointer: &str) -> Option<impl Iterator<Item = String>> {
    if !pointer.is_empty() && !pointer.starts_with('/') {
        return None;
    }
    Some(pointer.split('/').skip(1).map(|step| step.replace("~1", "/").replace("~0", "~")))
}

/// A place in a list: digits without a leading zero.
fn number(step: &str) -> Option<usize> {
    let digits =
        step.bytes().all(|b| b.is_ascii_digit()) && (step == "0" || !step.starts_with('0'));
    if digits { step.parse().ok() } else { None }
}

/// The value of a key or an element; null when there is none.
impl<I: Index> std::ops::Index<I> for Value {
    type Output = Self;
    fn index(&self, index: I) -> &Self {
        index.of(self).unwrap_or(&Self::Null)
    }
}

/// The value of a key, added when there is none, or an element. Null becomes an object when it is
/// given a key.
///
/// # Panics
/// Given a key when it is neither an object nor null, given a number when it has no such element.
impl<I: Index> std::ops::IndexMut<I> for Value {
    fn index_mut(&mut self, index: I) -> &mut Self {
        index.place(self)
    }
}
