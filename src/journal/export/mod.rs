//! Journals as files that other tools read.

mod har;
mod http_file;
mod stubs;

pub use har::har;
pub use http_file::http_file;
pub use stubs::stubs;

use super::Message;
use super::mask::{is_chunked, unchunked};

/// A message taken apart, with secrets masked: its first line, its headers by name and value, how
/// long its head is, and what follows, without the framing of chunks.
struct Parts {
    line: String,
    headers: Vec<(String, String)>,
    head_length: usize,
    content: Vec<u8>,
}

impl Parts {
    fn of(message: &Message) -> Self {
        let (head, body) = message.parts();
        let content = if is_chunked(&head) { unchunked(&body) } else { body };
        let text = String::from_utf8_lossy(&head).into_owned();
        let mut lines = text.lines();
        let line = lines.next().unwrap_or_default().to_owned();
        let header = |line: &str| {
            let (name, value) = line.split_once(':')?;
            Some((name.trim().to_owned(), value.trim().to_owned()))
        };
        let headers = lines.filter_map(header).collect();
        Self { line, headers, head_length: head.len(), content }
    }

    fn value(&self, name: &str) -> Option<&str> {
        let named = self.headers.iter().find(|(known, _)| known.eq_ignore_ascii_case(name));
        named.map(|(_, value)| value.as_str())
    }
}
