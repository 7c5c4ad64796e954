//! An event as a line of JSON.

use std::fmt;

use servicestack_emulator::lab::Clock;
use tracing::field::{Field, Visit};
use tracing::{Event, Subscriber};
use tracing_subscriber::fmt::FmtContext;
use tracing_subscriber::fmt::format::{FormatEvent, FormatFields, Writer};
use tracing_subscriber::registry::LookupSpan;

use super::line::Line;

/// This program's own events in the library's layout at a twentieth of its price: the library takes
/// the text for UTF-8 anew at every quote and comma. All others, and those within spans, it formats
/// itself.
pub struct JsonLine<F> {
    clock: Clock,
    library: F,
}

impl<F> JsonLine<F> {
    /// Where the library's own format is good enough, it is taken.
    pub fn new(library: F) -> Self {
        Self { clock: Clock::system(), library }
    }

    fn line(&self, event: &Event<'_>) -> String {
        let mut line =
            Line::begin(String::with_capacity(512), self.clock.now(), *event.metadata().level());
        event.record(&mut Members(&mut line));
        line.end(event.metadata().target())
    }
}

/// Takes an event's fields.
struct Members<'l>(&'l mut Line);

impl Visit for Members<'_> {
    fn record_str(&mut self, field: &Field, value: &str) {
        self.0.text(field.name(), value);
    }

    fn record_u64(&mut self, field: &Field, value: u64) {
        self.0.number(field.name(), value);
    }

    fn record_i64(&mut self, field: &Field, value: i64) {
        self.0.number(field.name(), value);
    }

    fn record_bool(&mut self, field: &Field, value: bool) {
        self.0.plain(field.name(), value);
    }

    fn record_f64(&mut self, field: &Field, value: f64) {
        self.0.plain(field.name(), serde_json::Value::from(value));
    }

    fn record_debug(&mut self, field: &Field, value: &dyn fmt::Debug) {
        self.0.debug(field.name(), value);
    }
}

impl<S, N, F> FormatEvent<S, N> for JsonLine<F>
where
    S: Subscriber + for<'a> LookupSpan<'a>,
    N: for<'a> FormatFields<'a> + 'static,
    F: FormatEvent<S, N>,
{
    fn format_event(
        &self,
        context: &FmtContext<'_, S, N>,
        mut writer: Writer<'_>,
        event: &Event<'_>,
    ) -> fmt::Result {
        if !is_own(event) || context.lookup_current().is_some() {
            return self.library.format_event(context, writer, event);
        }
        writer.write_str(&self.line(event))
    }
}

fn is_own(event: &Event<'_>) -> bool {
    event.metadata().target().starts_with(env!("CARGO_CRATE_NAME"))
}

#[cfg(test)]
mod tests {
    use std::io;
    use std::sync::Arc;
    use std::time::Duration;

    use servicestack_emulator::http::{
        Answer, Arrival, Exchange, Observer, Point, Request, RequestLog,
    };
    use servicestack_emulator::lab::Seed;
    use servicestack_emulator::store::MemoryCoupons;
    use servicestack_emulator::tenant::{Origin, Tenants};
    use tracing::Level;

    use super::super::request_line::RequestLine;
    use super::super::sink::Sink;
    use super::*;

    fn events() {
        tracing::info!(method = "GET", path = "/a\"b\n", status = 200, took = 1.5, "request");
        tracing::info!(
            r#type = -3,
            big = u64::MAX,
            text = "\u{7f}ქ\u{1}",
            whole = 2.0,
            none = f64::NAN,
            "a \"b\""
        );
        tracing::warn!(error = %io::Error::other("lost"), shape = ?Some(-1), ok = false, "two");
        tracing::info!(target: "another", "three");
    }

    /// Lines of the same events, without their time.
    fn logged(own: bool, events: impl FnOnce()) -> Vec<String> {
        let sink = Sink::default();
        let writer = sink.clone();
        let log = tracing_subscriber::fmt()
            .with_writer(move || writer.clone())
            .json()
            .flatten_event(true);
        match own {
            true => tracing::subscriber::with_default(
                log.map_event_format(JsonLine::new).finish(),
                events,
            ),
            false => tracing::subscriber::with_default(log.finish(), events),
        }
        let text = sink.text();
        text.lines().map(without_time).collect()
    }

    fn without_time(line: &str) -> String {
        let (time, rest) = line.split_once("\",").expect("a timestamp leads");
        assert_eq!(time.len(), "{\"timestamp\":\"2026-03-01T12:00:00.000000Z".len(), "{time}");
        rest.to_owned()
    }

    #[test]
    fn lines_are_the_librarys() {
        assert_eq!(logged(true, events).len(), 4);
        assert_eq!(logged(true, events), logged(false, events));
    }

    #[test]
    fn the_line_of_a_request_is_the_same_without_an_event() {
        for operation in [None, Some("Hello\"")] {
            let answer = Answer::empty(204);
            let exchange = exchange();
            {
                let mut noted = exchange.noted();
                noted.operation = operation.map(str::to_owned);
                noted.format = operation.map(|_| "json");
                noted.times[Point::Answer as usize] = Some(Duration::from_micros(1234));
            }
            let begun = Line::begin(String::new(), Clock::system().now(), Level::INFO);
            let direct = RequestLine::complete(begun, &exchange, &answer);
            assert_eq!(
                logged(false, || RequestLog.answered(&exchange, &answer)),
                [without_time(direct.trim_end())]
            );
        }
    }

    fn exchange() -> Exchange {
        let mut request = Request::new("PUT", "/a\\b/\"c\"?d=e", Default::default(), Vec::new());
        request.id = "0000002a".to_owned();
        let seed = Seed::from_u64(1);
        let coupons = Arc::new(MemoryCoupons::new(&seed));
        let origin = Origin { coupons, clock: Clock::system(), seed, accounts: Vec::new() };
        Exchange::new(request, Tenants::new(origin).default(), Arrival::default())
    }
}
