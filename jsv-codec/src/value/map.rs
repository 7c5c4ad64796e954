//! The entries of an object, in the order they were written.
//!
//! ```
//! let map = jsv_codec::Map::from_iter([("A", 1)]);
//! let mut entries: jsv_codec::map::IntoIter = map.into_iter();
//! assert_eq!(entries.next().unwrap().0, "A");
//! ```

mod edit;
mod iter;

pub use edit::Entry;
pub use iter::IntoIter;

use super::keys::Keys;
use super::{Text, Value};
use std::collections::{HashMap, HashSet};
use std::fmt;
use std::ops::{Index, IndexMut};
use thin_vec::ThinVec;

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
#[derive(Clone, Default)]
pub struct Map {
    pub(super) keys: Keys,
    /// As many as keys.
    pub(super) values: ThinVec<Value>,
}

impl Map {
    /// An object without entries.
    ///
    /// ```
    /// assert!(jsv_codec::Map::new().is_empty());
    /// ```
    #[must_use]
    pub const fn new() -> Self {
        Self { keys: Keys::NONE, values: ThinVec::new() }
    }

    /// An object without entries, with room for some.
    ///
    /// ```
    /// assert!(jsv_codec::Map::with_capacity(8).is_empty());
    /// ```
    #[must_use]
    pub fn with_capacity(capacity: usize) -> Self {
        Self { keys: Keys::with_capacity(capacity), values: ThinVec::with_capacity(capacity) }
    }

    /// How many entries there are.
    ///
    /// ```
    /// assert_eq!(jsv_codec::Map::new().len(), 0);
    /// ```
    #[must_use]
    pub fn len(&self) -> usize {
        self.values.len()
    }

    /// Whether there are none.
    ///
    /// ```
    /// assert!(jsv_codec::Map::new().is_empty());
    /// ```
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.values.is_empty()
    }

    /// The value of a key.
    ///
    /// ```
    /// assert!(jsv_codec::Map::new().get("A").is_none());
    /// ```
    #[must_use]
    pub fn get(&self, key: &str) -> Option<&Value> {
        self.values.get(self.keys.position(key)?)
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
        self.values.get_mut(self.keys.position(key)?)
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
                self.push(key, value);
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
        let at = self.keys.position(key)?;
        self.keys.remove(at);
        Some(self.values.remove(at))
    }

    /// Adds an entry whose key is not there yet.
    fn push(&mut self, key: Text, value: Value) {
        self.keys.push(key);
        self.values.push(value);
    }

    /// Entries as they were read, as many keys as values. Of a key that comes twice the last value
    /// is kept, at the first place.
    pub(crate) fn from_parts(keys: Vec<Text>, values: ThinVec<Value>) -> Self {
        let distinct = keys.len() <= FEW && distinct(&keys) || !repeated(&keys);
        if distinct { Self::shared(keys.into(), values) } else { keep_last(keys, values) }
    }

    /// Entries whose keys are known to be distinct.
    #[inline]
    pub(crate) fn shared(keys: Keys, values: ThinVec<Value>) -> Self {
        Self { keys, values }
    }
}

/// The entries of a map in their order.
pub(super) type Entries<'m> =
    std::iter::Zip<std::slice::Iter<'m, Text>, std::slice::Iter<'m, Value>>;

impl fmt::Debug for Map {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_map().entries(self.entries()).finish()
    }
}

/// So many entries are compared with one another; more are looked up.
const FEW: usize = 16;

/// Whether no key comes twice. Keys are compared only where their marks are the same, which is
/// seldom.
fn distinct(keys: &[Text]) -> bool {
    let mut marks = 0u64;
    keys.iter().enumerate().all(|(i, key)| {
        let mark = key.mark();
        let unlike = marks & mark == 0 || !keys[..i].contains(key);
        marks |= mark;
        unlike
    })
}

/// Linear in the number of keys, so that a hostile text with many of them costs no more than any
/// other.
fn repeated(keys: &[Text]) -> bool {
    let mut seen = HashSet::with_capacity(keys.len());
    keys.iter().any(|key| !seen.insert(key.as_str()))
}

fn keep_last(keys: Vec<Text>, values: ThinVec<Value>) -> Map {
    let mut places: HashMap<Text, usize> = HashMap::with_capacity(keys.len());
    let mut kept = Map::new();
    for (key, value) in keys.into_iter().zip(values) {
        match places.get(&key) {
            Some(&at) => kept.values[at] = value,
            None => {
                places.insert(key.clone(), kept.len());
                kept.push(key, value);
            }
        }
    }
    kept
}

impl<K: Into<Text>, V: Into<Value>> FromIterator<(K, V)> for Map {
    fn from_iter<I: IntoIterator<Item = (K, V)>>(entries: I) -> Self {
        let (keys, values) =
            entries.into_iter().map(|(key, value)| (key.into(), value.into())).unzip();
        Self::from_parts(keys, values)
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
        let at = self.keys.position(key).unwrap_or_else(|| {
            self.push(key.into(), Value::Null);
            self.len() - 1
        });
        &mut self.values[at]
    }
}

#[cfg(test)]
mod tests {
    use super::{Keys, Map};
    use crate::Value;

    #[test]
    fn an_object_without_entries_has_no_memory_of_its_own() {
        for text in ["{}", "{ }", "{A:{},B:[{}]}"] {
            let value: Value = text.parse().expect("an object");
            let empty = value.pointer("/B/0").unwrap_or(&value);
            let map = empty.as_object().expect("an object");
            assert!(map.is_empty() && map.values.capacity() == 0, "{text}");
            assert!(map.keys.shares(&Keys::NONE), "{text}");
        }
        assert_eq!(size_of::<Map>(), 2 * size_of::<usize>());
    }
}
