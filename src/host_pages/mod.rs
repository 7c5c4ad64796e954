//! The pages and documents that a host shows beside its operations: metadata pages, `/types/*`,
//! OpenAPI, Postman, the login page; and Swagger UI over the documents of all sites.
//!
//! A host and its pages are sites of one base path ([`HostSite`](crate::http::HostSite)). What a
//! page shows is decided in `pages`, `types`, `openapi` and `postman`, which know no request.

mod api_index;
mod app_metadata;
mod documents;
mod dtos;
mod metadata;
mod operations;
mod page;
mod swagger_ui;

pub use swagger_ui::with_swagger_ui;

use std::sync::Arc;

use jsv_codec::scalar::date_time::DateTime;

use crate::auth::local_path;
use crate::host::{Host, Hosting, TenantHost, Version};
use crate::http::{Answer, Answering, Definition, Exchange, Request, Site};
use crate::http::{address, base_url, not_found, other_verb, with_global_headers, with_powered_by};
use crate::pages::{self, Asset, PageContext};
use crate::types;
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
                Some(_) if takes_get_alone(&host) && request.verb != "GET" => other_verb("GET"),
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

/// Whether its pages are endpoints, which are those of GET alone (recorded: `HEAD /metadata`).
fn takes_get_alone(host: &Host) -> bool {
    host.hosting() == Hosting::Endpoints
}

/// Answers a page. Metadata pages of 5.9.1 carry no `Vary`, those of 10.x do (recorded).
fn answer(host: &TenantHost<'_>, documents: &Documents, request: &Request, page: Page) -> Answer {
    match page {
        Page::Root => redirect(host, &first_page(host, request)),
        Page::IndexWithSlash => redirect(host, &metadata_page(host, request)),
        Page::Index => page_answer(host, metadata::index(host, request)),
        Page::Operation(format) => metadata::operation(host, request, format),
        Page::Login => login(host, request),
        Page::App | Page::Contract if dtos::are_unserializable(host) => {
            dtos::unserializable(host, request)
        }
        Page::App => {
            let now = DateTime::utc(host.now().naive_utc());
            dtos::document(host, request, &app_metadata::of(host, &base_url(host, request), now))
        }
        Page::Operations => operations::answer(host, request),
        Page::Nav => dtos::document(host, request, &app_metadata::nav(&base_url(host, request))),
        Page::TypesIndex => dtos::document(
            host,
            request,
            &types::index(&base_url(host, request), dtos::languages(host)),
        ),
        Page::Contract => dtos::document(
            host,
            request,
            &host.parts.contract.to_document(&base_url(host, request)),
        ),
        Page::Types(language) => dtos::types_of(host, request, language),
        Page::Utils => utils(host),
        Page::Asset(asset) => of_asset(&asset),
        Page::Api => {
            let index = api_index::of(host, &base_url(host, request));
            match host.hosting() {
                Hosting::Classic => {
                    with_global_headers(host, Answer::of(200, "application/json", index))
                }
                // Recorded: ASP.NET Core's own answer.
                Hosting::Endpoints => Answer::of(200, JSON, index),
            }
        }
        Page::OpenApiIndex => redirect(host, &format!("{}/openapi.json", base_url(host, request))),
        Page::OpenApi => {
            with_powered_by(host, Answer::of(200, JSON, documents.openapi(host, request)))
        }
        Page::Postman => {
            with_powered_by(host, Answer::of(200, JSON, documents.postman(host, request)))
        }
    }
}

/// Where `/` sends a browser.
fn first_page(host: &Host, request: &Request) -> String {
    match &host.config().default_redirect_path {
        Some(path) => address(host, request, path),
        None => metadata_page(host, request),
    }
}

fn metadata_page(host: &Host, request: &Request) -> String {
    address(host, request, host.config().metadata_redirect_path.as_deref().unwrap_or("/metadata"))
}

/// Files change their address when they change.
fn of_asset(asset: &Asset) -> Answer {
    guarded(Answer::of(200, asset.content_type, asset.text))
        .header("Cache-Control", "public, max-age=31536000, immutable")
}

/// What pages need to know of a host and a request.
pub(crate) fn context<'a>(host: &'a Host, request: &'a Request) -> PageContext<'a> {
    let dialect = &host.parts.behaviour.dialect;
    PageContext {
        host: host_name(request.host()),
        base_url: request.base_path(),
        dialect,
        links: &[],
    }
}

/// Where pages of a real host find the script of that name. It is ServiceStack's own and not served
/// here.
fn utils(host: &Host) -> Answer {
    const TEXT: &str = "// ss-utils.js is ServiceStack's own; the emulator does not serve it.\n";
    with_global_headers(
        host,
        Answer::of(200, "text/javascript", TEXT).header("Accept-Ranges", "bytes"),
    )
}

/// The place where refused browsers are sent. Only a path of this host is a place to go back to.
fn login(host: &TenantHost<'_>, request: &Request) -> Answer {
    let back = request.query.get("redirect").unwrap_or_default();
    let back = back.strip_prefix(&request.origin()).unwrap_or(back);
    let index = format!("{}/metadata", request.base_path());
    let back = local_path(back).unwrap_or(&index);
    let page = pages::login(&host.parts.contract.title, back, &context(host, request));
    match host.strict() {
        true => {
            let answer = Answer::of(200, Format::Html.media_type(), with_policy(&page));
            with_global_headers(host, answer.header("Accept-Ranges", "bytes"))
        }
        false => guarded(Answer::of(200, HTML, page)),
    }
}

/// A page of ServiceStack's own. A strict host sends the recorded headers and no others: what the
/// page may load stands in the page.
fn page_answer(host: &Host, page: String) -> Answer {
    if !host.strict() {
        return guarded(with_powered_by(host, Answer::of(200, HTML, page)));
    }
    let answer = Answer::of(200, HTML, with_policy(&page));
    with_powered_by(
        host,
        match host.version() {
            Version::V5 => answer,
            Version::V10 => answer.header("Vary", "Accept"),
        },
    )
}

/// Pages load nothing from elsewhere and run no inline script, whatever a contract's names hold.
const POLICY: &str = "default-src 'none'; style-src 'self'; script-src 'self'; img-src data:; \
    connect-src 'self'; form-action 'self'; base-uri 'none'";

/// Says it in headers, and that no page of others may frame it.
pub(crate) fn guarded(answer: Answer) -> Answer {
    let policy = format!("{POLICY}; frame-ancestors 'none'");
    answer.header("Content-Security-Policy", policy).header("X-Content-Type-Options", "nosniff")
}

/// Says it in the page itself, before anything that it loads.
fn with_policy(page: &str) -> String {
    const HEAD: &str = "<head>";
    let policy =
        format!("{HEAD}<meta http-equiv=\"Content-Security-Policy\" content=\"{POLICY}\">");
    page.replacen(HEAD, &policy, 1)
}

fn redirect(host: &Host, location: &str) -> Answer {
    with_powered_by(
        host,
        Answer::empty(302).header("Vary", "Accept").header("Location", location.to_owned()),
    )
}

/// Pages show the host without its port.
fn host_name(host: &str) -> &str {
    match host.rsplit_once(':') {
        Some((name, port)) if port.bytes().all(|byte| byte.is_ascii_digit()) => name,
        _ => host,
    }
}
