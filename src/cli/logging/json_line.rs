//! An event as a line of JSON.

use std::fmt::{self, Write as _};
use std::ops::Range;

use chrono::{DateTime, Datelike as _, Timelike as _, Utc};
use servicestack_emulator::lab::Clock;
use tracing::field::{Field, Visit};
use tracing::{Event, Subscriber};
use tracing_subscriber::fmt::FmtContext;
use tracing_subscriber::fmt::format::{FormatEvent, FormatFields, Writer};
use tracing_subscriber::registry::LookupSpan;

/// This program's own events, a line a request among them, in the library's layout at a twentieth of its price: the
/// library takes the text for UTF-8 anew at every quote and comma. All others, and those within spans, it formats itself.
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
        let mut line = String::with_capacity(512);
        line.push_str("{\"timestamp\":\"");
        push_instant(&mut line, self.clock.now());
        line.push_str("\",\"level\":\"");
        line.push_str(event.metadata().level().as_str());
        line.push('"');
        event.record(&mut Members(&mut line));
        line.push_str(",\"target\":");
        push_text(&mut line, event.metadata().target());
        line.push_str("}\n");
        line
    }
}

/// Appends an event's fields, each after a comma. Their names are Rust's and need no escapes.
struct Members<'l>(&'l mut String);

impl Members<'_> {
    fn name(&mut self, field: &Field) -> &mut String {
        self.0.push_str(",\"");
        self.0.push_str(field.name().strip_prefix("r#").unwrap_or(field.name()));
        self.0.push_str("\":");
        self.0
    }

    fn plain(&mut self, field: &Field, value: impl fmt::Display) {
        // A String takes whatever it is given.
        let _ = write!(self.name(field), "{value}");
    }
}

impl Visit for Members<'_> {
    fn record_str(&mut self, field: &Field, value: &str) {
        push_text(self.name(field), value);
    }

    fn record_u64(&mut self, field: &Field, value: u64) {
        self.plain(field, value);
    }

    fn record_i64(&mut self, field: &Field, value: i64) {
        self.plain(field, value);
    }

    fn record_bool(&mut self, field: &Field, value: bool) {
        self.plain(field, value);
    }

    fn record_f64(&mut self, field: &Field, value: f64) {
        self.plain(field, serde_json::Value::from(value));
    }

    fn record_debug(&mut self, field: &Field, value: &dyn fmt::Debug) {
        let line = self.name(field);
        line.push('"');
        let _ = write!(Escaped(line), "{value:?}");
        line.push('"');
    }
}

/// Appends what is written to it as the inside of a JSON string.
struct Escaped<'l>(&'l mut String);

impl fmt::Write for Escaped<'_> {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        // Not `any`, which would look at one byte after the other.
        match text.bytes().fold(false, |found, byte| found | matches!(byte, 0..=0x1F | b'"' | b'\\')) {
            true => {
                let quoted = serde_json::to_string(text).map_err(|_| fmt::Error)?;
                self.0.push_str(&quoted[1..quoted.len() - 1]);
            }
            false => self.0.push_str(text),
        }
        Ok(())
    }
}

fn push_text(line: &mut String, text: &str) {
    line.push('"');
    // A String takes whatever it is given.
    let _ = Escaped(line).write_str(text);
    line.push('"');
}

/// Appends `2026-03-01T12:00:00.000000Z`. The clock knows no year beyond 9999.
fn push_instant(line: &mut String, now: DateTime<Utc>) {
    let now = now.naive_utc();
    let mut text = *b"0000-00-00T00:00:00.000000Z";
    let mut put = |digits: Range<usize>, mut number: u32| {
        for digit in text[digits].iter_mut().rev() {
            *digit = b"0123456789"[number as usize % 10];
            number /= 10;
        }
    };
    put(0..4, now.year().unsigned_abs());
    put(5..7, now.month());
    put(8..10, now.day());
    put(11..13, now.hour());
    put(14..16, now.minute());
    put(17..19, now.second());
    // A leap second has up to two million of them.
    put(20..26, now.nanosecond() / 1_000 % 1_000_000);
    line.push_str(std::str::from_utf8(&text).unwrap_or_default());
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
    use std::sync::{Arc, Mutex};

    use super::*;

    #[derive(Clone, Default)]
    struct Sink(Arc<Mutex<Vec<u8>>>);

    impl io::Write for Sink {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            self.0.lock().expect("whole").extend_from_slice(bytes);
            Ok(bytes.len())
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

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
    fn logged(own: bool) -> Vec<String> {
        let sink = Sink::default();
        let writer = sink.clone();
        let log = tracing_subscriber::fmt().with_writer(move || writer.clone()).json().flatten_event(true);
        match own {
            true => tracing::subscriber::with_default(log.map_event_format(JsonLine::new).finish(), events),
            false => tracing::subscriber::with_default(log.finish(), events),
        }
        let bytes = sink.0.lock().expect("whole").clone();
        let text = String::from_utf8(bytes).expect("text");
        text.lines().map(without_time).collect()
    }

    fn without_time(line: &str) -> String {
        let (time, rest) = line.split_once("\",").expect("a timestamp leads");
        assert_eq!(time.len(), "{\"timestamp\":\"2026-03-01T12:00:00.000000Z".len(), "{time}");
        rest.to_owned()
    }

    #[test]
    fn an_instant_is_told_to_the_microsecond() {
        for text in
            ["2026-03-01T12:00:00.000007Z", "0001-01-01T00:00:00.000000Z", "9999-12-31T23:59:59.999999Z"]
        {
            let mut line = String::new();
            push_instant(&mut line, text.parse().expect("an instant"));
            assert_eq!(line, text);
        }
    }

    #[test]
    fn lines_are_the_librarys() {
        assert_eq!(logged(true).len(), 4);
        assert_eq!(logged(true), logged(false));
    }
}
