//! Which operations a list shows.

use std::collections::BTreeSet;

use maud::{Markup, html};
use percent_encoding::utf8_percent_encode;

use super::IN_QUERY;
use crate::contract::{Contract, Operation};

/// What somebody looks for; the default shows all.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Search {
    /// Words that must all be in the name, the tags or a route, in any case.
    pub text: String,
    /// A tag that the operation must have; empty for any.
    pub tag: String,
}

impl Search {
    /// The visible operations that are found, by name.
    pub(crate) fn find<'c>(&self, contract: &'c Contract) -> Vec<&'c Operation> {
        let words: Vec<String> = self.text.split_whitespace().map(str::to_lowercase).collect();
        let shown = contract.operations().iter().filter(|operation| !operation.hidden);
        let mut found: Vec<&Operation> =
            shown.filter(|operation| self.fits(operation, &words)).collect();
        found.sort_by_cached_key(|operation| {
            (operation.name.to_lowercase(), operation.name.clone())
        });
        found
    }

    fn fits(&self, operation: &Operation, words: &[String]) -> bool {
        let tagged = self.tag.is_empty() || operation.tags.contains(&self.tag);
        let found = |text: String| words.iter().all(|word| text.contains(word.as_str()));
        tagged && (words.is_empty() || found(haystack(operation)))
    }

    /// A field that filters by itself where there is a script, and by a request where there is
    /// none; below it the tags.
    pub(crate) fn form(&self, contract: &Contract, url: &str) -> Markup {
        let shown = contract.operations().iter().filter(|operation| !operation.hidden);
        let tags: BTreeSet<&str> =
            shown.flat_map(|operation| &operation.tags).map(String::as_str).collect();
        html! {
            search {
                form.search action=(url) method="get" role="search" {
                    input #search type="search" name="q" value=(self.text) placeholder="Search" aria-label="Search operations"
                        aria-keyshortcuts="/" autocomplete="off";
                    @if !self.tag.is_empty() { input type="hidden" name="tag" value=(self.tag); }
                }
                @if !tags.is_empty() {
                    nav.tag-list aria-label="Tags" {
                        (self.tag(url, "", "All"))
                        @for tag in tags { (self.tag(url, tag, tag)) }
                    }
                }
            }
        }
    }

    fn tag(&self, url: &str, tag: &str, label: &str) -> Markup {
        let encode = |text| utf8_percent_encode(text, IN_QUERY).to_string();
        let mut query = Vec::new();
        if !tag.is_empty() {
            query.push(format!("tag={}", encode(tag)));
        }
        if !self.text.is_empty() {
            query.push(format!("q={}", encode(&self.text)));
        }
        let query = if query.is_empty() { String::new() } else { format!("?{}", query.join("&")) };
        html! {
            a.tag href=(format!("{url}{query}")) aria-current=[(tag == self.tag).then_some("true")] { (label) }
        }
    }
}

/// What is searched of an operation, lower case: its name, tags and routes.
pub(crate) fn haystack(operation: &Operation) -> String {
    let routes = operation.routes.iter().map(|route| &route.path);
    let mut text = operation.name.to_lowercase();
    for part in operation.tags.iter().chain(routes) {
        text.push(' ');
        text.push_str(&part.to_lowercase());
    }
    text
}
