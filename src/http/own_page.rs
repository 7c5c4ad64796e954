//! The host's own pages.

use super::documents;
use super::reply::{forbidden, with_powered_by};
use super::route::Page;
use super::{Answer, Host, Profile, Request};
use crate::auth::local_path;
use crate::pages::{self, Link, PageContext, Search};
use crate::types::{self, Language, Options, Reference};
use crate::wire::Format;

const HTML: &str = "text/html; charset=utf-8";
const JSON: &str = "application/json; charset=utf-8";

/// Further places below the host, listed on the index.
const LINKS: [Link<'static>; 8] = [
    Link { title: "API console", href: "/ui" },
    Link { title: "Swagger UI", href: "/swagger-ui/" },
    Link { title: "OpenAPI", href: "/openapi.json" },
    Link { title: "Postman collection", href: "/postman" },
    Link { title: "Contract (JSON)", href: "/types/metadata" },
    Link { title: "C# DTOs", href: "/types/csharp" },
    Link { title: "TypeScript DTOs", href: "/types/typescript" },
    Link { title: "Python DTOs", href: "/types/python" },
];

/// Answers a page. Metadata pages carry no `Vary` (recorded).
pub fn answer(host: &Host, request: &Request, page: &Page) -> Answer {
    match page {
        Page::Root | Page::IndexWithSlash => redirect(&format!("{}/metadata", request.base_url())),
        Page::Index => {
            let text = |key| request.query.get(key).unwrap_or_default().into_owned();
            let search = Search { text: text("q"), tag: text("tag") };
            page_answer(pages::index(&host.parts.contract, &search, &context(host, request)))
        }
        Page::Operation(format) => operation(host, request, *format),
        Page::Login => login(host, request),
        Page::TypesIndex => with_powered_by(Answer::of(200, JSON, types::index(&request.base_url()))),
        Page::Contract => {
            with_powered_by(Answer::of(200, JSON, host.parts.contract.to_document(&request.base_url())))
        }
        Page::Types(language) => types_of(host, request, *language),
        Page::OpenApiIndex => redirect(&format!("{}/openapi.json", request.base_url())),
        Page::OpenApi => with_powered_by(Answer::of(200, JSON, documents::openapi(host, request))),
        Page::Postman => with_powered_by(Answer::of(200, JSON, documents::postman(host, request))),
    }
}

pub fn context<'a>(host: &'a Host, request: &'a Request) -> PageContext<'a> {
    let dialect = &host.parts.manners.dialect;
    PageContext { host: host_name(request.host()), base_url: &request.base_path, dialect, links: &LINKS }
}

/// The contract as source text, by the options of the query.
fn types_of(host: &Host, request: &Request, language: Language) -> Answer {
    let pairs = request.query.pairs();
    let options = pairs.filter_map(|(name, value)| Some((name?.to_owned(), value.into_owned())));
    let reference = Reference {
        base_url: &request.base_url(),
        date: host.parts.clock.now().naive_utc(),
        version: "5.91",
        options: Options::new(options),
        camel_case: host.parts.manners.profile == Profile::Modern,
        header: true,
    };
    let text = types::generate(&host.parts.contract, language, &reference);
    with_powered_by(Answer::of(200, language.content_type(), text))
}

/// Unknown and hidden operations are refused alike.
fn operation(host: &Host, request: &Request, format: Format) -> Answer {
    let name = request.query.get("op").unwrap_or_default();
    let shown = host.parts.contract.operation(&name).filter(|operation| !operation.hidden);
    match shown {
        Some(operation) => {
            page_answer(pages::operation(&host.parts.contract, operation, format, &context(host, request)))
        }
        None => forbidden(host, request),
    }
}

/// The place where refused browsers are sent. Only a path of this host is a place to go back to.
fn login(host: &Host, request: &Request) -> Answer {
    let back = request.query.get("redirect").unwrap_or_default();
    let back = back.strip_prefix(&request.origin()).unwrap_or(&back);
    let index = format!("{}/metadata", request.base_path);
    let back = local_path(back).unwrap_or(&index);
    guarded(Answer::of(200, HTML, pages::login(&host.parts.contract.title, back, &context(host, request))))
}

fn page_answer(page: String) -> Answer {
    guarded(with_powered_by(Answer::of(200, HTML, page)))
}

/// Pages load nothing from elsewhere and run no inline script, whatever a contract's names hold.
pub fn guarded(answer: Answer) -> Answer {
    const POLICY: &str = "default-src 'none'; style-src 'self'; script-src 'self'; img-src data:; connect-src 'self'; \
        form-action 'self'; base-uri 'none'; frame-ancestors 'none'";
    answer.header("Content-Security-Policy", POLICY).header("X-Content-Type-Options", "nosniff")
}

fn redirect(location: &str) -> Answer {
    with_powered_by(Answer::empty(302).header("Vary", "Accept").header("Location", location))
}

/// Pages show the host without its port.
fn host_name(host: &str) -> &str {
    match host.rsplit_once(':') {
        Some((name, port)) if port.bytes().all(|byte| byte.is_ascii_digit()) => name,
        _ => host,
    }
}
