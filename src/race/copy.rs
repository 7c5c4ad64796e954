//! The request that is copied.

use crate::http::decoded;

/// A request that can be sent as often as one likes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Copy {
    line: String,
    headers: Vec<String>,
    body: String,
}

/// Why a text is no request.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum BadCopy {
    /// The first line.
    #[error("line 1: expected a verb and a path such as `PUT /Coupons/Activate.json`, found `{0}`")]
    Line(String),
    /// Another one.
    #[error("line {0}: expected a header such as `Content-Type: application/json`, found `{1}`")]
    Header(usize, String),
    /// The admin API would race itself.
    #[error("line 1: the admin API itself takes no part in a race")]
    Admin,
}

/// What says where a request ends and for whom it is; the race decides it.
const DECIDED: [&str; 5] =
    ["host", "content-length", "transfer-encoding", "connection", "x-emulator-tenant"];

impl Copy {
    /// Reads a request as files of requests have it: verb and path, headers, an empty line, body.
    ///
    /// # Errors
    /// The first line that cannot be read.
    pub fn read(text: &str) -> Result<Self, BadCopy> {
        let text = text.replace("\r\n", "\n");
        let (head, body) = text.trim_start().split_once("\n\n").unwrap_or((text.trim(), ""));
        let mut lines = head.lines();
        let first = lines.next().unwrap_or_default().trim();
        let line = line_of(first).ok_or_else(|| BadCopy::Line(shortened(first)))?;
        if decoded(&line).to_ascii_lowercase().contains("/_emulator") {
            return Err(BadCopy::Admin);
        }
        let mut headers = Vec::new();
        for (place, header) in lines.enumerate() {
            let is_plain = !header.chars().any(char::is_control);
            let name = header.split_once(':').map(|(name, _)| name.trim().to_ascii_lowercase());
            match name.filter(|name| is_plain && !name.is_empty() && !name.contains(' ')) {
                Some(name) if DECIDED.contains(&name.as_str()) => {}
                Some(_) => headers.push(header.to_owned()),
                None => return Err(BadCopy::Header(place + 2, shortened(header))),
            }
        }
        Ok(Self { line, headers, body: body.trim_end_matches('\n').to_owned() })
    }

    /// The same for a tenant.
    #[must_use]
    pub fn of_tenant(mut self, name: &str) -> Self {
        self.headers.push(format!("X-Emulator-Tenant: {name}"));
        self
    }

    /// As it goes on the wire.
    pub(super) fn bytes(&self) -> Vec<u8> {
        let headers: String = self.headers.iter().map(|header| format!("{header}\r\n")).collect();
        let (line, length, body) = (&self.line, self.body.len(), &self.body);
        let own = format!("Host: localhost\r\nConnection: close\r\nContent-Length: {length}\r\n");
        format!("{line} HTTP/1.1\r\n{own}{headers}\r\n{body}").into_bytes()
    }
}

/// Verb and path; a version behind them is left away.
fn line_of(line: &str) -> Option<String> {
    let mut words = line.split_ascii_whitespace();
    let (verb, path) = (words.next()?, words.next()?);
    let is_end = words.next().is_none_or(|version| version.starts_with("HTTP/"));
    let is_verb = verb.bytes().all(|byte| byte.is_ascii_alphabetic());
    (is_verb && path.starts_with('/') && is_end).then(|| format!("{verb} {path}"))
}

fn shortened(line: &str) -> String {
    line.chars().take(80).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_request_is_read_as_files_have_it_and_ends_as_the_race_says() {
        let text =
            "PUT /Coupons/Activate.json HTTP/1.1\nHost: x\nX-A: 1\ncontent-length: 9\n\n{}\n";
        let copy = Copy::read(text).expect("a request").of_tenant("shop");
        let sent = "PUT /Coupons/Activate.json HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\
                    Content-Length: 2\r\nX-A: 1\r\nX-Emulator-Tenant: shop\r\n\r\n{}";
        assert_eq!(String::from_utf8_lossy(&copy.bytes()), sent);
        assert!(matches!(Copy::read("hello"), Err(BadCopy::Line(_))));
        assert!(matches!(Copy::read(""), Err(BadCopy::Line(_))));
        assert!(matches!(Copy::read("GET /a\nno header"), Err(BadCopy::Header(2, _))));
        for path in ["/_emulator/race", "/_t/x/_EMULATOR/race", "/%5Femulator/race"] {
            assert_eq!(Copy::read(&format!("POST {path}")), Err(BadCopy::Admin), "{path}");
        }
    }
}
