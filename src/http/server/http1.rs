//! A connection of HTTP/1: a request is read whole and answered, and then the next one is looked
//! at.

use std::future::poll_fn;
use std::io;
use std::pin::Pin;
use std::rc::Rc;
use std::time::Instant;

use actix_server::GracefulShutdownSignal;
use chrono::{DateTime, Utc};
use tokio::io::AsyncWrite;

use super::answer_head::{Frame, answer_head};
use super::inbound::Inbound;
use super::outbound;
use super::refused::Refused;
use super::request_head::RequestHead;
use super::service::RequestService;
use super::tap::Tap;
use crate::http::{Answer, Arrival, Body, Connection, Delivery, Request, Version};

/// Serves a connection until either side ends it, or the server stops and its request under way is
/// answered.
pub async fn serve(
    tap: Tap,
    connection: Connection,
    service: Rc<RequestService>,
    stopping: GracefulShutdownSignal,
) {
    let limits = service.shared.limits.clone();
    let stopping = Box::pin(async move { stopping.notified().await });
    let wire = &service.shared.wire;
    let inbound = Inbound::new(tap, wire.front, limits, stopping, wire.keeps);
    let mut http1 = Http1 { inbound, connection, service };
    if let Err(error) = http1.run().await {
        tracing::debug!(connection = connection.number, %error, "a connection ended");
    }
}

/// A connection, and who answers its requests.
struct Http1 {
    inbound: Inbound<Tap>,
    connection: Connection,
    service: Rc<RequestService>,
}

/// What of a request decides how its answer is sent.
struct Terms {
    is_version_1_1: bool,
    is_head: bool,
    /// Whether no request can come after it.
    is_last: bool,
}

impl Http1 {
    async fn run(&mut self) -> io::Result<()> {
        let mut goes_on = true;
        while goes_on && let Some(read) = self.inbound.head().await? {
            goes_on = match read {
                Ok(head) => self.request(head).await?,
                Err(refused) => self.refuse(refused).await?,
            };
        }
        poll_fn(|cx| Pin::new(&mut self.inbound.stream).poll_shutdown(cx)).await?;
        if self.inbound.has_unread() {
            self.inbound.linger().await;
        }
        Ok(())
    }

    /// Answers a request, and says whether another one may come.
    async fn request(&mut self, head: RequestHead) -> io::Result<bool> {
        let started = Instant::now();
        if head.expects_continue && self.inbound.takes_body(&head) {
            self.inbound.stream.deliver(Delivery::Whole);
            outbound::write(&mut self.inbound.stream, &[b"HTTP/1.1 100 Continue\r\n\r\n"]).await?;
        }
        let (bytes, refusal) = match self.inbound.body(&head).await {
            Ok(bytes) => (bytes, None),
            Err(refusal) => (Vec::new(), Some(refusal)),
        };
        let mut terms = Terms {
            is_version_1_1: head.is_version_1_1,
            is_head: head.method == "HEAD",
            is_last: head.is_last
                || refusal.is_some()
                || self.service.shared.limits.keep_alive.is_zero(),
        };
        let (kept, length) = self.inbound.take_kept();
        let arrival = Arrival {
            started,
            connection: self.connection,
            version: if head.is_version_1_1 { Version::Http11 } else { Version::Http10 },
            bytes: kept,
            length,
            verb: head.method,
        };
        let platform = self.service.shared.wire.front.platform;
        let mut request = Request::on(platform, &arrival.verb, head.target, head.headers, bytes);
        request.lacks_length = head.lacks_length;
        let (mut exchange, unserved) = self.service.exchange(request, arrival, refusal);
        let answer = self.service.answer(&mut exchange, unserved).await;
        // Behind a head without a length nobody knows where the next one begins.
        terms.is_last |= answer.status == 411 || self.inbound.is_stopping().await;
        let is_sent = self.send(answer, terms, exchange.tenant.clock().now()).await;
        if let Some(sent) = self.inbound.stream.sent() {
            sent.is_whole = is_sent.is_ok();
            self.service.shared.delivered(&exchange, sent);
            self.inbound.give_back(exchange.arrival.bytes);
        }
        is_sent
    }

    /// Answers what cannot be read.
    async fn refuse(&mut self, refused: Refused) -> io::Result<bool> {
        tracing::warn!(
            connection = self.connection.number,
            peer = self.connection.peer.map(tracing::field::display),
            request = %without_query(self.inbound.first_line()).escape_ascii(),
            reason = refused.reason,
            status = refused.status,
            "a request could not be read"
        );
        let answer = refused.answer(&self.service.shared.wire);
        let exchange = self.service.unread(self.connection, || self.inbound.unread(), &answer);
        let now = self.service.shared.wire.clock.now();
        let terms = Terms { is_version_1_1: true, is_head: false, is_last: true };
        let is_sent = self.send(answer, terms, now).await;
        if let (Some(exchange), Some(sent)) = (exchange, self.inbound.stream.sent()) {
            sent.is_whole = is_sent.is_ok();
            self.service.shared.delivered(&exchange, sent);
        }
        is_sent
    }

    /// Sends an answer, and says whether another one may come after it.
    async fn send(&mut self, answer: Answer, terms: Terms, now: DateTime<Utc>) -> io::Result<bool> {
        let wire = &self.service.shared.wire;
        let frame =
            Frame::of(&answer, wire.front, terms.is_version_1_1, terms.is_head, terms.is_last);
        let head = answer_head(&answer, frame, wire.front.platform, now);
        let body = match &answer.body {
            Body::Streamed(_) | Body::Live(_) if frame.has_body => None,
            Body::Whole(bytes) if frame.has_body => Some(bytes.len()),
            _ => Some(0),
        };
        self.inbound.stream.deliver(answer.delivery.measured(head.len(), body));
        match answer.body {
            Body::Live(pieces) if frame.has_body => {
                Box::pin(outbound::live(&mut self.inbound, head, pieces, frame)).await?;
            }
            body => outbound::send(&mut self.inbound.stream, head, body, frame).await?,
        }
        Ok(!frame.closes)
    }
}

/// The log shows no query: it may hold a password.
fn without_query(line: &[u8]) -> &[u8] {
    line.split(|byte| *byte == b'?').next().unwrap_or_default()
}
