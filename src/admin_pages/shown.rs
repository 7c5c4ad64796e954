//! Values of answers, for people.

use chrono::DateTime;
use maud::{Markup, html};
use serde_json::Value as Json;

/// A longer text is cut.
const LONGEST: usize = 4000;

/// A value. Everything may have been written by anybody, so all of it is escaped, and what a
/// terminal would obey is shown as a sign.
pub fn value(json: &Json) -> Markup {
    html! {
        @match json {
            Json::Null => {},
            Json::Bool(truth) => (if *truth { "yes" } else { "no" }),
            Json::Number(number) => (number),
            Json::String(text) => (visible(text)),
            Json::Array(items) => {
                @for (place, item) in items.iter().enumerate() { @if place > 0 { br; } (value(item)) }
            },
            Json::Object(members) => {
                @for (place, (name, member)) in members.iter().enumerate() {
                    @if place > 0 { ", " } (visible(name)) " " (value(member))
                }
            },
        }
    }
}

/// A text of a cell: `/Date(ms)/` as a time, control characters as signs.
pub fn visible(text: &str) -> String {
    let inner = text.strip_prefix("/Date(").and_then(|rest| rest.strip_suffix(")/"));
    let ms = inner.and_then(|inner| inner.split(['+']).next()?.parse().ok());
    if let Some(time) = ms.and_then(DateTime::from_timestamp_millis) {
        return time.format("%Y-%m-%d %H:%M:%S UTC").to_string();
    }
    let sign = |c: char| match c {
        '\n' => c,
        c if c.is_ascii_control() => {
            char::from_u32(0x2400 + (c as u32).min(0x21)).unwrap_or(char::REPLACEMENT_CHARACTER)
        }
        c if c.is_control() => char::REPLACEMENT_CHARACTER,
        c => c,
    };
    let text = text.replace("\r\n", "\n");
    let mut shown: String = text.chars().take(LONGEST).map(sign).collect();
    if text.chars().nth(LONGEST).is_some() {
        shown.push('…');
    }
    shown
}
