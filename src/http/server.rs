//! The only module that knows actix: from its request to ours, from our answer to its response.

mod body;
mod decoded;
mod reason;
mod tls;

use std::borrow::Cow;
use std::cell::RefCell;
use std::io;
use std::net::{SocketAddr, TcpListener};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use actix_web::body::BodyStream;
use actix_web::dev::Server;
pub use actix_web::dev::ServerHandle;
use actix_web::http::StatusCode;
use actix_web::http::header::{
    CONTENT_TYPE, HeaderName, HeaderValue, InvalidHeaderName, InvalidHeaderValue, VARY,
};
use actix_web::web::Data;
use actix_web::{App, HttpRequest, HttpResponse, HttpServer, web};
use bytes::Bytes;

use super::{Answer, Body, Headers, Request, Sites, Witness};
pub use tls::{Tls, TlsError};

/// Limits of the server itself.
#[derive(Debug, Clone)]
pub struct Limits {
    /// The longest request body in bytes.
    pub body_bytes: usize,
    /// How long a client may take to send its request head, and then its body.
    pub request_timeout: Duration,
    /// How long an idle connection is kept.
    pub keep_alive: Duration,
    /// How long running requests may take to finish when the server stops.
    pub shutdown_timeout: Duration,
    /// Threads that serve requests.
    pub workers: usize,
}

/// What every worker shares.
struct Shared {
    sites: Sites,
    limits: Limits,
    next_id: AtomicU64,
    witnesses: Vec<Arc<dyn Witness>>,
}

/// Serves sites on a listener that is already bound, until the server is stopped.
///
/// # Errors
/// When the listener cannot be used.
pub fn serve(
    sites: Sites,
    listener: TcpListener,
    limits: Limits,
    tls: Option<rustls::ServerConfig>,
    witnesses: Vec<Arc<dyn Witness>>,
) -> io::Result<(Server, SocketAddr)> {
    let address = listener.local_addr()?;
    let shared = Data::new(Shared { sites, limits: limits.clone(), next_id: AtomicU64::new(1), witnesses });
    let server =
        HttpServer::new(move || App::new().app_data(shared.clone()).default_service(web::to(handle)))
            .workers(limits.workers)
            .client_request_timeout(limits.request_timeout)
            .keep_alive(limits.keep_alive)
            .shutdown_timeout(limits.shutdown_timeout.as_secs())
            .disable_signals();
    // HTTP/2 by ALPN under TLS, by prior knowledge without.
    let server = match tls {
        Some(config) => server.listen_rustls_0_23(listener, config)?,
        None => server.listen_auto_h2c(listener)?,
    };
    Ok((server.run(), address))
}

async fn handle(incoming: HttpRequest, payload: web::Payload, shared: Data<Shared>) -> HttpResponse {
    let started = Instant::now();
    let id = request_id(shared.next_id.fetch_add(1, Ordering::Relaxed));
    let (bytes, refusal) = match body::read(&incoming, payload, &shared.limits).await {
        Ok(bytes) => (bytes, None),
        Err(refusal) => (Vec::new(), Some(refusal)),
    };
    let mut request = read(&incoming, bytes, id);
    let site = shared.sites.enter(&mut request);
    let answer = match refusal {
        None => site.answer(&request).await,
        Some(refusal) => refusal.answer(site, &request),
    };
    let took = started.elapsed();
    shared.witnesses.iter().for_each(|witness| witness.saw(&request, &answer, took));
    written(answer)
}

fn text_of(value: &HeaderValue) -> Cow<'_, str> {
    let bytes = value.as_bytes();
    // Looking for what must be replaced takes far longer than finding that there is nothing.
    std::str::from_utf8(bytes).map_or_else(|_| String::from_utf8_lossy(bytes), Cow::Borrowed)
}

/// At least eight hexadecimal digits.
fn request_id(number: u64) -> String {
    let digits = if number >> 32 == 0 { 8 } else { 16 };
    let digit = |place: u32| char::from(b"0123456789abcdef"[(number >> (4 * place)) as usize & 0xF]);
    let mut id = String::with_capacity(16);
    (0..digits).rev().for_each(|place| id.push(digit(place)));
    id
}

fn read(incoming: &HttpRequest, body: Vec<u8>, id: String) -> Request {
    let target = incoming.uri().path_and_query().map_or("/", |target| target.as_str());
    let mut headers = Headers::with_capacity(incoming.headers().len() + 1);
    incoming.headers().iter().for_each(|(name, value)| headers.push(name.as_str(), &text_of(value)));
    if let Some(host) = incoming.uri().authority() {
        // HTTP/2 names the host in the request line.
        headers.push("host", host.as_str());
    }
    let mut request = Request::new(incoming.method().as_str(), target, headers, body);
    request.id = id;
    request.server = Some(incoming.app_config().local_addr());
    request.scheme = if incoming.app_config().secure() { "https" } else { "http" };
    request
}

/// A service may choose any number. What HTTP does not take as the end of an answer is a server's fault.
fn final_status(chosen: u16) -> StatusCode {
    let status = StatusCode::from_u16(chosen).ok().filter(|status| !status.is_informational());
    status.unwrap_or_else(|| {
        tracing::error!(chosen, "a service chose a status that no answer can have");
        StatusCode::INTERNAL_SERVER_ERROR
    })
}

fn written(answer: Answer) -> HttpResponse {
    let status = final_status(answer.status);
    let bodiless = matches!(status, StatusCode::NO_CONTENT | StatusCode::NOT_MODIFIED);
    let mut response = HttpResponse::build(status);
    let mut response = match answer.body {
        _ if bodiless => response.body(Vec::new()),
        Body::Whole(bytes) => response.body(bytes),
        // Not by `streaming`, which would add a content type of its own.
        Body::Streamed(pieces) => response.body(BodyStream::new(pieces)),
    };
    if let Some(reason) = answer.reason {
        response.head_mut().reason = reason::interned(&reason);
    }
    for (name, value) in answer.headers {
        match (name_of(&name), value_of(value)) {
            (Ok(name), Ok(value)) => response.headers_mut().append(name, value),
            _ => tracing::warn!(header = &*name, "a header that HTTP does not allow was left out"),
        }
    }
    response
}

/// Those of every answer need not be looked up.
fn name_of(name: &str) -> Result<HeaderName, InvalidHeaderName> {
    const POWERED_BY: HeaderName = HeaderName::from_static("x-powered-by");
    match name {
        "Content-Type" => Ok(CONTENT_TYPE),
        "Vary" => Ok(VARY),
        "X-Powered-By" => Ok(POWERED_BY),
        other => HeaderName::from_bytes(other.as_bytes()),
    }
}

/// Texts of the program's own are looked at once: what HTTP allows of them does not change.
fn value_of(text: Cow<'static, str>) -> Result<HeaderValue, InvalidHeaderValue> {
    thread_local! {
        static SEEN: RefCell<Vec<(&'static str, HeaderValue)>> = const { RefCell::new(Vec::new()) };
    }
    let text = match text {
        Cow::Owned(text) => return HeaderValue::from_maybe_shared(Bytes::from(text)),
        Cow::Borrowed(text) => text,
    };
    SEEN.with_borrow_mut(|seen| {
        if let Some((_, value)) = seen.iter().find(|(known, _)| std::ptr::eq(*known, text)) {
            return Ok(value.clone());
        }
        let value = HeaderValue::from_maybe_shared(Bytes::from_static(text.as_bytes()))?;
        seen.push((text, value.clone()));
        Ok(value)
    })
}
