//! Query strings and form bodies as a .NET `NameValueCollection` holds them.

use std::borrow::Cow;
use std::collections::HashMap;

use super::request::decoded;

/// The pairs of a query string. Keys that differ only in case are one key, and its values are joined by commas;
/// a segment without `=` is a value of the key null (oracle #38).
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Query {
    entries: Vec<(Option<String>, Vec<String>)>,
    /// Where a key stands, by its lower-case text: ten thousand keys cost no more than ten thousand steps.
    places: HashMap<Option<String>, usize>,
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
        let place = *self.places.entry(key.as_deref().map(str::to_lowercase)).or_insert(self.entries.len());
        match self.entries.get_mut(place) {
            Some((_, values)) => values.push(value),
            None => self.entries.push((key, vec![value])),
        }
    }

    /// The joined values of a key, without regard to case.
    pub fn get(&self, key: &str) -> Option<Cow<'_, str>> {
        let place = *self.places.get(&Some(key.to_lowercase()))?;
        self.entries.get(place).map(|(_, values)| joined(values))
    }

    /// Key and joined values, in order of first appearance. The key of bare segments is `None`.
    pub fn pairs(&self) -> impl Iterator<Item = (Option<&str>, Cow<'_, str>)> {
        self.entries.iter().map(|(key, values)| (key.as_deref(), joined(values)))
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
