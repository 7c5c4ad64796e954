//! What a browser sent of a form: texts by the names of their fields.

use std::collections::HashMap;

use crate::http::decoded;

/// The most items one list of a form shows.
const MOST_ITEMS: usize = 200;

/// The fields of a form. The text of a member is named `v.` and its path, the number of its items
/// `n.` and its path; a path is the places of members and items from the request down, joined by
/// dots. Names of contracts stay out of it: they may hold anything.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Fields(HashMap<String, String>);

impl Fields {
    /// Reads a URL-encoded form; never fails. Browsers end the lines of a text with CRLF, whatever
    /// was typed.
    pub fn parse(form: &str) -> Self {
        let pairs = form.split('&').filter_map(|pair| pair.split_once('='));
        Self(
            pairs
                .map(|(name, text)| (decoded(name), decoded(text).replace("\r\n", "\n")))
                .collect(),
        )
    }

    /// The text of a field; empty when it was not sent.
    pub fn get(&self, name: &str) -> &str {
        self.0.get(name).map(String::as_str).unwrap_or_default()
    }

    /// The text of a member.
    pub fn text(&self, path: &str) -> &str {
        self.get(&format!("v.{path}"))
    }

    /// How many items a list has, or whether a class is there.
    pub fn count(&self, path: &str) -> usize {
        self.get(&format!("n.{path}")).parse().unwrap_or(0).min(MOST_ITEMS)
    }

    /// Sets a field.
    pub fn set(&mut self, name: impl Into<String>, text: impl Into<String>) {
        self.0.insert(name.into(), text.into());
    }

    /// Adds an item to a list.
    pub fn add(&mut self, path: &str) {
        let count = (self.count(path) + 1).min(MOST_ITEMS);
        self.set(format!("n.{path}"), count.to_string());
    }

    /// Takes an item out of a list: those behind it move up.
    pub fn remove(&mut self, item: &str) {
        let Some((list, place)) = item.rsplit_once('.').map_or(Some(("", item)), Some) else {
            return;
        };
        let Ok(place) = place.parse::<usize>() else { return };
        let count = self.count(list).saturating_sub(1);
        let moved = std::mem::take(&mut self.0).into_iter();
        self.0 =
            moved.filter_map(|(name, text)| Some((without(&name, list, place)?, text))).collect();
        self.set(format!("n.{list}"), count.to_string());
    }

    /// Lets the form's own members make the body again.
    pub fn clear_raw(&mut self) {
        self.0.remove("raw");
    }

    /// Takes back everything below a path.
    pub fn clear(&mut self, path: &str) {
        let below = |name: &str| {
            let own = name.get(2..).and_then(|name| name.strip_prefix(path));
            own.is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
        };
        self.0.retain(|name, _| !below(name));
    }
}

/// The name of a field after an item of its list was taken out; none for the item's own.
fn without(name: &str, list: &str, gone: usize) -> Option<String> {
    let prefix = format!("{}.{list}.", name.get(..1).unwrap_or_default());
    let Some(rest) = name.strip_prefix(&prefix) else { return Some(name.to_owned()) };
    let (place, below) = rest.split_at(rest.find('.').unwrap_or(rest.len()));
    match place.parse::<usize>() {
        Ok(place) if place == gone => None,
        Ok(place) if place > gone => Some(format!("{prefix}{}{below}", place - 1)),
        _ => Some(name.to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::Fields;

    #[test]
    fn items_move_up_when_one_is_taken_out() {
        let mut fields = Fields::parse("n.3=3&v.3.0=a&v.3.1=b&v.3.2=c&n.3.2=1&v.3.2.0=d&v.30=x");
        fields.remove("3.1");
        assert_eq!(fields, Fields::parse("n.3=2&v.3.0=a&v.3.1=c&n.3.1=1&v.3.1.0=d&v.30=x"));
        fields.clear("3");
        assert_eq!(fields, Fields::parse("v.30=x"));
    }

    #[test]
    fn hostile_names_and_counts_do_no_harm() {
        let mut fields = Fields::parse("n.1=99999999999999999999&n.2=1000000&=&%zz=%zz&ü=1");
        assert_eq!((fields.count("1"), fields.count("2")), (0, 200));
        fields.remove("ü");
        fields.remove("1.99999999999999999999999");
        fields.clear("");
        fields.add("9");
        assert_eq!(fields.count("9"), 1);
    }
}
