//! Journals as files that other tools read.

mod har;
mod http_file;
mod stubs;

pub use har::har;
pub use http_file::http_file;
pub use stubs::stubs;

use super::Message;

/// The head of a message: its first line, and its headers by name and value.
struct Head {
    line: String,
    headers: Vec<(String, String)>,
}

impl Head {
    fn of(message: &Message) -> Self {
        let (head, _) = message.parts();
        let text = String::from_utf8_lossy(&head).into_owned();
        let mut lines = text.lines();
        let line = lines.next().unwrap_or_default().to_owned();
        let header = |line: &str| {
            let (name, value) = line.split_once(':')?;
            Some((name.trim().to_owned(), value.trim().to_owned()))
        };
        Self { line, headers: lines.filter_map(header).collect() }
    }

    fn value(&self, name: &str) -> Option<&str> {
        let named = self.headers.iter().find(|(known, _)| known.eq_ignore_ascii_case(name));
        named.map(|(_, value)| value.as_str())
    }
}
