//! Query strings and form bodies as a .NET `NameValueCollection` holds them.

use std::collections::HashMap;

use super::text::{decoded_on, is_escaped, pieces, split_at};
use crate::edition::Platform;
use crate::host::lower_case;

/// So few keys are compared one by one.
const FEW: usize = 16;

/// The pairs of a query string. Keys that differ only in case are one key, and its values are
/// joined by commas; a segment without `=` is a value of the key null (docs/wire/http.md#binding).
#[derive(Debug, Clone, Default)]
pub struct Query {
    entries: Vec<Entry>,
    /// Entries by the key's lower-case text, once they are many: ten thousand keys cost no more
    /// than ten thousand steps.
    places: HashMap<Option<String>, usize>,
}

#[derive(Debug, Clone)]
struct Entry {
    /// As it was spelled first.
    key: Option<String>,
    /// Whether its key is ASCII throughout, and compared with another such key byte by byte.
    is_ascii: bool,
    /// Joined.
    value: String,
}

impl Query {
    /// Reads `a=1&b=2`; never fails.
    pub fn parse(text: &str) -> Self {
        Self::parse_on(Platform::Framework, text)
    }

    /// The same, as this platform reads escapes.
    pub fn parse_on(platform: Platform, text: &str) -> Self {
        let mut query = Self::default();
        if text.is_empty() {
            return query;
        }
        // Looked at once as a whole: most have nothing to decode.
        let is_escaped = is_escaped(text);
        let read = |text: &str| match is_escaped {
            true => decoded_on(platform, text),
            false => text.to_owned(),
        };
        for segment in pieces(b'&', text) {
            match split_at(b'=', segment) {
                Some((key, value)) => query.add(Some(read(key)), read(value)),
                None => query.add(None, read(segment)),
            }
        }
        query
    }

    /// Adds a value to a key.
    pub fn add(&mut self, key: Option<String>, value: String) {
        match self.place_of(key.as_deref()) {
            Some(place) => {
                let joined = &mut self.entries[place].value;
                joined.push(',');
                joined.push_str(&value);
            }
            None => {
                self.begin(Entry { is_ascii: key.as_deref().is_none_or(str::is_ascii), key, value })
            }
        }
    }

    fn begin(&mut self, entry: Entry) {
        self.entries.push(entry);
        // Those that were few until now are entered with the first that is not.
        let unplaced =
            if self.entries.len() > FEW { self.places.len()..self.entries.len() } else { 0..0 };
        for place in unplaced {
            let lower = self.entries[place].key.as_deref().map(|key| lower_case(key).into_owned());
            self.places.insert(lower, place);
        }
    }

    fn place_of(&self, key: Option<&str>) -> Option<usize> {
        if self.places.is_empty() {
            self.entries.iter().position(same_as(key))
        } else {
            self.places.get(&key.map(|key| lower_case(key).into_owned())).copied()
        }
    }

    /// The joined values of a key, without regard to case.
    pub fn get(&self, key: &str) -> Option<&str> {
        self.place_of(Some(key)).map(|place| self.entries[place].value.as_str())
    }

    /// The joined values of a key that was first spelled so.
    pub fn spelled(&self, key: &str) -> Option<&str> {
        let entry = &self.entries[self.place_of(Some(key))?];
        (entry.key.as_deref() == Some(key)).then_some(entry.value.as_str())
    }

    /// Keys and joined values, without the bare segments.
    pub fn named(&self) -> impl Iterator<Item = (&str, &str)> {
        self.pairs().filter_map(|(key, value)| Some((key?, value)))
    }

    /// Key and joined values, in order of first appearance. The key of bare segments is `None`.
    pub fn pairs(&self) -> impl Iterator<Item = (Option<&str>, &str)> {
        self.entries.iter().map(|entry| (entry.key.as_deref(), entry.value.as_str()))
    }
}

/// Whether an entry is this key's.
fn same_as(key: Option<&str>) -> impl Fn(&Entry) -> bool {
    let is_ascii = key.is_none_or(str::is_ascii);
    move |entry| match (entry.key.as_deref(), key) {
        (Some(one), Some(other)) if is_ascii && entry.is_ascii => one.eq_ignore_ascii_case(other),
        (Some(one), Some(other)) => lower_case(one) == lower_case(other),
        (None, None) => true,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_of_one_key_are_joined_whatever_its_case() {
        let query = Query::parse("A=1&b=x+y&a=2");
        assert_eq!(query.get("a"), Some("1,2"));
        assert_eq!(query.get("B"), Some("x y"));
    }

    #[test]
    fn many_keys_are_found_as_few_are() {
        for count in [1, FEW - 1, FEW, FEW + 1, FEW + 2, 3 * FEW] {
            let mut query = Query::default();
            for round in 0..2 {
                (0..count)
                    .for_each(|key| query.add(Some(format!("Ключ{key}")), format!("{key}{round}")));
                query.add(None, round.to_string());
            }
            for key in 0..count {
                let joined = format!("{key}0,{key}1");
                assert_eq!(query.get(&format!("кЛЮЧ{key}")), Some(&*joined), "{key} of {count}");
            }
            assert_eq!(query.get("another"), None);
            assert_eq!(query.pairs().count(), count + 1);
            assert!(query.pairs().any(|pair| pair == (None, "0,1")));
        }
    }

    #[test]
    fn bare_segments_belong_to_the_key_null() {
        let query = Query::parse("&&A=4&");
        let pairs: Vec<_> =
            query.pairs().map(|(key, value)| (key.map(str::to_owned), value.to_owned())).collect();
        assert_eq!(pairs, [(None, ",,".to_owned()), (Some("A".to_owned()), "4".to_owned())]);
    }

    #[test]
    fn broken_escapes_stay() {
        assert_eq!(Query::parse("Mode=%zz").get("mode"), Some("%zz"));
    }
}
