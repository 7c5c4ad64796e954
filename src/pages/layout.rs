//! What all pages share: head, style, and the way back.

use maud::{DOCTYPE, Markup, html};

use super::{PageContext, asset};

/// A page of the host's own.
#[derive(Debug)]
pub(crate) struct Layout<'a> {
    /// Where the page's files are.
    pub context: &'a PageContext<'a>,
    /// The title of the tab.
    pub title: &'a str,
    /// Style sheets and scripts beyond those of every page.
    pub files: &'a [&'a str],
}

impl Layout<'_> {
    /// A whole page. The head is no text of the page; its title distinguishes tabs.
    pub fn page(&self, body: &Markup) -> String {
        let url = |name: &str| asset::url(self.context.base_url, name);
        let page = html! {
            (DOCTYPE)
            html lang="en" {
                head {
                    meta charset="utf-8";
                    meta name="viewport" content="width=device-width, initial-scale=1";
                    meta name="color-scheme" content="light dark";
                    title { (self.title) }
                    link rel="icon" href="data:,";
                    link rel="stylesheet" href=(url("metadata.css"));
                    @for name in self.files {
                        @if name.ends_with(".css") { link rel="stylesheet" href=(url(name)); }
                        @else { script defer src=(url(name)) {} }
                    }
                }
                body { (body) }
            }
        };
        page.into_string()
    }
}
