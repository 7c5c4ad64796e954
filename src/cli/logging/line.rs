//! A line of JSON in `tracing_subscriber`'s layout.

use std::fmt::{self, Write as _};
use std::ops::Range;

use chrono::{DateTime, Datelike as _, Timelike as _, Utc};
use tracing::Level;

/// A line in the making: when and how grave, then its members, then where it comes from.
pub struct Line(String);

impl Line {
    /// Begins a line.
    pub fn begin(now: DateTime<Utc>, level: Level) -> Self {
        let mut line = String::with_capacity(512);
        line.push_str("{\"timestamp\":\"");
        push_instant(&mut line, now);
        line.push_str("\",\"level\":\"");
        line.push_str(level.as_str());
        line.push('"');
        Self(line)
    }

    /// Ends it.
    pub fn end(mut self, target: &str) -> String {
        self.word("target", target);
        self.0.push_str("}\n");
        self.0
    }

    /// A member that is a text. Names are Rust's and need no escapes.
    pub fn text(&mut self, name: &str, value: &str) {
        let line = self.name(name);
        line.push('"');
        // A String takes whatever it is given.
        let _ = Escaped(line).write_str(value);
        line.push('"');
    }

    /// A member that is a text of the program's own, without anything to escape.
    pub fn word(&mut self, name: &str, value: &str) {
        let line = self.name(name);
        line.push('"');
        line.push_str(value);
        line.push('"');
    }

    /// A member that is a number.
    pub fn number(&mut self, name: &str, value: impl itoa::Integer) {
        self.name(name).push_str(itoa::Buffer::new().format(value));
    }

    /// A member whose text is JSON already.
    pub fn plain(&mut self, name: &str, value: impl fmt::Display) {
        let _ = write!(self.name(name), "{value}");
    }

    /// A member that is a text, formatted for debugging.
    pub fn debug(&mut self, name: &str, value: &dyn fmt::Debug) {
        let line = self.name(name);
        line.push('"');
        let _ = write!(Escaped(line), "{value:?}");
        line.push('"');
    }

    fn name(&mut self, name: &str) -> &mut String {
        self.0.push_str(",\"");
        self.0.push_str(name.strip_prefix("r#").unwrap_or(name));
        self.0.push_str("\":");
        &mut self.0
    }
}

/// Appends what is written to it as the inside of a JSON string.
struct Escaped<'l>(&'l mut String);

impl fmt::Write for Escaped<'_> {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        // Not `any`, which would look whether to go on after each byte.
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

#[cfg(test)]
mod tests {
    use super::*;

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
}
