//! Who sees every answer as it leaves.

use std::time::Duration;

use super::{Answer, Request};

/// Somebody who is shown what was asked and answered. It is called by the thread that serves the request and must not
/// wait for anybody.
pub trait Witness: Send + Sync {
    /// An answer leaves, this long after its request's head came. A body that is streamed is still to be made.
    fn saw(&self, request: &Request, answer: &Answer, took: Duration);
}

/// Logs one line a request, for grep: an event of `tracing` at info.
pub struct RequestLog;

impl RequestLog {
    /// The target of the events, for filters.
    pub const TARGET: &str = "servicestack_emulator::http::server";
}

impl Witness for RequestLog {
    fn saw(&self, request: &Request, answer: &Answer, took: Duration) {
        tracing::info!(
            target: RequestLog::TARGET,
            method = &*request.verb,
            path = request.plain_target(),
            operation = answer.trace.operation.as_deref().unwrap_or("-"),
            format = answer.trace.format.unwrap_or("-"),
            status = answer.status,
            duration_us = u64::try_from(took.as_micros()).unwrap_or(u64::MAX),
            request_id = request.id,
            "request"
        );
    }
}
