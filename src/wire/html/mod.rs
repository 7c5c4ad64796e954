//! An answer as a page for people: every member named, lists of objects as tables, links to the
//! same answer in the formats for programs.
//!
//! The real host renders JSON in the browser; here the page is complete without a script.

mod tree;

use maud::{DOCTYPE, Markup, PreEscaped, html};

use super::{Dialect, Format, Typed};

const STYLE: &str = include_str!("snapshot.css");

/// What a page shows beside the value.
#[derive(Debug, Clone, Copy)]
pub struct Snapshot<'a> {
    /// The operation that answered.
    pub operation: &'a str,
    /// When, in words; the page shows it as it is.
    pub date: &'a str,
    /// The same answer in other formats: where to get it.
    pub links: &'a [(Format, String)],
}

impl Snapshot<'_> {
    /// The page, titled `{operation} Snapshot of {date}` (docs/wire/xml-csv.md#html).
    ///
    /// Values nested deeper than the dialect allows are shown as an ellipsis.
    pub fn page(&self, typed: &Typed, dialect: &Dialect) -> String {
        let title = format!("{} Snapshot of {}", self.operation, self.date);
        html! {
            (DOCTYPE)
            html lang="en" {
                head {
                    meta charset="utf-8";
                    meta name="viewport" content="width=device-width, initial-scale=1";
                    meta name="color-scheme" content="light dark";
                    title { (title) }
                    link rel="icon" href="data:,";
                    style { (PreEscaped(STYLE)) }
                }
                body {
                    header {
                        h1 { (self.operation) }
                        p { "Snapshot of " time { (self.date) } }
                        (self.links())
                    }
                    main { (tree::value(typed, dialect, 0)) }
                }
            }
        }
        .into_string()
    }

    fn links(&self) -> Markup {
        html! {
            @if !self.links.is_empty() {
                nav aria-label="Other formats" {
                    @for (format, href) in self.links {
                        a href=(href) { (format.name()) }
                    }
                }
            }
        }
    }
}
