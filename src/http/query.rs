//! Query strings and form bodies as a .NET `NameValueCollection` holds them.

use std::borrow::Cow;

use indexmap::{Equivalent, IndexMap};

use super::request::{decoded, lower_case};

/// The pairs of a query string. Keys that differ only in case are one key, and its values are joined by commas;
/// a segment without `=` is a value of the key null (oracle #38).
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Query {
    /// By the key's lower-case text: ten thousand keys cost no more than ten thousand steps.
    entries: IndexMap<Option<String>, Entry>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Entry {
    /// As it was spelled first.
    key: Option<String>,
    values: Vec<String>,
}

/// A lower-case text that is looked up.
#[derive(Hash)]
struct Named<'a>(Option<&'a str>);

impl Equivalent<Option<String>> for Named<'_> {
    fn equivalent(&self, key: &Option<String>) -> bool {
        self.0 == key.as_deref()
    }
}

impl Query {
    /// Reads `a=1&b=2`; never fails.
    pub fn parse(text: &str) -> Self {
        let mut query = Self::default();
        if text.is_empty() {
            return query;
        }
        for segment in text.split('&') {
            match segment.split_once('=') {
                Some((key, value)) => query.add(Some(decoded(key)), decoded(value)),
                None => query.add(None, decoded(segment)),
            }
        }
        query
    }

    /// Adds a value to a key.
    pub fn add(&mut self, key: Option<String>, value: String) {
        let lower = key.as_deref().map(str::to_lowercase);
        self.entries.entry(lower).or_insert(Entry { key, values: Vec::new() }).values.push(value);
    }

    /// The joined values of a key, without regard to case.
    pub fn get(&self, key: &str) -> Option<Cow<'_, str>> {
        if self.entries.is_empty() {
            return None;
        }
        self.entries.get(&Named(Some(&lower_case(key)))).map(|entry| joined(&entry.values))
    }

    /// Key and joined values, in order of first appearance. The key of bare segments is `None`.
    pub fn pairs(&self) -> impl Iterator<Item = (Option<&str>, Cow<'_, str>)> {
        self.entries.values().map(|entry| (entry.key.as_deref(), joined(&entry.values)))
    }
}

fn joined(values: &[String]) -> Cow<'_, str> {
    match values {
        [single] => Cow::Borrowed(single),
        several => Cow::Owned(several.join(",")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_of_one_key_are_joined_whatever_its_case() {
        let query = Query::parse("A=1&b=x+y&a=2");
        assert_eq!(query.get("a").as_deref(), Some("1,2"));
        assert_eq!(query.get("B").as_deref(), Some("x y"));
    }

    #[test]
    fn bare_segments_belong_to_the_key_null() {
        let query = Query::parse("&&A=4&");
        let pairs: Vec<_> =
            query.pairs().map(|(key, value)| (key.map(str::to_owned), value.into_owned())).collect();
        assert_eq!(pairs, [(None, ",,".to_owned()), (Some("A".to_owned()), "4".to_owned())]);
    }

    #[test]
    fn broken_escapes_stay() {
        assert_eq!(Query::parse("Mode=%zz").get("mode").as_deref(), Some("%zz"));
    }
}
