//! The line of each request, written past `tracing`: an event of it in the library's JSON takes
//! 19,400 instructions (BENCHMARKS.md), more than half of what reading a coupon takes.

use std::cell::Cell;

use servicestack_emulator::http::{Answer, Exchange, Observer, RequestLog};
use tracing::Level;

use super::line::Line;
use super::standard_error::StandardError;

/// Writes what [`RequestLog`] logs, as the same line of JSON, whatever the filter says.
pub struct RequestLine {
    out: StandardError,
}

impl RequestLine {
    /// Lines for the standard error.
    pub fn new(out: StandardError) -> Self {
        Self { out }
    }

    pub(super) fn complete(mut line: Line, exchange: &Exchange, answer: &Answer) -> String {
        let (request, noted) = (&exchange.request, exchange.noted());
        line.json(r#","message":"request","method":""#).escaped(&request.verb);
        line.json(r#"","path":""#).escaped(request.plain_target());
        line.json(r#"","operation":""#).escaped(noted.operation.as_deref().unwrap_or("-"));
        line.json(r#"","format":""#).json(noted.format.unwrap_or("-"));
        line.json(r#"","status":"#).digits(answer.status);
        line.json(r#","duration_us":"#)
            .digits(u64::try_from(noted.took.as_micros()).unwrap_or(u64::MAX));
        line.json(r#","request_id":""#).json(&request.id).json("\"");
        line.end(RequestLog::TARGET)
    }
}

impl Observer for RequestLine {
    fn answered(&self, exchange: &Exchange, answer: &Answer) {
        thread_local! {
            static ROOM: Cell<String> = const { Cell::new(String::new()) };
        }
        let line = Line::begin(ROOM.take(), exchange.tenant.clock().now(), Level::INFO);
        let line = Self::complete(line, exchange, answer);
        self.out.information(line.as_bytes());
        ROOM.set(line);
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;
    use std::time::Duration;

    use servicestack_emulator::http::{Arrival, Request};
    use servicestack_emulator::lab::{Clock, Seed};
    use servicestack_emulator::store::MemoryCoupons;
    use servicestack_emulator::tenant::{Origin, Tenants};

    use super::super::sink::Sink;
    use super::*;

    /// The lines of the library for the same events.
    fn logged(events: impl FnOnce()) -> String {
        let sink = Sink::default();
        let writer = sink.clone();
        let log = tracing_subscriber::fmt().with_writer(move || writer.clone());
        let log = log.json().flatten_event(true).finish();
        tracing::subscriber::with_default(log, events);
        sink.text()
    }

    fn without_time(line: &str) -> &str {
        let (time, rest) = line.split_once("\",").expect("a timestamp leads");
        assert_eq!(time.len(), "{\"timestamp\":\"2026-03-01T12:00:00.000000Z".len(), "{time}");
        rest
    }

    #[test]
    fn the_line_of_a_request_is_the_librarys() {
        for operation in [None, Some("Hello\"\u{1}\u{7f}\u{10e5}")] {
            let answer = Answer::empty(204);
            let exchange = exchange();
            {
                let mut noted = exchange.noted();
                noted.operation = operation.map(str::to_owned);
                noted.format = operation.map(|_| "json");
                noted.took = Duration::from_micros(1234);
            }
            let begun = Line::begin(String::new(), Clock::system().now(), Level::INFO);
            let direct = RequestLine::complete(begun, &exchange, &answer);
            let librarys = logged(|| RequestLog.answered(&exchange, &answer));
            assert_eq!(without_time(&librarys), without_time(&direct));
        }
    }

    fn exchange() -> Exchange {
        let mut request = Request::new("PUT", "/a\\b/\"c\"?d=e\n", Default::default(), Vec::new());
        request.id = "0000002a".to_owned();
        let seed = Seed::from_u64(1);
        let coupons = Arc::new(MemoryCoupons::new(&seed));
        let origin = Origin { coupons, clock: Clock::system(), seed, accounts: Vec::new() };
        Exchange::new(request, Tenants::new(origin).default(), Arrival::default())
    }
}
