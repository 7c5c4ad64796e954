//! Fields of an event as text for a terminal: no text of a client's begins a line or speaks to the
//! terminal.

use std::fmt::{self, Write as _};

use tracing::field::Field;
use tracing_subscriber::field::MakeExt as _;
use tracing_subscriber::fmt::FormatFields;
use tracing_subscriber::fmt::format::{Writer, debug_fn};

/// Fields as `name=value`, the message as it stands; control characters are escaped in all of them.
pub fn fields() -> impl for<'w> FormatFields<'w> + 'static {
    debug_fn(|writer: &mut Writer<'_>, field: &Field, value: &dyn fmt::Debug| {
        if field.name() != "message" {
            write!(writer, "{}=", field.name())?;
        }
        write!(Escaping(writer), "{value:?}")
    })
    .delimited(" ")
}

/// Writes text without control characters.
struct Escaping<'a, 'w>(&'a mut Writer<'w>);

impl fmt::Write for Escaping<'_, '_> {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        text.chars().try_for_each(|letter| {
            if letter.is_control() {
                write!(self.0, "{}", letter.escape_default())
            } else {
                self.0.write_char(letter)
            }
        })
    }
}

#[cfg(test)]
mod tests {
    use super::super::sink::Sink;
    use super::*;

    #[test]
    fn a_client_s_text_forges_no_line_and_moves_no_cursor() {
        let sink = Sink::default();
        let writer = sink.clone();
        let log = tracing_subscriber::fmt().with_writer(move || writer.clone()).with_ansi(false);
        let log = log.fmt_fields(fields()).finish();
        let guid = "x\n2026-01-01T00:00:00Z  INFO request path=/ status=200";
        tracing::subscriber::with_default(log, || {
            tracing::info!(%guid, version = %"\u{1b}]0;owned\u{7}\u{9b}2J", path = "/a\tb", status = 200, "reported");
        });
        let text = sink.text();
        assert_eq!(text.lines().count(), 1, "{text}");
        assert!(!text.trim_end_matches('\n').contains(char::is_control), "{text:?}");
        assert!(
            text.contains(r"reported guid=x\n2026-01-01")
                && text.contains(r"version=\u{1b}]0;owned\u{7}"),
            "{text}"
        );
        assert!(text.contains(r#"path="/a\tb" status=200"#), "{text}");
    }
}
