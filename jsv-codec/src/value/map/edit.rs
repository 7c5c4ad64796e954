//! Changing many entries at once.

use super::{Map, Text, Value};

impl Map {
    /// Whether there is an entry of this key.
    ///
    /// ```
    /// let map = jsv_codec::Map::from_iter([("A", 1)]);
    /// assert!(map.contains_key("A") && !map.contains_key("a"));
    /// ```
    #[must_use]
    pub fn contains_key(&self, key: &str) -> bool {
        self.keys.position(key).is_some()
    }

    /// The entry of a key, which may be vacant.
    ///
    /// ```
    /// let mut map = jsv_codec::Map::from_iter([("A", 1)]);
    /// *map.entry("A").or_insert(0) = 7.into();
    /// map.entry("B").or_insert_with(|| "x".into());
    /// assert_eq!(map, jsv_codec::Map::from_iter([("A", "7"), ("B", "x")]));
    /// ```
    pub fn entry(&mut self, key: impl Into<Text>) -> Entry<'_> {
        let key = key.into();
        Entry { at: self.keys.position(&key), key, map: self }
    }

    /// Takes an entry out with its key.
    ///
    /// ```
    /// let mut map = jsv_codec::Map::from_iter([("A", 1)]);
    /// assert_eq!(map.remove_entry("A").unwrap().0, "A");
    /// assert!(map.remove_entry("A").is_none());
    /// ```
    pub fn remove_entry(&mut self, key: &str) -> Option<(Text, Value)> {
        Some((Text::from(key), self.remove(key)?))
    }

    /// Takes all entries out.
    ///
    /// ```
    /// let mut map = jsv_codec::Map::from_iter([("A", 1)]);
    /// map.clear();
    /// assert!(map.is_empty());
    /// ```
    pub fn clear(&mut self) {
        *self = Self::new();
    }

    /// Keeps the entries for which `keep` says so.
    ///
    /// ```
    /// let mut map = jsv_codec::Map::from_iter([("A", 1), ("B", 2), ("C", 3)]);
    /// map.retain(|key, value| key != "A" && *value != 3);
    /// assert_eq!(map.keys().collect::<Vec<_>>(), ["B"]);
    /// ```
    pub fn retain(&mut self, mut keep: impl FnMut(&str, &mut Value) -> bool) {
        let entries = std::mem::take(self).into_iter();
        let kept = entries.filter_map(|(key, mut value)| {
            let is_kept = keep(&key, &mut value);
            is_kept.then_some((key, value))
        });
        let (keys, values): (Vec<_>, _) = kept.unzip();
        *self = Self::shared(keys.into(), values);
    }

    /// Moves all entries of another object here, those of keys that are here in place of what the
    /// keys had.
    ///
    /// ```
    /// let mut map = jsv_codec::Map::from_iter([("A", 1), ("B", 2)]);
    /// let mut other = jsv_codec::Map::from_iter([("A", 7), ("C", 3)]);
    /// map.append(&mut other);
    /// assert_eq!(map, jsv_codec::Map::from_iter([("A", 7), ("B", 2), ("C", 3)]));
    /// assert!(other.is_empty());
    /// ```
    pub fn append(&mut self, other: &mut Self) {
        self.extend(std::mem::take(other));
    }

    /// Puts the entries in the order of their keys.
    ///
    /// ```
    /// let mut map = jsv_codec::Map::from_iter([("B", 1), ("A", 2)]);
    /// map.sort_keys();
    /// assert_eq!(map.keys().collect::<Vec<_>>(), ["A", "B"]);
    /// ```
    pub fn sort_keys(&mut self) {
        let mut entries: Vec<_> = std::mem::take(self).into_iter().collect();
        entries.sort_unstable_by(|(one, _), (other, _)| one.cmp(other));
        let (keys, values): (Vec<_>, _) = entries.into_iter().unzip();
        *self = Self::shared(keys.into(), values);
    }
}

/// As many [`Map::insert`], in linear time.
impl<K: Into<Text>, V: Into<Value>> Extend<(K, V)> for Map {
    fn extend<I: IntoIterator<Item = (K, V)>>(&mut self, entries: I) {
        let new = entries.into_iter().map(|(key, value)| (key.into(), value.into()));
        *self = std::mem::take(self).into_iter().chain(new).collect();
    }
}

/// The entry of a key in a map, or the place for one; made by [`Map::entry`].
///
/// ```
/// let mut map = jsv_codec::Map::new();
/// for word in ["a", "b", "a"] {
///     let count = map.entry(word).or_insert(0);
///     *count = (count.as_u64().unwrap_or_default() + 1).into();
/// }
/// assert_eq!(map, jsv_codec::Map::from_iter([("a", 2), ("b", 1)]));
/// ```
pub struct Entry<'m> {
    map: &'m mut Map,
    key: Text,
    at: Option<usize>,
}

impl<'m> Entry<'m> {
    /// Its key.
    ///
    /// ```
    /// assert_eq!(jsv_codec::Map::new().entry("A").key(), "A");
    /// ```
    #[must_use]
    pub fn key(&self) -> &str {
        &self.key
    }

    /// The value, `value` being added if there is none.
    ///
    /// ```
    /// assert_eq!(jsv_codec::Map::new().entry("A").or_insert(1), &1);
    /// ```
    pub fn or_insert(self, value: impl Into<Value>) -> &'m mut Value {
        self.or_insert_with(|| value.into())
    }

    /// The value, one being made and added if there is none.
    ///
    /// ```
    /// assert_eq!(jsv_codec::Map::new().entry("A").or_insert_with(|| "x".into()), "x");
    /// ```
    pub fn or_insert_with(self, make: impl FnOnce() -> Value) -> &'m mut Value {
        let at = self.at.unwrap_or_else(|| {
            self.map.push(self.key, make());
            self.map.len() - 1
        });
        &mut self.map.values[at]
    }

    /// Changes the value if there is one.
    ///
    /// ```
    /// let mut map = jsv_codec::Map::from_iter([("A", 1)]);
    /// map.entry("A").and_modify(|value| *value = 2.into()).or_insert(0);
    /// map.entry("B").and_modify(|value| *value = 2.into()).or_insert(0);
    /// assert_eq!(map, jsv_codec::Map::from_iter([("A", 2), ("B", 0)]));
    /// ```
    #[must_use]
    pub fn and_modify(self, change: impl FnOnce(&mut Value)) -> Self {
        if let Some(at) = self.at {
            change(&mut self.map.values[at]);
        }
        self
    }
}
