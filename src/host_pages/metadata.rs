//! The metadata index and the page of an operation.

use super::dtos::{languages, reference};
use super::{context, page_answer};
use crate::contract::Operation;
use crate::host::{Host, TenantHost};
use crate::http::{Answer, Request, base_url, forbidden};
use crate::pages::{self, Link, PageContext, Search, Source};
use crate::types::{self, Language};
use crate::wire::Format;

/// Further places below the host, listed on the index before the languages.
const PLACES: [(&str, &str); 5] = [
    ("API console", "/ui"),
    ("Swagger UI", "/swagger-ui/"),
    ("OpenAPI", "/openapi.json"),
    ("Postman collection", "/postman"),
    ("Contract (JSON)", "/types/metadata"),
];

/// The index, with further places and the DTOs in every language.
pub fn index(host: &Host, request: &Request) -> String {
    let text = |key| request.query.get(key).unwrap_or_default().to_owned();
    let search = Search { text: text("q"), tag: text("tag") };
    let dtos: Vec<(String, String)> = languages(host)
        .map(|language| {
            (format!("{} DTOs", language.title()), format!("/types/{}", language.name()))
        })
        .collect();
    let dtos = dtos.iter().map(|(title, href)| Link { title, href });
    let links: Vec<Link<'_>> =
        PLACES.into_iter().map(|(title, href)| Link { title, href }).chain(dtos).collect();
    pages::index(
        &host.parts.contract,
        &search,
        &PageContext { links: &links, ..context(host, request) },
    )
}

/// Unknown and hidden operations are refused alike.
pub fn operation(host: &TenantHost<'_>, request: &Request, format: Format) -> Answer {
    let name = request.query.get("op").unwrap_or_default();
    let shown = host.parts.contract.operation(name).filter(|operation| !operation.hidden);
    match shown {
        Some(operation) => {
            let (contract, context) = (&host.parts.contract, context(host, request));
            // A strict 5.x host has no tabs, and does not know `lang`.
            let page = if host.has_api() {
                let source = source(host, request, operation);
                pages::operation_with_languages(
                    contract,
                    operation,
                    format,
                    source.as_ref(),
                    &context,
                )
            } else {
                pages::operation(contract, operation, format, &context)
            };
            page_answer(host, page)
        }
        None => forbidden(host, request),
    }
}

/// The DTOs of an operation in the language that `lang` names.
fn source(host: &TenantHost<'_>, request: &Request, operation: &Operation) -> Option<Source> {
    let language = Language::from_name(request.query.get("lang")?)?;
    let base_url = base_url(host, request);
    let reference = reference(host, request, &base_url);
    let text = types::of_operation(&host.parts.contract, operation, language, &reference);
    Some(Source { language, text })
}
