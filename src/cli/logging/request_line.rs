//! The line of each request, written past `tracing`: making an event of it takes as long as reading
//! the request.

use std::cell::Cell;

use servicestack_emulator::http::{Answer, Exchange, Observer, RequestLog};
use servicestack_emulator::lab::Clock;
use tracing::Level;

use super::line::Line;
use super::standard_error::StandardError;

/// Writes what [`RequestLog`] logs, as the same line of JSON, whatever the filter says.
pub struct RequestLine {
    out: StandardError,
    clock: Clock,
}

impl RequestLine {
    /// Lines for the standard error.
    pub fn new(out: StandardError) -> Self {
        Self { out, clock: Clock::system() }
    }

    pub(super) fn complete(mut line: Line, exchange: &Exchange, answer: &Answer) -> String {
        let (request, took, noted) = (&exchange.request, exchange.took(), exchange.noted());
        line.json(r#","message":"request","method":""#).escaped(&request.verb);
        line.json(r#"","path":""#).escaped(request.plain_target());
        line.json(r#"","operation":""#).escaped(noted.operation.as_deref().unwrap_or("-"));
        line.json(r#"","format":""#).json(noted.format.unwrap_or("-"));
        line.json(r#"","status":"#).digits(answer.status);
        line.json(r#","duration_us":"#).digits(u64::try_from(took.as_micros()).unwrap_or(u64::MAX));
        line.json(r#","request_id":""#).json(&request.id).json("\"");
        line.end(RequestLog::TARGET)
    }
}

impl Observer for RequestLine {
    fn answered(&self, exchange: &Exchange, answer: &Answer) {
        thread_local! {
            static ROOM: Cell<String> = const { Cell::new(String::new()) };
        }
        let line = Line::begin(ROOM.take(), self.clock.now(), Level::INFO);
        let line = Self::complete(line, exchange, answer);
        self.out.information(line.as_bytes());
        ROOM.set(line);
    }
}
