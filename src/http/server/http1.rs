//! Requests of HTTP/1: from actix's to ours, from our answer to its response.

use std::convert::Infallible;
use std::rc::Rc;
use std::time::Instant;

use actix_http::body::{BodyStream, BoxBody};
use actix_http::{
    ConnectionType, HttpMessage, Method, Payload, Request as Incoming, Response, StatusCode, Version,
};

use super::answer_head::AnswerHead;
use super::body::{self, Announced, FirstUnwoken};
use super::connection::Connection;
use super::outbound::HEAD_ELSEWHERE;
use super::request_head::ReadRequest;
use super::service::Entrance;
use crate::http::{Answer, Body, Headers, Request};

/// Answers a request.
pub async fn handle(mut incoming: Incoming, entrance: Rc<Entrance>) -> Result<Response<BoxBody>, Infallible> {
    let started = Instant::now();
    let connection = incoming.conn_data::<Rc<Connection>>().map(Rc::clone).unwrap_or_default();
    let (answer, must_close) = match connection.take_refused() {
        Some(refused) => (refused.answer(&entrance.shared.wire), true),
        None => answered(&mut incoming, &connection, &entrance, started).await,
    };
    Ok(written(answer, must_close, &incoming, &connection, &entrance))
}

/// The answer, and whether no request can come after it.
async fn answered(
    incoming: &mut Incoming,
    connection: &Connection,
    entrance: &Entrance,
    started: Instant,
) -> (Answer, bool) {
    let ReadRequest { target, headers } =
        connection.take_request().unwrap_or_else(|| read_by_library(incoming));
    let (bytes, refusal) = match incoming.take_payload() {
        Payload::None => (Vec::new(), None),
        payload => {
            let announced = Announced::of(|name| headers.all(name).next().map(str::as_bytes));
            match body::read(FirstUnwoken::new(payload), announced, &entrance.shared.limits).await {
                Ok(bytes) => (bytes, None),
                Err(refusal) => (Vec::new(), Some(refusal)),
            }
        }
    };
    let must_close = refusal.is_some();
    let lacks_length = lacks_length(incoming.method(), &headers);
    let mut request = Request::new(incoming.method().as_str(), target, headers, bytes);
    request.lacks_length = lacks_length;
    (entrance.answer(request, refusal, started).await, must_close)
}

/// Address and headers as the library found them.
fn read_by_library(incoming: &Incoming) -> ReadRequest {
    let target = incoming.uri().path_and_query().map_or("/", |target| target.as_str());
    let headers = incoming.headers();
    // An address with a host in it is meant for that host.
    let host = incoming.uri().authority().map(|host| ("host", host.as_str().as_bytes()));
    let headers = Headers::of_bytes(|| {
        headers.iter().map(|(name, value)| (name.as_str(), value.as_bytes())).chain(host)
    });
    ReadRequest { target: target.to_owned(), headers }
}

/// Whether .NET's listener wants to know the length of the body, and was told nothing of one.
fn lacks_length(method: &Method, headers: &Headers) -> bool {
    let has = |name| headers.all(name).next().is_some();
    matches!(*method, Method::POST | Method::PUT) && !has("content-length") && !has("transfer-encoding")
}

/// The response to write: its head goes another way.
fn written(
    mut answer: Answer,
    must_close: bool,
    incoming: &Incoming,
    connection: &Connection,
    entrance: &Entrance,
) -> Response<BoxBody> {
    let status = final_status(answer.status);
    let (wire, reason) = (&entrance.shared.wire, answer.reason.take());
    let reason = reason.as_deref().or(status.canonical_reason()).unwrap_or_default();
    let now = wire.clock.now();
    let mut head = AnswerHead::of(&answer, status.as_u16(), reason, wire.profile, now);
    head.bodiless = *incoming.method() == Method::HEAD;
    let is_old = incoming.version() < Version::HTTP_11;
    let bodiless = matches!(status, StatusCode::NO_CONTENT | StatusCode::NOT_MODIFIED);
    head.streamed = !bodiless && matches!(answer.body, Body::Streamed(_));
    let mut must_close = must_close;
    let body = match answer.body {
        _ if bodiless => BoxBody::new(()),
        Body::Whole(bytes) => BoxBody::new(bytes),
        Body::Streamed(pieces) => {
            // HTTP/1.0 has no chunks: the body ends with the connection.
            must_close |= is_old;
            BoxBody::new(BodyStream::new(pieces))
        }
    };
    let mut response = Response::with_body(status, body);
    let library_head = response.head_mut();
    library_head.reason = Some(HEAD_ELSEWHERE);
    library_head.no_chunking(is_old);
    if must_close {
        library_head.set_connection_type(ConnectionType::Close);
    }
    connection.put_head(head);
    response
}

/// A service may choose any number. What HTTP does not take as the end of an answer is a server's fault.
fn final_status(chosen: u16) -> StatusCode {
    let status = StatusCode::from_u16(chosen).ok().filter(|status| !status.is_informational());
    status.unwrap_or_else(|| {
        tracing::error!(chosen, "a service chose a status that no answer can have");
        StatusCode::INTERNAL_SERVER_ERROR
    })
}
