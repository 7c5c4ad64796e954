//! The pages and documents that a host shows beside its operations: metadata pages, `/types/*`,
//! OpenAPI, Postman, the login page; and Swagger UI over the documents of all sites.
//!
//! A host and its pages are sites of one base path ([`HostSite`](crate::http::HostSite)). What a
//! page shows is decided in `pages`, `types`, `openapi` and `postman`, which know no request.

mod app_metadata;
mod documents;
mod page;
mod swagger_ui;

pub use swagger_ui::with_swagger_ui;

use std::sync::Arc;

use crate::auth::local_path;
use crate::contract::Operation;
use crate::host::{Host, Profile, TenantHost};
use crate::http::{Answer, Answering, Definition, Exchange, Request, Site};
use crate::http::{as_service, forbidden, not_found, with_global_headers, with_powered_by};
use crate::pages::{self, Asset, Link, PageContext, Search, Source};
use crate::types::{self, Language, Options, Reference};
use crate::wire::Format;
use documents::Documents;
use page::Page;

pub(crate) const HTML: &str = "text/html; charset=utf-8";
/// The version of ServiceStack that the host pretends to be, as tools read it.
const VERSION: &str = "5.91";
const JSON: &str = "application/json; charset=utf-8";

/// The pages of one host.
pub struct HostPages {
    host: Arc<Host>,
    documents: Documents,
}

impl HostPages {
    /// The pages of a host; documents are made when they are first asked for.
    pub fn new(host: Arc<Host>) -> Self {
        Self { host, documents: Documents::default() }
    }
}

impl Site for HostPages {
    fn answer<'a>(&'a self, exchange: &'a Exchange) -> Answering<'a> {
        let (host, request) = (TenantHost::new(&self.host, &exchange.tenant), &exchange.request);
        Box::pin(async move {
            match page::find(&host, request) {
                Some(page) => answer(&host, &self.documents, request, page),
                None => not_found(&host, request),
            }
        })
    }

    fn definition(&self) -> Option<Definition> {
        let title = &self.host.contract().title;
        let name = if title.is_empty() { "ServiceStack host" } else { title };
        Some(Definition { name: name.to_owned(), path: "/openapi.json".to_owned() })
    }

    fn has(&self, request: &Request) -> bool {
        page::find(&self.host, request).is_some()
    }

    fn takes(&self, segment: &str) -> bool {
        page::take(segment)
    }
}

/// Further places below the host, listed on the index before the languages.
const PLACES: [(&str, &str); 5] = [
    ("API console", "/ui"),
    ("Swagger UI", "/swagger-ui/"),
    ("OpenAPI", "/openapi.json"),
    ("Postman collection", "/postman"),
    ("Contract (JSON)", "/types/metadata"),
];

/// The languages of this host.
fn languages(host: &Host) -> impl Iterator<Item = Language> {
    Language::ALL.into_iter().filter(|language| page::has_language(host, *language))
}

/// The index, with further places and the DTOs in every language.
fn index(host: &Host, request: &Request) -> String {
    let text = |key| request.query.get(key).unwrap_or_default().to_owned();
    let search = Search { text: text("q"), tag: text("tag") };
    let dtos: Vec<(String, String)> = languages(host)
        .map(|language| (format!("{} DTOs", language.title()), format!("/types/{}", language.name())))
        .collect();
    let dtos = dtos.iter().map(|(title, href)| Link { title, href });
    let links: Vec<Link<'_>> =
        PLACES.into_iter().map(|(title, href)| Link { title, href }).chain(dtos).collect();
    pages::index(&host.parts.contract, &search, &PageContext { links: &links, ..context(host, request) })
}

/// Answers a page. Metadata pages carry no `Vary` (recorded).
fn answer(host: &TenantHost<'_>, documents: &Documents, request: &Request, page: Page) -> Answer {
    match page {
        Page::Root | Page::IndexWithSlash => redirect(&format!("{}/metadata", request.base_url())),
        Page::Index => page_answer(index(host, request)),
        Page::Operation(format) => operation(host, request, format),
        Page::Login => login(host, request),
        Page::App => document(host, request, &app_metadata::of(host, &request.base_url())),
        Page::Nav => document(host, request, &app_metadata::nav(&request.base_url())),
        Page::TypesIndex => document(host, request, &types::index(&request.base_url(), languages(host))),
        Page::Contract => document(host, request, &host.parts.contract.to_document(&request.base_url())),
        Page::Types(language) => types_of(host, request, language),
        Page::Utils => utils(),
        Page::Asset(asset) => of_asset(&asset),
        Page::OpenApiIndex => redirect(&format!("{}/openapi.json", request.base_url())),
        Page::OpenApi => with_powered_by(Answer::of(200, JSON, documents.openapi(host, request))),
        Page::Postman => with_powered_by(Answer::of(200, JSON, documents.postman(host, request))),
    }
}

/// Files change their address when they change.
fn of_asset(asset: &Asset) -> Answer {
    guarded(Answer::of(200, asset.content_type, asset.text))
        .header("Cache-Control", "public, max-age=31536000, immutable")
}

