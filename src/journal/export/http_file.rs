//! Requests as the project's fixtures have them, and editors send them.

use std::fmt::Write as _;
use std::sync::Arc;

use super::Parts;
use crate::journal::Entry;

/// Headers that follow from the body and the connection: who sends the file makes them.
const MADE: [&str; 3] = ["content-length", "connection", "transfer-encoding"];

/// The requests in the order given, divided by lines of `###`. Secrets are masked: whoever sends
/// them puts credentials in. A request that a text does not carry, as its body is no text, was not
/// kept whole or holds such a line, is left out; how many, the first line says.
pub fn http_file<'e>(entries: impl IntoIterator<Item = &'e Arc<Entry>>) -> String {
    let (mut requests, mut left_out) = (Vec::new(), 0);
    for entry in entries {
        match request(entry) {
            Some(request) => requests.push(request),
            None => left_out += 1,
        }
    }
    let note = match left_out {
        0 => String::new(),
        count => format!("# {count} requests are left out: text does not carry them.\n"),
    };
    note + &requests.join("\n###\n")
}

fn request(entry: &Entry) -> Option<String> {
    if entry.request.is_cut() || !entry.request.is_whole() || entry.verb.is_empty() {
        return None;
    }
    let Parts { headers, content, .. } = Parts::of(&entry.request);
    let body = String::from_utf8(content).ok()?;
    let is_lost = |line: &str| line == "###" || line.contains('\r');
    if body.split('\n').any(is_lost) || body.starts_with('\n') || body.ends_with('\n') {
        return None;
    }
    let mut text = format!("{} {} HTTP/1.1\n", entry.verb, entry.shown_target());
    for (name, value) in &headers {
        if !MADE.contains(&name.to_ascii_lowercase().as_str()) {
            // Writing to a string never fails.
            _ = writeln!(text, "{name}: {value}");
        }
    }
    if !body.is_empty() {
        _ = writeln!(text, "\n{body}");
    }
    Some(text)
}
