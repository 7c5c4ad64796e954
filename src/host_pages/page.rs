//! Which page a path is.

use crate::auth::AuthConfig;
use crate::host::{Feature, Host, Version};
use crate::http::{Request, is_index};
use crate::pages::{self, Asset};
use crate::types::Language;
use crate::wire::Format;

/// A page of the host's own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Page {
    /// `/`.
    Root,
    /// `/metadata` and `/{format}/metadata`.
    Index,
    /// `/metadata/`.
    IndexWithSlash,
    /// `/{format}/metadata?op=`.
    Operation(Format),
    /// `/login`.
    Login,
    /// `/metadata/app` and `/metadata/app.json`.
    App,
    /// `/operations/metadata`.
    Operations,
    /// `/metadata/nav` and `/metadata/nav.json`.
    Nav,
    /// `/types` and `/types.json`.
    TypesIndex,
    /// `/types/metadata` and `/types/metadata.json`.
    Contract,
    /// `/types/{language}`.
    Types(Language),
    /// `/openapi`.
    OpenApiIndex,
    /// `/openapi.json`.
    OpenApi,
    /// `/postman`.
    Postman,
    /// `/js/ss-utils.js`.
    Utils,
    /// `/ui/assets/{name}`: what pages refer to.
    Asset(Asset),
    /// `/api` of 10.x: its operations by tag.
    Api,
}

/// Pages by their path: the first segment, in any case, and the rest of it.
const PAGES: [(&str, &str, Page); 14] = [
    ("", "", Page::Root),
    ("metadata", "", Page::Index),
    ("metadata", "app", Page::App),
    ("metadata", "app.json", Page::App),
    ("metadata", "nav", Page::Nav),
    ("metadata", "nav.json", Page::Nav),
    ("operations", "metadata", Page::Operations),
    ("types", "", Page::TypesIndex),
    ("types.json", "", Page::TypesIndex),
    ("js", "ss-utils.js", Page::Utils),
    ("login", "", Page::Login),
    ("openapi", "", Page::OpenApiIndex),
    ("openapi.json", "", Page::OpenApi),
    ("postman", "", Page::Postman),
];

/// Whether the paths of pages begin with this segment. Those of formats are the operations'.
pub fn take(segment: &str) -> bool {
    PAGES.iter().any(|(first, ..)| first.eq_ignore_ascii_case(segment))
}

/// The page of a request, if the host has not switched it off.
pub fn find(host: &Host, request: &Request) -> Option<Page> {
    let page = named(host, request)?;
    let config = host.config();
    let by_suffix = request.path().ends_with(".json") && !matches!(page, Page::OpenApi);
    let is_off = match page {
        Page::Root => false,
        _ if by_suffix && !config.allow_route_content_type_extensions => true,
        Page::Api => config.lacks(Feature::PredefinedRoutes),
        Page::Login => !has_login(host.auth_config()),
        Page::Index
        | Page::IndexWithSlash
        | Page::Operation(_)
        | Page::App
        | Page::Operations
        | Page::Nav
        | Page::TypesIndex
        | Page::Contract
        | Page::Types(_) => config.lacks(Feature::Metadata),
        _ => false,
    };
    (!is_off).then_some(page)
}

/// Whether ServiceStack shows its own login page: where it is the one that browsers are sent to.
fn has_login(auth: &AuthConfig) -> bool {
    auth.include_default_login && auth.html_redirect == AuthConfig::default().html_redirect
}

fn named(host: &Host, request: &Request) -> Option<Page> {
    let path = request.path().trim_start_matches('/');
    let (first, rest) = path.split_once('/').unwrap_or((path, ""));
    let listed =
        PAGES.iter().find(|(own, of_own, _)| own.eq_ignore_ascii_case(first) && *of_own == rest);
    let is_new = host.version() == Version::V10;
    match listed {
        // Recorded of 10.x: no page, and none of ServiceStack's.
        Some((_, _, Page::Root)) if is_new && host.strict() => {
            host.config().default_redirect_path.as_ref().map(|_| Page::Root)
        }
        _ if is_new && is_index(request.path()) => Some(Page::Api),
        Some((_, _, Page::Index)) if path.ends_with('/') => Some(Page::IndexWithSlash),
        Some((_, _, page)) => Some(*page),
        None if first.eq_ignore_ascii_case("types") => of_types(host, rest),
        None if first.eq_ignore_ascii_case("ui") => {
            pages::asset(rest.strip_prefix("assets/")?).map(Page::Asset)
        }
        None => of_format(request, host.format_named(first)?, rest),
    }
}

/// `/{format}/metadata`.
fn of_format(request: &Request, format: Format, rest: &str) -> Option<Page> {
    let (kind, name) = rest.split_once('/').unwrap_or((rest, ""));
    if !kind.eq_ignore_ascii_case("metadata") || !name.is_empty() {
        return None;
    }
    let has_operation = request.query.get("op").is_some();
    Some(if has_operation { Page::Operation(format) } else { Page::Index })
}

/// `/types/metadata`, `/types/csharp` …; a program may ask for the contract with the suffix
/// `.json`.
fn of_types(host: &Host, name: &str) -> Option<Page> {
    if ["metadata", "metadata.json"].iter().any(|own| own.eq_ignore_ascii_case(name)) {
        return Some(Page::Contract);
    }
    Language::from_name(name).filter(|language| has_language(host, *language)).map(Page::Types)
}

/// Whether `/types` has a language: a strict 5.x host has those of its time.
pub fn has_language(host: &Host, language: Language) -> bool {
    host.has_api() || language.is_in_5_9()
}
