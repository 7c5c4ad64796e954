//! Who sees every exchange at its end.

use std::mem;

use super::{Answer, Exchange};

/// It is shown exchanges. It is called by the thread that serves the request and must not
/// wait for anybody.
pub trait Observer: Send + Sync {
    /// How many bytes of each direction it wants to keep of an exchange. None: then what costs is
    /// not noted either. Asked once, when the server starts.
    fn keeps(&self) -> usize {
        0
    }

    /// An answer is about to leave. A body that is streamed is still to be made.
    fn answered(&self, exchange: &Exchange, answer: &Answer);

    /// The answer left, or as much of it as could. Only for one that keeps bytes.
    fn delivered(&self, _exchange: &Exchange, _sent: &Sent) {}
}

/// What left of an answer: of HTTP/1 the head and the body as framed, of HTTP/2 the body.
#[derive(Debug, Clone, Default)]
pub struct Sent {
    /// The first bytes, as many as are kept.
    pub bytes: Vec<u8>,
    /// How many there were.
    pub length: u64,
    /// Whether that is all of it.
    pub is_whole: bool,
}

impl Sent {
    /// An answer of which nothing left yet. The room that its bytes took is used again.
    pub(super) fn clear(&mut self) {
        *self = Self { bytes: emptied(mem::take(&mut self.bytes)), ..Self::default() };
    }

    /// Adds bytes that left; the first `most` of all are kept.
    pub(super) fn add(&mut self, bytes: &[u8], most: usize) {
        let room = most.saturating_sub(self.bytes.len());
        self.bytes.extend_from_slice(&bytes[..bytes.len().min(room)]);
        self.length += bytes.len() as u64;
    }
}

/// Room that was used and can be used again, where it is not more than most messages need.
pub(super) fn emptied(mut bytes: Vec<u8>) -> Vec<u8> {
    const MOST: usize = 8 * 1024;
    if bytes.capacity() > MOST {
        return Vec::new();
    }
    bytes.clear();
    bytes
}

/// Logs one line a request, for grep: an event of `tracing` at info.
pub struct RequestLog;

impl RequestLog {
    /// The target of the events, for filters.
    pub const TARGET: &str = "servicestack_emulator::http::server";
}

impl Observer for RequestLog {
    fn answered(&self, exchange: &Exchange, answer: &Answer) {
        let (request, noted) = (&exchange.request, exchange.noted());
        tracing::info!(
            target: RequestLog::TARGET,
            method = &*request.verb,
            path = request.plain_target(),
            operation = noted.operation.as_deref().unwrap_or("-"),
            format = noted.format.unwrap_or("-"),
            status = answer.status,
            duration_us = u64::try_from(noted.took.as_micros()).unwrap_or(u64::MAX),
            request_id = request.id,
            "request"
        );
    }
}