/// What pages need to know of a host and a request.
pub(crate) fn context<'a>(host: &'a Host, request: &'a Request) -> PageContext<'a> {
    let dialect = &host.parts.behaviour.dialect;
    PageContext { host: host_name(request.host()), base_url: request.base_path(), dialect, links: &[] }
}

/// The contract as source text, by the options of the query.
fn types_of(host: &TenantHost<'_>, request: &Request, language: Language) -> Answer {
    let base_url = request.base_url();
    let text = types::generate(&host.parts.contract, language, &reference(host, request, &base_url));
    as_service(host, request, Answer::of(200, language.content_type(), text))
}

/// A document that the host makes by a service: it begins a session and depends on `Accept` (recorded: topics E12 to
/// E14). A strict host shows it as a page to those who do not ask for JSON, as the recorded one does.
fn document(host: &TenantHost<'_>, request: &Request, json: &str) -> Answer {
    let as_page = host.strict() && !request.path().ends_with(".json") && !asks_for_json(request);
    let answer = match as_page {
        true => Answer::of(200, Format::Html.content_type(), pages::document(json)),
        false => Answer::of(200, JSON, json.to_owned()),
    };
    as_service(host, request, answer)
}

/// HTML comes before JSON in the host's own order.
fn asks_for_json(request: &Request) -> bool {
    let asks = |ty: &str| {
        let mut entries = request.headers.all("accept").flat_map(|line| line.split(','));
        entries.any(|entry| entry.trim_start().starts_with(ty))
    };
    asks("application/json") && !asks("text/html")
}

/// Where pages of a real host find the script of that name. It is ServiceStack's own and not served here.
fn utils() -> Answer {
    const TEXT: &str = "// ss-utils.js is ServiceStack's own; the emulator does not serve it.\n";
    with_global_headers(Answer::of(200, "text/javascript", TEXT).header("Accept-Ranges", "bytes"))
}

fn reference<'a>(host: &TenantHost<'_>, request: &Request, base_url: &'a str) -> Reference<'a> {
    let pairs = request.query.pairs();
    let options = pairs.filter_map(|(name, value)| Some((name?.to_owned(), value.to_owned())));
    Reference {
        base_url,
        date: host.now().naive_utc(),
        version: VERSION,
        options: Options::new(options),
        camel_case: host.parts.behaviour.profile == Profile::Modern,
        header: true,
    }
}

/// Unknown and hidden operations are refused alike.
fn operation(host: &TenantHost<'_>, request: &Request, format: Format) -> Answer {
    let name = request.query.get("op").unwrap_or_default();
    let shown = host.parts.contract.operation(name).filter(|operation| !operation.hidden);
    match shown {
        Some(operation) => {
            let (contract, context) = (&host.parts.contract, context(host, request));
            // A strict 5.x host has no tabs, and does not know `lang`.
            let page = if host.has_api() {
                let source = source(host, request, operation);
                pages::operation_with_languages(contract, operation, format, source.as_ref(), &context)
            } else {
                pages::operation(contract, operation, format, &context)
            };
            page_answer(page)
        }
        None => forbidden(host, request),
    }
}

/// The DTOs of an operation in the language that `lang` names.
fn source(host: &TenantHost<'_>, request: &Request, operation: &Operation) -> Option<Source> {
    let language = Language::from_name(request.query.get("lang")?)?;
    let base_url = request.base_url();
    let reference = reference(host, request, &base_url);
    let text = types::of_operation(&host.parts.contract, operation, language, &reference);
    Some(Source { language, text })
}

/// The place where refused browsers are sent. Only a path of this host is a place to go back to.
fn login(host: &TenantHost<'_>, request: &Request) -> Answer {
    let back = request.query.get("redirect").unwrap_or_default();
    let back = back.strip_prefix(&request.origin()).unwrap_or(back);
    let index = format!("{}/metadata", request.base_path());
    let back = local_path(back).unwrap_or(&index);
    guarded(Answer::of(200, HTML, pages::login(&host.parts.contract.title, back, &context(host, request))))
}

fn page_answer(page: String) -> Answer {
    guarded(with_powered_by(Answer::of(200, HTML, page)))
}

/// Pages load nothing from elsewhere and run no inline script, whatever a contract's names hold.
pub(crate) fn guarded(answer: Answer) -> Answer {
    const POLICY: &str = "default-src 'none'; style-src 'self'; script-src 'self'; img-src data:; connect-src 'self'; \
        form-action 'self'; base-uri 'none'; frame-ancestors 'none'";
    answer.header("Content-Security-Policy", POLICY).header("X-Content-Type-Options", "nosniff")
}

fn redirect(location: &str) -> Answer {
    with_powered_by(Answer::empty(302).header("Vary", "Accept").header("Location", location.to_owned()))
}

/// Pages show the host without its port.
fn host_name(host: &str) -> &str {
    match host.rsplit_once(':') {
        Some((name, port)) if port.bytes().all(|byte| byte.is_ascii_digit()) => name,
        _ => host,
    }
}
