//! Connections and requests of HTTP/2.

use std::future::Future;
use std::io;
use std::pin::pin;
use std::rc::Rc;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use bytes::Bytes;
use futures_util::{StreamExt, TryStreamExt, stream};
use http_body_util::combinators::UnsyncBoxBody;
use http_body_util::{BodyDataStream, BodyExt, Empty, StreamBody};
use hyper::body::{Frame, Incoming};
use hyper::header::{CONTENT_LENGTH, DATE, HeaderName, HeaderValue};
use hyper::rt::Executor;
use hyper::server::conn::http2;
use hyper::service::service_fn;
use hyper::{Method, Response, StatusCode};
use hyper_util::rt::{TokioIo, TokioTimer};

use super::Shared;
use super::body::{self, Announced};
use super::date;
use super::service::RequestService;
use super::tap::Tap;
use crate::edition::Platform;
use crate::http::delivery::garbage;
use crate::http::{
    Answer, Arrival, Body, Connection, Delivery, Exchange, Headers, Pieces, Request, Sent, Version,
};

type Incoming2 = hyper::Request<Incoming>;
type Outgoing = Response<UnsyncBoxBody<Bytes, io::Error>>;

/// The longest request head, in bytes.
const MAX_HEAD: u32 = 64 * 1024;

/// Runs the tasks of a connection on its own thread.
#[derive(Clone)]
struct SameThread;

impl<F: Future<Output = ()> + 'static> Executor<F> for SameThread {
    fn execute(&self, task: F) {
        tokio::task::spawn_local(task);
    }
}

/// How the requests of a connection go on.
#[derive(Default)]
struct Progress {
    /// Those under way.
    open: AtomicUsize,
    /// How often one began, ended, or gave the client a piece of its body.
    steps: AtomicU64,
}

impl Progress {
    fn step(&self) {
        self.steps.fetch_add(1, Ordering::Relaxed);
    }
}

/// A request under way, until its answer is dropped.
struct Open(Arc<Progress>);

impl Open {
    fn new(progress: &Arc<Progress>) -> Self {
        progress.open.fetch_add(1, Ordering::Relaxed);
        progress.step();
        Self(Arc::clone(progress))
    }
}

impl Drop for Open {
    fn drop(&mut self) {
        self.0.open.fetch_sub(1, Ordering::Relaxed);
        self.0.step();
    }
}

/// An answer that leaves, until it is dropped.
struct Leaving {
    open: Open,
    exchange: Exchange,
    sent: Sent,
    shared: Arc<Shared>,
}

impl Leaving {
    /// The client takes a piece, or there are no more.
    fn gives(&mut self, piece: Option<&io::Result<Bytes>>) {
        match piece {
            Some(Ok(piece)) => {
                self.open.0.step();
                self.sent.add(piece, self.shared.wire.keeps);
            }
            Some(Err(_)) => {}
            None => self.sent.is_whole = true,
        }
    }
}

impl Drop for Leaving {
    fn drop(&mut self) {
        self.shared.delivered(&self.exchange, &self.sent);
    }
}

/// Serves a connection until either side ends it, or `stopping` comes and its last request is
/// answered.
pub async fn serve(
    tap: Tap,
    connection: Connection,
    service: Rc<RequestService>,
    stopping: impl Future<Output = ()>,
) {
    let number = connection.number;
    let progress = Arc::new(Progress::default());
    let limits = service.shared.limits.clone();
    let service = service_fn(|incoming: Incoming2| {
        let (open, service) = (Open::new(&progress), Rc::clone(&service));
        async move { handle(incoming, connection, &service, open).await }
    });
    let serving = http2::Builder::new(SameThread)
        .timer(TokioTimer::new())
        .max_concurrent_streams(limits.streams)
        .max_header_list_size(MAX_HEAD)
        .keep_alive_interval(limits.keep_alive)
        .keep_alive_timeout(limits.keep_alive)
        .serve_connection(TokioIo::new(tap), service);
    let (mut serving, mut stopping) = (pin!(serving), pin!(stopping));
    let mut stalled = pin!(stalled(&progress, &limits));
    let mut stops = false;
    loop {
        tokio::select! {
            ended = serving.as_mut() => {
                ended.unwrap_or_else(|error| tracing::debug!(connection = number, %error, "a connection ended"));
                return;
            }
            () = stopping.as_mut(), if !stops => {
                stops = true;
                serving.as_mut().graceful_shutdown();
            }
            reason = stalled.as_mut() => {
                tracing::warn!(connection = number, "closed: {reason}");
                return;
            }
        }
    }
}

