//! The bytes of an answer, taken apart as far as the page needs it.

use std::borrow::Cow;

use memchr::memmem;

use crate::wire::Format;

/// An answer as it came, in parts.
pub(super) struct Received {
    /// Status line and headers.
    head: String,
    /// The body, without the marks of its chunks.
    pub body: Vec<u8>,
}

impl Received {
    /// Finds where the head ends; without an end all is head.
    pub fn read(bytes: &[u8]) -> Self {
        let end = memmem::find(bytes, b"\r\n\r\n");
        let (head, body) = end.map_or((bytes, &[][..]), |end| (&bytes[..end], &bytes[end + 4..]));
        let mut received = Self { head: text(head), body: Vec::new() };
        let chunked = received
            .header("transfer-encoding")
            .any(|coding| coding.eq_ignore_ascii_case("chunked"));
        received.body = if chunked { unchunked(body) } else { body.to_vec() };
        received
    }

    /// `200 OK` of `HTTP/1.1 200 OK`.
    pub fn status(&self) -> &str {
        let line = self.head.lines().next().unwrap_or_default();
        line.split_once(' ').map_or(line, |(_, status)| status.trim())
    }

    /// What its content type says.
    pub fn format(&self) -> Option<Format> {
        Format::from_request_type(self.header("content-type").next()?)
    }

    fn header<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        let headers = self.head.lines().skip(1).filter_map(|line| line.split_once(':'));
        headers
            .filter(move |(own, _)| own.eq_ignore_ascii_case(name))
            .map(|(_, value)| value.trim())
    }
}

/// The cookies that an answer sets.
pub(crate) fn set_cookies(received: &[u8]) -> Vec<String> {
    Received::read(received).header("set-cookie").map(str::to_owned).collect()
}

/// Bytes as text; what is no UTF-8 becomes U+FFFD.
pub(super) fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

/// The content of chunks: each is its length in hexadecimal, a line break, the bytes, a line break.
/// A part that was cut off counts as far as it goes.
fn unchunked(mut bytes: &[u8]) -> Vec<u8> {
    let mut content = Vec::with_capacity(bytes.len());
    while let Some(end) = memmem::find(bytes, b"\r\n") {
        let size: Cow<'_, str> = String::from_utf8_lossy(&bytes[..end]);
        let size = size.split(';').next().unwrap_or_default().trim();
        let Ok(length @ 1..) = usize::from_str_radix(size, 16) else { break };
        let rest = &bytes[end + 2..];
        let (chunk, rest) = rest.split_at(length.min(rest.len()));
        content.extend_from_slice(chunk);
        bytes = rest.strip_prefix(b"\r\n").unwrap_or_default();
    }
    content
}

#[cfg(test)]
mod tests {
    use super::Received;

    #[test]
    fn chunks_are_put_together() {
        let answer =
            b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nContent-Type: text/csv; charset=utf-8\r\n\r\n\
            3\r\nabc\r\nA;x=y\r\n0123456789\r\n5\r\nxy";
        let received = Received::read(answer);
        assert_eq!(String::from_utf8_lossy(&received.body), "abc0123456789xy");
        assert_eq!(
            (received.status(), received.format().map(|format| format.name())),
            ("200 OK", Some("csv"))
        );
        for broken in [
            &b""[..],
            b"\r\n\r\n",
            b"HTTP/1.1\r\ntransfer-encoding: chunked\r\n\r\nffffffffffffffffff\r\n",
        ] {
            assert!(Received::read(broken).body.is_empty());
        }
    }
}
