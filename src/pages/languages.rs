//! The tabs of newer hosts: the DTOs of an operation as source text.

use maud::{Markup, html};

use super::{IN_QUERY, PageContext};
use crate::contract::Operation;
use crate::types::Language;
use crate::wire::Format;
use percent_encoding::utf8_percent_encode;

/// The DTOs of an operation in a language.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Source {
    /// Which.
    pub language: Language,
    /// The text.
    pub text: String,
}

/// Links to the tables and to every language. Their words are attributes, so that the page's text
/// stays the host's.
pub(super) fn tabs(
    operation: &Operation,
    format: Format,
    current: Option<&Source>,
    context: &PageContext<'_>,
) -> Markup {
    let tables = context.operation_url(format, &operation.name);
    let shown = current.map(|source| source.language);
    html! {
        nav.formats.languages aria-label="Languages" {
            (tab(&tables, "Metadata", shown.is_none()))
            @for language in Language::ALL {
                @let name = utf8_percent_encode(language.name(), IN_QUERY);
                (tab(&format!("{tables}&lang={name}"), language.title(), shown == Some(language)))
            }
        }
    }
}

fn tab(href: &str, label: &str, current: bool) -> Markup {
    html! { a href=(href) aria-label=(label) aria-current=[current.then_some("page")] data-label=(label) {} }
}

/// What stands in the place of the tables.
pub(super) fn source(operation: &Operation, source: &Source) -> Markup {
    html! {
        h3 { (source.language.title()) " " (operation.name) " DTOs" }
        div.request tabindex="0" { pre { (source.text) } }
    }
}
