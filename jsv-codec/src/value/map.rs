//! The entries of an object, in the order they were written.

use super::{Text, Value};
use std::collections::HashMap;
use std::ops::{Index, IndexMut};

/// An object: keys and values in their order. Looking a key up walks along them.
///
/// ```
/// let mut map = jsv_codec::Map::new();
/// map.insert("B", 1);
/// map.insert("A", "x");
/// map.insert("B", 2);
/// assert_eq!(map.keys().collect::<Vec<_>>(), ["B", "A"]);
/// assert_eq!(map.get("B").unwrap().as_i64(), Some(2));
/// ```
#[derive(Clone, Debug, Default)]
pub struct Map(pub(super) Vec<(Text, Value)>);

impl Map {
    /// An object without entries.
    ///
    /// ```
    /// assert!(jsv_codec::Map::new().is_empty());
    /// ```
    #[must_use]
    pub const fn new() -> Self {
        Self(Vec::new())
    }

    /// How many entries there are.
    ///
    /// ```
    /// assert_eq!(jsv_codec::Map::new().len(), 0);
    /// ```
    #[must_use]
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there are none.
    ///
    /// ```
    /// assert!(jsv_codec::Map::new().is_empty());
    /// ```
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The value of a key.
    ///
    /// ```
    /// assert!(jsv_codec::Map::new().get("A").is_none());
    /// ```
    #[must_use]
    pub fn get(&self, key: &str) -> Option<&Value> {
        self.0.iter().find(|(k, _)| k == key).map(|(_, value)| value)
    }

    /// The value of a key, to be changed.
    ///
    /// ```
    /// let mut map = jsv_codec::Map::new();
    /// map.insert("A", 1);
    /// *map.get_mut("A").unwrap() = 2.into();
    /// assert_eq!(map["A"].as_i64(), Some(2));
    /// ```
    pub fn get_mut(&mut self, key: &str) -> Option<&mut Value> {
        self.0.iter_mut().find(|(k, _)| k == key).map(|(_, value)| value)
    }

    /// Adds an entry at the end, or changes the one there is; gives what the key had before.
    ///
    /// ```
    /// let mut map = jsv_codec::Map::new();
    /// assert!(map.insert("A", 1).is_none());
    /// assert_eq!(map.insert("A", 2).unwrap().as_i64(), Some(1));
    /// ```
    pub fn insert(&mut self, key: impl Into<Text>, value: impl Into<Value>) -> Option<Value> {
        let (key, value) = (key.into(), value.into());
        match self.get_mut(&key) {
            Some(place) => Some(std::mem::replace(place, value)),
            None => {
                self.0.push((key, value));
                None
            }
        }
    }

    /// Takes an entry out.
    ///
    /// ```
    /// let mut map = jsv_codec::Map::from_iter([("A", 1), ("B", 2)]);
    /// assert_eq!(map.remove("A").unwrap().as_i64(), Some(1));
    /// assert_eq!(map.len(), 1);
    /// ```
    pub fn remove(&mut self, key: &str) -> Option<Value> {
        let at = self.0.iter().position(|(k, _)| k == key)?;
        Some(self.0.remove(at).1)
    }

    /// The entries in their order.
    ///
    /// ```
    /// let map = jsv_codec::Map::from_iter([("A", 1)]);
    /// assert_eq!(map.iter().map(|(key, _)| key).collect::<Vec<_>>(), ["A"]);
    /// ```
    pub fn iter(&self) -> impl ExactSizeIterator<Item = (&str, &Value)> {
        self.0.iter().map(|(key, value)| (&**key, value))
    }

    /// The keys in their order.
    ///
    /// ```
    /// assert_eq!(jsv_codec::Map::from_iter([("A", 1)]).keys().next(), Some("A"));
    /// ```
    pub fn keys(&self) -> impl ExactSizeIterator<Item = &str> {
        self.0.iter().map(|(key, _)| &**key)
    }

    /// Entries as they were read. Of a key that comes twice the last value is kept, at the first place.
    pub(super) fn from_entries(entries: Vec<(Text, Value)>) -> Self {
        let distinct = entries.len() <= FEW && distinct(&entries);
        Self(if distinct { entries } else { keep_last(entries) })
    }
}

/// So many entries are compared with one another; more are looked up.
const FEW: usize = 16;

/// Whether no key comes twice. Keys are compared only where their marks are the same, which is seldom.
fn distinct(entries: &[(Text, Value)]) -> bool {
    let mut marks = 0u64;
    entries.iter().enumerate().all(|(i, (key, _))| {
        let mark = key.mark();
        let unlike = marks & mark == 0 || entries[..i].iter().all(|(other, _)| other != key);
        marks |= mark;
        unlike
    })
}

/// Linear in the number of entries, so that a hostile text with many keys costs no more than any other.
fn keep_last(entries: Vec<(Text, Value)>) -> Vec<(Text, Value)> {
    let mut places = HashMap::with_capacity(entries.len());
    let repeated = entries.iter().enumerate().any(|(i, (key, _))| places.insert(key.as_str(), i).is_some());
    if !repeated {
        return entries;
    }
    let mut places: HashMap<Text, usize> = HashMap::with_capacity(entries.len());
    let mut kept: Vec<(Text, Value)> = Vec::with_capacity(entries.len());
    for (key, value) in entries {
        match places.get(&key) {
            Some(&at) => kept[at].1 = value,
            None => {
                places.insert(key.clone(), kept.len());
                kept.push((key, value));
            }
        }
    }
    kept
}

impl<K: Into<Text>, V: Into<Value>> FromIterator<(K, V)> for Map {
    fn from_iter<I: IntoIterator<Item = (K, V)>>(entries: I) -> Self {
        Self::from_entries(entries.into_iter().map(|(key, value)| (key.into(), value.into())).collect())
    }
}

impl IntoIterator for Map {
    type Item = (Text, Value);
    type IntoIter = std::vec::IntoIter<(Text, Value)>;
    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}

/// The value of a key; null when there is none.
impl Index<&str> for Map {
    type Output = Value;
    fn index(&self, key: &str) -> &Value {
        self.get(key).unwrap_or(&Value::Null)
    }
}

/// The value of a key; added as null when there is none.
impl IndexMut<&str> for Map {
    fn index_mut(&mut self, key: &str) -> &mut Value {
        let at = self.0.iter().position(|(k, _)| k == key).unwrap_or_else(|| {
            self.0.push((key.into(), Value::Null));
            self.0.len() - 1
        });
        &mut self.0[at].1
    }
}
