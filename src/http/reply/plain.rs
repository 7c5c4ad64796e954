//! The host's plain texts: 404 and 403 (docs/wire/http.md#not-found).

use super::with_global_headers;
use crate::host::{Host, Hosting, Version};
use crate::http::{Answer, Request, decoded};

/// Content type of the 404 text.
pub const CONTENT_TYPE: &str = "text/plain; charset=utf-8";

/// A POST or PUT without a word about its body: .NET's listener refuses it before the host sees it.
pub fn length_required() -> Answer {
    Answer::of(411, "text/html", "<h1>Length Required</h1>")
}

/// No route, page or file.
pub fn not_found(host: &Host, request: &Request) -> Answer {
    if host.hosting() == Hosting::Endpoints {
        return no_endpoint(host, request);
    }
    // Recorded of 10.1.5: handed on to ASP.NET Core, which has nothing either.
    if host.version() == Version::V10 {
        return Answer::empty(404);
    }
    with_global_headers(host, Answer::of(404, CONTENT_TYPE, not_found_text(host, request)))
}

/// What a host with endpoint routing has where nothing is (recorded of 10.1.5): an endpoint of GET at
/// each path of one segment, which finds no page, and the root, where it looks for a file.
fn no_endpoint(host: &Host, request: &Request) -> Answer {
    let path = request.path();
    let path = path.strip_prefix('/').unwrap_or(path);
    match path.strip_suffix('/').unwrap_or(path) {
        "" => no_file(host, "/"),
        "*" if request.verb == "OPTIONS" => no_file(host, ""),
        segment if request.verb != "GET" && !segment.contains('/') => other_verb("GET"),
        _ => Answer::empty(404),
    }
}

fn no_file(host: &Host, path: &str) -> Answer {
    let answer = Answer::empty(404).reason(format!("Static File '{path}' not found"));
    with_global_headers(host, answer)
}

/// ASP.NET Core knows the path, but with other verbs.
pub fn other_verb(allow: impl Into<String>) -> Answer {
    Answer::empty(405).header("Allow", allow.into())
}

/// `404`, or in debug mode what was asked for.
pub fn not_found_text(host: &Host, request: &Request) -> String {
    if !host.parts.behaviour.debug {
        return "404".to_owned();
    }
    let (path, query) = request.target.split_once('?').unwrap_or((&request.target, ""));
    format!(
        "Handler for Request not found (404):\n\n  Request.HttpMethod: {}\n  Request.PathInfo: {path}\n  Request.QueryString: {query}\n  Request.RawUrl: {}\n",
        request.verb, request.target
    )
}

/// A page that is not shown: unknown and hidden operations.
pub fn forbidden(host: &Host, request: &Request) -> Answer {
    with_global_headers(host, forbidden_text(host, request))
}

/// `Forbidden`, and what was asked for.
pub fn forbidden_text(host: &Host, request: &Request) -> Answer {
    let (path, query) = request.target.split_once('?').unwrap_or((&request.target, ""));
    let query = match host.version() {
        Version::V5 => query.to_owned(),
        Version::V10 => decoded(query),
    };
    let mut text = format!(
        "Forbidden\r\n\r\nRequest.HttpMethod: {}\r\nRequest.PathInfo: {path}\r\nRequest.QueryString: {query}\r\n\r\n",
        request.verb
    );
    if host.parts.behaviour.debug {
        text.push_str(&format!("Request.RawUrl: {}\n", request.target));
    }
    Answer::of(403, "text/plain", text)
}