/// Comes when no request ever came in time, or when none of those under way goes on for too long.
async fn stalled(progress: &Progress, limits: &super::Limits) -> String {
    tokio::time::sleep(limits.request_timeout).await;
    let steps = || progress.steps.load(Ordering::Relaxed);
    if steps() == 0 {
        return format!("no request came within {:?}", limits.request_timeout);
    }
    loop {
        let before = steps();
        tokio::time::sleep(limits.write_timeout).await;
        let open = progress.open.load(Ordering::Relaxed);
        if open > 0 && steps() == before {
            return format!(
                "the client took nothing of {open} answers for {:?}",
                limits.write_timeout
            );
        }
    }
}

async fn handle(
    incoming: Incoming2,
    connection: Connection,
    service: &Rc<RequestService>,
    open: Open,
) -> io::Result<Outgoing> {
    let started = Instant::now();
    let (head, payload) = incoming.into_parts();
    let announced = Announced::of(|name| head.headers.get(name).map(HeaderValue::as_bytes));
    let payload = BodyDataStream::new(payload);
    let (limits, front) = (&service.shared.limits, service.shared.wire.front);
    let limit = (limits.longest_body(front), limits.request_timeout);
    let (bytes, refusal) = match body::read(payload, announced, limit).await {
        Ok(bytes) => (bytes, None),
        Err(refusal) => (Vec::new(), Some(refusal)),
    };
    let verb = head.method.as_str().to_owned().into();
    let arrival =
        Arrival { started, connection, version: Version::Http2, verb, ..Arrival::default() };
    let (mut exchange, unserved) =
        service.exchange(request(front.platform, &head, bytes), arrival, refusal);
    let answer = service.answer(&mut exchange, unserved).await;
    let is_whole = head.method == Method::HEAD || matches!(answer.status, 204 | 304);
    let sent = Sent { is_whole, ..Sent::default() };
    let leaving = Box::new(Leaving { open, exchange, sent, shared: Arc::clone(&service.shared) });
    let cuts_nothing = is_whole && answer.delivery == Delivery::CutBody;
    if answer.delivery.hides_head() || cuts_nothing {
        return Err(cut());
    }
    let mut response = written(answer, leaving);
    if head.method == Method::HEAD {
        *response.body_mut() = empty();
    }
    Ok(response)
}

/// It resets the stream.
fn cut() -> io::Error {
    io::ErrorKind::ConnectionAborted.into()
}

/// HTTP/2 names the host in the address.
fn request(platform: Platform, head: &hyper::http::request::Parts, body: Vec<u8>) -> Request {
    let target = head.uri.path_and_query().map_or("/", |target| target.as_str());
    let host = head.uri.authority().map(|host| ("host", host.as_str().as_bytes()));
    let headers = head.headers.iter().map(|(name, value)| (name.as_str(), value.as_bytes()));
    let headers = Headers::of_bytes(headers.chain(host));
    Request::on(platform, head.method.as_str(), target.to_owned(), headers, body)
}

