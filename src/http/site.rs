//! The host's own pages.

use super::reply::{forbidden, with_powered_by};
use super::route::Page;
use super::{Answer, Host, Request};
use crate::auth::local_path;
use crate::pages::{self, PageContext};
use crate::wire::Format;

const HTML: &str = "text/html; charset=utf-8";

/// Answers a page. Metadata pages carry no `Vary` (recorded).
pub fn answer(host: &Host, request: &Request, page: &Page) -> Answer {
    match page {
        Page::Root | Page::IndexWithSlash => redirect(&format!("{}/metadata", request.base_url())),
        Page::Index => {
            let page = pages::index(&host.parts.contract, &context(host, request));
            with_powered_by(Answer::of(200, HTML, page))
        }
        Page::Operation(format) => operation(host, request, *format),
        Page::Login => login(host, request),
    }
}

fn context<'a>(host: &'a Host, request: &'a Request) -> PageContext<'a> {
    let dialect = &host.parts.manners.dialect;
    PageContext { host: host_name(request.host()), base_url: "", dialect, links: &[] }
}

/// Unknown and hidden operations are refused alike.
fn operation(host: &Host, request: &Request, format: Format) -> Answer {
    let name = request.query.get("op").unwrap_or_default();
    let shown = host.parts.contract.operation(&name).filter(|operation| !operation.hidden);
    match shown {
        Some(operation) => {
            let page = pages::operation(&host.parts.contract, operation, format, &context(host, request));
            with_powered_by(Answer::of(200, HTML, page))
        }
        None => forbidden(host, request),
    }
}

/// The place where refused browsers are sent. Only a path of this host is a place to go back to.
fn login(host: &Host, request: &Request) -> Answer {
    let back = request.query.get("redirect").unwrap_or_default();
    let back = back.strip_prefix(&request.base_url()).unwrap_or(&back);
    let back = local_path(back).unwrap_or("/metadata");
    Answer::of(200, HTML, pages::login(&host.parts.contract.title, back))
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
