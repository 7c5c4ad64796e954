//! The paths that every host has: endpoints, `/api`, metadata pages.

use super::{Address, Call, Page, Target};
use crate::http::{Host, Request};
use crate::types::Language;
use crate::wire::Format;

/// Finds a predefined path.
pub fn find<'h>(host: &'h Host, request: &Request) -> Target<'h> {
    let path = request.path().trim_start_matches('/');
    let (first, rest) = path.split_once('/').unwrap_or((path, ""));
    match (first.to_ascii_lowercase().as_str(), rest) {
        ("", _) => Target::Page(Page::Root),
        ("metadata", "") if request.path().ends_with('/') => Target::Page(Page::IndexWithSlash),
        ("metadata", "") => Target::Page(Page::Index),
        ("metadata", "app" | "app.json") => Target::Page(Page::App),
        ("metadata", "nav" | "nav.json") => Target::Page(Page::Nav),
        ("types.json", "") => Target::Page(Page::TypesIndex),
        ("js", "ss-utils.js") => Target::Page(Page::Utils),
        ("login", "") => Target::Page(Page::Login),
        ("ui", rest) => Target::Console(rest.to_owned()),
        ("openapi", "") => Target::Page(Page::OpenApiIndex),
        ("openapi.json", "") => Target::Page(Page::OpenApi),
        ("postman", "") => Target::Page(Page::Postman),
        ("types", name) => types(host, name).map_or(Target::NotFound, Target::Page),
        ("api", name) if host.has_api() => api(host, name),
        (name, rest) => {
            host.format_named(name).map_or(Target::NotFound, |format| endpoint(host, request, format, rest))
        }
    }
}

/// `/{format}/metadata`, `/{format}/reply/{Op}`, `/{format}/oneway/{Op}`.
fn endpoint<'h>(host: &'h Host, request: &Request, format: Format, rest: &str) -> Target<'h> {
    let (kind, name) = rest.split_once('/').unwrap_or((rest, ""));
    match kind.to_ascii_lowercase().as_str() {
        "metadata" if name.is_empty() && request.query.get("op").is_some() => {
            Target::Page(Page::Operation(format))
        }
        "metadata" if name.is_empty() => Target::Page(Page::Index),
        // Recorded: `/json/reply` asks for an operation named `reply`, `/json/reply/` for one named `reply/`.
        "reply" | "oneway" if name.is_empty() => Target::UnknownOperation { name: rest.to_owned(), format },
        "reply" | "oneway" => {
            let name = last_segment(name);
            operation(host, name, Address::Endpoint(format))
                .unwrap_or_else(|| Target::UnknownOperation { name: name.to_owned(), format })
        }
        _ => Target::NotFound,
    }
}

/// The name of an operation is the last segment, a slash behind it included; a list of requests is one with a slash, and
/// without its second bracket, too (recorded: `/json/reply/x/Hello`, `/json/reply/Hello[]/`, `/json/reply/Hello[`).
fn last_segment(name: &str) -> &str {
    let is_list = name.trim_end_matches('/').ends_with("[]");
    let name = if is_list { name.trim_end_matches('/') } else { name };
    let inner = name.strip_suffix('/').unwrap_or(name);
    name.get(inner.rfind('/').map_or(0, |slash| slash + 1)..).unwrap_or_default()
}

/// `/types/metadata`, `/types/csharp` …; a program may ask for the contract with the suffix `.json`.
fn types(host: &Host, name: &str) -> Option<Page> {
    match name.to_ascii_lowercase().as_str() {
        "" => Some(Page::TypesIndex),
        "metadata" | "metadata.json" => Some(Page::Contract),
        name => {
            let language = Language::from_name(name).filter(|language| host.has_language(*language));
            language.map(Page::Types)
        }
    }
}

fn api<'h>(host: &'h Host, name: &str) -> Target<'h> {
    let (plain, suffix) = name.rsplit_once('.').unwrap_or((name, ""));
    let format = host.format_named(suffix);
    let name = if format.is_some() { plain } else { name };
    operation(host, name, Address::Api(format)).unwrap_or(Target::NotFound)
}

/// The operation of this name, or of `{name}[]` for a batch of its requests.
fn operation<'h>(host: &'h Host, name: &str, address: Address) -> Option<Target<'h>> {
    let list = name.strip_suffix("[]").or_else(|| name.strip_suffix('['));
    let (name, batch) = list.map_or((name, false), |name| (name, true));
    let contract = &host.parts.contract;
    let place = contract.place_of(name)?;
    Some(Target::Operation(Call { operation: &contract.operations()[place], place, address, batch }))
}
