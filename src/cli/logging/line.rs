//! A line of JSON in `tracing_subscriber`'s layout.

use std::cell::RefCell;

use chrono::{DateTime, Utc};
use tracing::Level;

/// A line in the making: when and how grave, then its members, then where it comes from.
pub struct Line(String);

impl Line {
    /// Begins a line in the room of an older one.
    pub fn begin(mut line: String, now: DateTime<Utc>, level: Level) -> Self {
        line.clear();
        line.push_str("{\"timestamp\":\"");
        push_instant(&mut line, now);
        line.push_str("\",\"level\":\"");
        line.push_str(level.as_str());
        line.push('"');
        Self(line)
    }

    /// Ends it.
    pub fn end(mut self, target: &str) -> String {
        self.json(",\"target\":\"").json(target).json("\"}\n");
        self.0
    }

    /// JSON that is complete already: names, or a text of the program's own, without anything to
    /// escape.
    #[inline]
    pub fn json(&mut self, json: &str) -> &mut Self {
        self.0.push_str(json);
        self
    }

    /// The inside of a text.
    pub fn escaped(&mut self, text: &str) -> &mut Self {
        if is_plain(text) {
            return self.json(text);
        }
        let quoted = serde_json::Value::from(text).to_string();
        self.json(&quoted[1..quoted.len() - 1])
    }

    /// The digits of a number.
    pub fn digits(&mut self, number: impl itoa::Integer) -> &mut Self {
        self.json(itoa::Buffer::new().format(number))
    }
}

/// Whether a text has nothing to escape.
fn is_plain(text: &str) -> bool {
    // Not `all`, which would look whether to go on after each byte.
    text.bytes().fold(true, |all, byte| all & !matches!(byte, 0..=0x1F | b'"' | b'\\'))
}

/// Appends `2026-03-01T12:00:00.000000Z`. The clock knows no year beyond 9999.
fn push_instant(line: &mut String, now: DateTime<Utc>) {
    thread_local! {
        /// A second and its text: most lines are of the same one as the line before.
        static SECOND: RefCell<(i64, String)> = const { RefCell::new((i64::MIN, String::new())) };
    }
    SECOND.with_borrow_mut(|(second, text)| {
        if *second != now.timestamp() {
            (*second, *text) = (now.timestamp(), now.format("%Y-%m-%dT%H:%M:%S.").to_string());
        }
        line.push_str(text);
    });
    // A leap second has up to two million of them. A one before them keeps their zeros.
    let microseconds = now.timestamp_subsec_micros() % 1_000_000;
    line.push_str(&itoa::Buffer::new().format(1_000_000 + microseconds)[1..]);
    line.push('Z');
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_instant_is_reported_to_the_microsecond() {
        for text in [
            "2026-03-01T12:00:00.000007Z",
            "0001-01-01T00:00:00.000000Z",
            "9999-12-31T23:59:59.999999Z",
        ] {
            let mut line = String::new();
            push_instant(&mut line, text.parse().expect("an instant"));
            assert_eq!(line, text);
        }
    }
}
