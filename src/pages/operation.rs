//! The page of one operation in one format (docs/wire/pages.md#operation-page).

use maud::{Markup, html};

use super::layout::Layout;
use super::sample::{Request, Sample};
use super::{FORMATS, PageContext, Source, languages, tables, walk};
use crate::contract::{Contract, Operation};
use crate::wire::Format;

/// The page `/{format}/metadata?op={operation}`: who may call it, its routes, the tables of its
/// types, and a sample of request and response in this format. Links to the other formats carry no
/// text, so that the page's text is the real host's and nothing more.
pub fn operation(
    contract: &Contract,
    operation: &Operation,
    format: Format,
    context: &PageContext<'_>,
) -> String {
    let tables = tables_of(contract, operation);
    page(contract, operation, format, &tables, context)
}

/// The same with the tabs of newer hosts: the tables, or the DTOs in a language.
pub fn operation_with_languages(
    contract: &Contract,
    operation: &Operation,
    format: Format,
    source: Option<&Source>,
    context: &PageContext<'_>,
) -> String {
    let types = html! {
        (languages::tabs(operation, format, source, context))
        @match source {
            Some(source) => (languages::source(operation, source)),
            None => (tables_of(contract, operation)),
        }
    };
    page(contract, operation, format, &types, context)
}

fn tables_of(contract: &Contract, operation: &Operation) -> Markup {
    html! { @for id in walk::types(contract, operation) { (tables::of_type(contract, operation, id)) } }
}

fn page(
    contract: &Contract,
    operation: &Operation,
    format: Format,
    types: &Markup,
    context: &PageContext<'_>,
) -> String {
    let body = html! {
        header {
            h1 { (contract.title) }
            a.back href=(context.index_url()) { "<back to all web services" }
        }
        main {
            div.operation {
                h2 { (operation.name) }
                (formats(operation, format, context))
            }
            (tags(operation))
            (description(contract, operation))
            (tables::authentication(operation))
            (tables::routes(&operation.routes))
            (types)
            (call_info(format))
            (samples(&Sample { contract, operation, format, context }))
        }
    };
    let title = format!("{} · {}", operation.name, contract.title);
    Layout { context, title: &title, files: &[] }.page(&body)
}

fn formats(operation: &Operation, current: Format, context: &PageContext<'_>) -> Markup {
    html! {
        nav.formats aria-label="Formats" {
            @for format in FORMATS {
                a href=(context.operation_url(format, &operation.name)) aria-label=(label(format))
                    aria-current=[(format == current).then_some("page")] data-label=(label(format)) {}
            }
        }
        a.try href=(context.console_url(&operation.name)) aria-label="Try it in the API console" data-label="Try it" {}
    }
}

fn label(format: Format) -> String {
    format.name().to_uppercase()
}

fn tags(operation: &Operation) -> Markup {
    html! {
        @if !operation.tags.is_empty() {
            div.tags { @for tag in &operation.tags { span { b { (tag) } } } }
        }
    }
}

fn description(contract: &Contract, operation: &Operation) -> Markup {
    let description = contract.dto(operation.request).description.as_deref();
    html! {
        @if let Some(text) = description {
            h3 #desc {
                @for (index, line) in text.lines().enumerate() {
                    @if index > 0 { br; }
                    (line)
                }
            }
        }
    }
}

/// The doubled blanks are the host's own.
fn call_info(format: Format) -> Markup {
    let name = format.name();
    html! {
        div.call-info {
            p {
                "To override the Content-type in your clients, use the HTTP " b { "Accept" } " Header, append  the "
                b { "." (name) } " suffix or  " b { "?format=" (name) }
            }
            @if format == Format::Json {
                p { "To embed the response in a jsonp callback, append " b { "?callback=myCallback" } }
            }
        }
    }
}

fn samples(sample: &Sample<'_>) -> Markup {
    html! {
        h3 { "HTTP + " (label(sample.format)) }
        p.note {
            "The following are sample HTTP requests and responses. "
            "The placeholders shown need to be replaced with actual values."
        }
        div.samples {
            div.request tabindex="0" { pre { (request(&sample.request())) } }
            @if let Some(response) = sample.response() {
                div.response tabindex="0" { pre { "\r\n" (response) "\r\n" } }
            }
        }
    }
}

fn request(request: &Request) -> Markup {
    html! {
        "\r\n" (request.head)
        @if let Some(body) = &request.body {
            span.value { "length" } "\r\n\r\n" (body) "\r\n"
        }
    }
}
