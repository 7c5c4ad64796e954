//! Walking along the entries of a map, in their order.

use super::{Entries, Map, Text, Value};
use crate::value::Keys;

impl Map {
    /// The entries in their order.
    ///
    /// ```
    /// let map = jsv_codec::Map::from_iter([("A", 1)]);
    /// assert_eq!(map.iter().map(|(key, _)| key).collect::<Vec<_>>(), ["A"]);
    /// ```
    pub fn iter(&self) -> impl ExactSizeIterator<Item = (&str, &Value)> {
        self.entries().map(|(key, value)| (key.as_str(), value))
    }

    /// The entries in their order, their values to be changed.
    ///
    /// ```
    /// let mut map = jsv_codec::Map::from_iter([("A", 1), ("B", 2)]);
    /// for (key, value) in map.iter_mut() {
    ///     *value = key.into();
    /// }
    /// assert_eq!(map, jsv_codec::Map::from_iter([("A", "A"), ("B", "B")]));
    /// ```
    pub fn iter_mut(&mut self) -> impl ExactSizeIterator<Item = (&str, &mut Value)> {
        self.keys.as_slice().iter().map(Text::as_str).zip(&mut self.values)
    }

    /// The keys in their order.
    ///
    /// ```
    /// assert_eq!(jsv_codec::Map::from_iter([("A", 1)]).keys().next(), Some("A"));
    /// ```
    pub fn keys(&self) -> impl ExactSizeIterator<Item = &str> {
        self.keys.as_slice().iter().map(Text::as_str)
    }

    /// The values in their order.
    ///
    /// ```
    /// let map = jsv_codec::Map::from_iter([("A", 1), ("B", 2)]);
    /// assert!(map.values().eq([1, 2].iter()));
    /// ```
    pub fn values(&self) -> impl ExactSizeIterator<Item = &Value> {
        self.values.iter()
    }

    /// The values in their order, to be changed.
    ///
    /// ```
    /// let mut map = jsv_codec::Map::from_iter([("A", 1)]);
    /// map.values_mut().for_each(|value| *value = "x".into());
    /// assert_eq!(map["A"], "x");
    /// ```
    pub fn values_mut(&mut self) -> impl ExactSizeIterator<Item = &mut Value> {
        self.values.iter_mut()
    }

    /// The values by value, in their order.
    ///
    /// ```
    /// let map = jsv_codec::Map::from_iter([("A", 1), ("B", 2)]);
    /// assert_eq!(jsv_codec::Value::List(map.into_values().collect()), jsv_codec::jsv!([1, 2]));
    /// ```
    pub fn into_values(self) -> impl ExactSizeIterator<Item = Value> {
        self.values.into_iter()
    }

    pub(in crate::value) fn entries(&self) -> Entries<'_> {
        self.keys.as_slice().iter().zip(&self.values)
    }
}

impl IntoIterator for Map {
    type Item = (Text, Value);
    type IntoIter = IntoIter;
    fn into_iter(self) -> IntoIter {
        IntoIter { keys: self.keys, next: 0, values: self.values.into_iter() }
    }
}

impl<'m> IntoIterator for &'m Map {
    type Item = (&'m Text, &'m Value);
    type IntoIter = Entries<'m>;
    fn into_iter(self) -> Entries<'m> {
        self.entries()
    }
}

/// The entries of a map by value, in their order.
///
/// ```
/// let map = jsv_codec::Map::from_iter([("A", 1), ("B", 2)]);
/// assert_eq!(map.into_iter().map(|(key, _)| key).collect::<Vec<_>>(), ["A", "B"]);
/// ```
pub struct IntoIter {
    keys: Keys,
    next: usize,
    values: thin_vec::IntoIter<Value>,
}

impl Iterator for IntoIter {
    type Item = (Text, Value);

    fn next(&mut self) -> Option<(Text, Value)> {
        let (value, key) = (self.values.next()?, self.keys.as_slice().get(self.next)?);
        self.next += 1;
        Some((key.clone(), value))
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        self.values.size_hint()
    }
}

impl ExactSizeIterator for IntoIter {}
