//! The `Date` of an answer, by the emulator's own clock.

use std::cell::RefCell;

use chrono::{DateTime, Utc};

/// Adds an instant as HTTP writes it, e.g. `Thu, 15 Jan 2026 10:00:00 GMT`. A second is spelled
/// once.
pub fn write(now: DateTime<Utc>, out: &mut Vec<u8>) {
    thread_local! {
        static LAST: RefCell<(i64, String)> = const { RefCell::new((i64::MIN, String::new())) };
    }
    LAST.with_borrow_mut(|(second, text)| {
        if *second != now.timestamp() {
            *second = now.timestamp();
            *text = text_of(now);
        }
        out.extend_from_slice(text.as_bytes());
    });
}

/// An instant as HTTP writes it.
pub fn text_of(now: DateTime<Utc>) -> String {
    now.format("%a, %d %b %Y %H:%M:%S GMT").to_string()
}
