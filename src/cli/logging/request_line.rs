//! The line of each request, written past `tracing`: making an event of it takes as long as reading the request.

use std::time::Duration;

use servicestack_emulator::http::{Answer, Request, RequestLog, Witness};
use servicestack_emulator::lab::Clock;
use tracing::Level;

use super::line::Line;
use super::standard_error::StandardError;

/// Writes what [`RequestLog`] logs, as the same line of JSON.
pub struct RequestLine {
    out: StandardError,
    clock: Clock,
}

impl RequestLine {
    /// Lines for the standard error.
    pub fn new(out: StandardError) -> Self {
        Self { out, clock: Clock::system() }
    }

    pub(super) fn line(clock: &Clock, request: &Request, answer: &Answer, took: Duration) -> String {
        let mut line = Line::begin(clock.now(), Level::INFO);
        line.word("message", "request");
        line.text("method", &request.verb);
        line.text("path", request.plain_target());
        line.text("operation", answer.trace.operation.as_deref().unwrap_or("-"));
        line.word("format", answer.trace.format.unwrap_or("-"));
        line.number("status", answer.status);
        line.number("duration_us", u64::try_from(took.as_micros()).unwrap_or(u64::MAX));
        line.word("request_id", &request.id);
        line.end(RequestLog::TARGET)
    }
}

impl Witness for RequestLine {
    fn saw(&self, request: &Request, answer: &Answer, took: Duration) {
        if tracing::enabled!(target: RequestLog::TARGET, Level::INFO) {
            self.out.information(Self::line(&self.clock, request, answer, took).as_bytes());
        }
    }
}
