//! The index of all operations (spec 05 section 3).

use maud::{Markup, PreEscaped, html};

use super::{FORMATS, PageContext, layout, security};
use crate::contract::{Contract, Operation};

const SEARCH: &str = include_str!("assets/search.js");

/// The page `/metadata`: every visible operation by name, with a link a format, its tags, and a mark if it asks for a
/// login. The search field needs a few lines of script and appears only with them.
pub fn index(contract: &Contract, context: &PageContext<'_>) -> String {
    let mut operations: Vec<&Operation> =
        contract.operations().iter().filter(|operation| !operation.hidden).collect();
    operations.sort_by_cached_key(|operation| (operation.name.to_lowercase(), operation.name.clone()));
    let body = html! {
        header { h1 { (contract.title) } }
        main {
            p { "The following operations are supported." }
            div.operation {
                h3 { "Operations" }
                input #search type="search" placeholder="Search" aria-label="Search operations" hidden;
            }
            (table(&operations, context))
            (links(context))
        }
        footer { "A stand-in for a host of " a href="https://servicestack.net" { "ServiceStack" } }
        script { (PreEscaped(SEARCH)) }
    };
    layout::page(&contract.title, &body)
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
        tr {
            th scope="row" data-tags=(operation.tags.join(",")) {
                a href=(context.operation_url(FORMATS[0], &operation.name)) { (operation.name) }
                @if operation.requires_auth {
                    i.auth role="img" title=(security::title(operation)) aria-label=(security::title(operation)) {}
                }
                @for tag in &operation.tags { " " span.tag { (tag) } }
            }
            @for format in FORMATS {
                td { a href=(context.operation_url(format, &operation.name)) { (format.name().to_uppercase()) } }
            }
        }
    }
}

fn links(context: &PageContext<'_>) -> Markup {
    html! {
        @if !context.links.is_empty() {
            h3 { "Plugin Links:" }
            ul.links { @for link in context.links { li { a href={ (context.base_url) (link.href) } { (link.title) } } } }
        }
    }
}
