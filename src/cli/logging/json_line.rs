//! An event as a line of JSON.

use std::fmt;
use std::time::SystemTime;

use serde::ser::{SerializeMap as _, Serializer as _};
use servicestack_emulator::lab::Clock;
use tracing::{Event, Subscriber};
use tracing_serde::{AsSerde as _, SerdeMapVisitor};
use tracing_subscriber::fmt::FmtContext;
use tracing_subscriber::fmt::format::{FormatEvent, FormatFields, Writer};
use tracing_subscriber::registry::LookupSpan;

/// This program's own events, a line a request among them, in the library's layout at a fifth of its price: the
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

    fn line(&self, event: &Event<'_>) -> serde_json::Result<Vec<u8>> {
        let now = humantime::format_rfc3339_micros(SystemTime::from(self.clock.now()));
        let mut line = Vec::with_capacity(512);
        let mut json = serde_json::Serializer::new(&mut line);
        let mut map = json.serialize_map(None)?;
        map.serialize_entry("timestamp", &format_args!("{now}"))?;
        map.serialize_entry("level", &event.metadata().level().as_serde())?;
        let mut members = SerdeMapVisitor::new(map);
        event.record(&mut members);
        let mut map = members.take_serializer()?;
        map.serialize_entry("target", event.metadata().target())?;
        map.end()?;
        Ok(line)
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
        let line = self.line(event).map_err(|_| fmt::Error)?;
        writer.write_str(std::str::from_utf8(&line).map_err(|_| fmt::Error)?)?;
        writer.write_char('\n')
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
    fn lines_are_the_librarys() {
        assert_eq!(logged(true).len(), 3);
        assert_eq!(logged(true), logged(false));
    }
}