fn written(answer: Answer, leaving: Box<Leaving>) -> Outgoing {
    let mut response = Response::new(empty());
    let status =
        StatusCode::from_u16(answer.status).ok().filter(|status| !status.is_informational());
    *response.status_mut() = status.unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let headers = response.headers_mut();
    for (name, value) in &answer.headers {
        match (HeaderName::from_bytes(name.as_bytes()), HeaderValue::from_str(value)) {
            (Ok(name), Ok(value)) => {
                headers.append(name, value);
            }
            _ => tracing::warn!(header = &**name, "a header that HTTP does not allow was left out"),
        }
    }
    let mut date = Vec::with_capacity(32);
    date::write(leaving.exchange.tenant.clock().now(), &mut date);
    headers.extend(HeaderValue::from_bytes(&date).ok().map(|date| (DATE, date)));
    if !matches!(response.status(), StatusCode::NO_CONTENT | StatusCode::NOT_MODIFIED) {
        put_body(&mut response, answer.body, answer.delivery, leaving);
    }
    response
}

fn put_body(response: &mut Outgoing, body: Body, delivery: Delivery, leaving: Box<Leaving>) {
    let pieces: Pieces = match body {
        Body::Whole(bytes) => {
            response.headers_mut().insert(CONTENT_LENGTH, bytes.len().into());
            Box::pin(stream::iter(in_pieces(bytes)))
        }
        Body::Streamed(pieces) | Body::Live(pieces) => pieces,
    };
    let pieces = delivered(pieces, delivery);
    let pieces = stream::unfold((pieces, leaving), |(mut pieces, mut leaving)| async move {
        let piece = pieces.next().await;
        leaving.gives(piece.as_ref());
        Some((piece?, (pieces, leaving)))
    });
    *response.body_mut() = StreamBody::new(pieces.map_ok(Frame::data)).boxed_unsync();
}

/// A body in pieces: the library takes a further one when the client has room for it.
fn in_pieces(bytes: Vec<u8>) -> impl Iterator<Item = io::Result<Bytes>> {
    const PIECE: usize = 16 * 1024;
    let mut rest = Bytes::from(bytes);
    std::iter::from_fn(move || (!rest.is_empty()).then(|| Ok(rest.split_to(rest.len().min(PIECE)))))
}

/// A body as its client gets it. An error resets the stream.
fn delivered(pieces: Pieces, delivery: Delivery) -> Pieces {
    match delivery {
        Delivery::Whole => pieces,
        Delivery::Reset | Delivery::Close | Delivery::CutHead => {
            Box::pin(stream::once(async move { Err(cut()) }))
        }
        Delivery::CutBody => Box::pin(stream::try_unfold(Some(pieces), |pieces| async move {
            let Some(mut pieces) = pieces else { return Err(cut()) };
            let Some(piece) = pieces.try_next().await? else { return Err(cut()) };
            Ok(Some((piece.slice(..piece.len() / 2), None)))
        })),
        Delivery::Garbage => Box::pin(pieces.map_ok(|piece| garbage(piece.len()).into())),
        Delivery::Truncate(limit) => {
            Box::pin(stream::try_unfold((pieces, limit), |(mut pieces, left)| async move {
                match pieces.try_next().await? {
                    _ if left == 0 => Err(cut()),
                    None => Ok(None),
                    Some(piece) => {
                        let piece = piece.slice(..piece.len().min(left));
                        let left = left - piece.len();
                        Ok(Some((piece, (pieces, left))))
                    }
                }
            }))
        }
        Delivery::Throttle { bytes_per_second } => Box::pin(stream::try_unfold(
            (pieces, Bytes::new()),
            move |(mut pieces, mut rest)| async move {
                while rest.is_empty() {
                    let Some(piece) = pieces.try_next().await? else { return Ok(None) };
                    rest = piece;
                }
                tokio::time::sleep(Duration::from_micros(Delivery::pause_us(bytes_per_second)))
                    .await;
                let piece = rest.split_to(rest.len().min(Delivery::step(bytes_per_second)));
                Ok(Some((piece, (pieces, rest))))
            },
        )),
    }
}

fn empty() -> UnsyncBoxBody<Bytes, io::Error> {
    Empty::new().map_err(|never| match never {}).boxed_unsync()
}
