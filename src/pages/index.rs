//! The index of all operations (docs/wire/pages.md#index).

use maud::{Markup, html};

use super::layout::Layout;
use super::search::{Search, haystack};
use super::{FORMATS, PageContext, security};
use crate::contract::{Contract, Operation};

/// The page `/metadata`: every visible operation by name, with a link a format, its tags, a mark if
/// it asks for a login, and a link to its form in the console.
pub fn index(contract: &Contract, search: &Search, context: &PageContext<'_>) -> String {
    let operations = search.find(contract);
    let body = html! {
        header { h1 { (contract.title) } (places(context)) }
        main {
            p { "The following operations are supported." }
            div.operation {
                h2 { "Operations" }
                (search.form(contract, &context.index_url()))
            }
            (table(&operations, context))
            p #none hidden[!operations.is_empty()] { "No matching operation." }
            (links(context))
        }
        footer { "A stand-in for a host of " a href="https://servicestack.net" { "ServiceStack" } }
    };
    Layout { context, title: &contract.title, files: &["search.js"] }.page(&body)
}

/// The way to the console, in the head of every page that is not recorded.
fn places(context: &PageContext<'_>) -> Markup {
    html! { nav.places aria-label="Places" { a href=(context.console_index_url()) { "API console" } } }
}

fn table(operations: &[&Operation], context: &PageContext<'_>) -> Markup {
    html! {
        table.operations {
            tbody { @for operation in operations { (row(operation, context)) } }
        }
    }
}

fn row(operation: &Operation, context: &PageContext<'_>) -> Markup {
    html! {
        tr data-text=(haystack(operation)) {
            th scope="row" data-tags=(operation.tags.join(",")) {
                a href=(context.operation_url(FORMATS[0], &operation.name)) { (operation.name) }
                (security::mark(operation))
                @for tag in &operation.tags { " " span.tag { (tag) } }
            }
            @for format in FORMATS {
                td { a href=(context.operation_url(format, &operation.name)) { (format.name().to_uppercase()) } }
            }
            td { a.try href=(context.console_url(&operation.name)) { "Try" } }
        }
    }
}

fn links(context: &PageContext<'_>) -> Markup {
    html! {
        @if !context.links.is_empty() {
            h2 { "Plugin Links:" }
            ul.links { @for link in context.links { li { a href={ (context.base_url) (link.href) } { (link.title) } } } }
        }
    }
}
