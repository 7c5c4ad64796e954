//! The host's own pages.

use super::reply::{forbidden, with_powered_by};
use super::route::Page;
use super::{Answer, Host, Request};
use crate::pages::{self, PageContext};
use crate::wire::Format;

const HTML: &str = "text/html; charset=utf-8";

/// Answers a page. Metadata pages carry no `Vary` (recorded).
pub fn answer(host: &Host, request: &Request, page: &Page) -> Answer {
    let base_url = request.base_url();
    let context =
        PageContext { title: &host.parts.title, host: host_name(request.host()), base_url: &base_url };
    let contract = &host.parts.contract;
    match page {
        Page::Root => redirect(&format!("{base_url}/metadata")),
        Page::IndexWithSlash => redirect(&format!("{base_url}/metadata")),
        Page::Index => with_powered_by(Answer::of(200, HTML, pages::index(contract, &context))),
        Page::Operation(format) => operation(host, request, *format, &context),
        Page::Login => login(request),
        Page::Asset(asset) => Answer::of(200, asset.content_type, asset.bytes),
    }
}

/// Unknown and hidden operations are refused alike.
fn operation(host: &Host, request: &Request, format: Format, context: &PageContext<'_>) -> Answer {
    let name = request.query.get("op").unwrap_or_default();
    let shown = host.parts.contract.operation(&name).filter(|operation| !operation.hidden);
    match shown {
        Some(operation) => {
            let page = pages::operation(&host.parts.contract, operation, format, context);
            with_powered_by(Answer::of(200, HTML, page))
        }
        None => forbidden(host, request),
    }
}

/// The place where refused browsers are sent. Only a path of this host is a place to go back to.
fn login(request: &Request) -> Answer {
    let back = request.query.get("redirect").unwrap_or_default();
    let back = back.strip_prefix(&request.base_url()).unwrap_or(&back);
    let is_local = back.starts_with('/') && !back.starts_with("//") && !back.contains('\\');
    Answer::of(200, HTML, pages::login(if is_local { back } else { "/metadata" }))
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
