//! The head of an HTTP/1 answer, with names and order as the host sends them: HTTP libraries write
//! names in lower case and have no order.

use std::borrow::Cow;

use chrono::{DateTime, Utc};
use hyper::StatusCode;

use super::date;
use super::front::Front;
use super::request_head::has_control;
use crate::host::Platform;
use crate::http::{Answer, Body};
use crate::one_line::is_token;

/// How an answer travels: where its body ends, and what becomes of the connection.
#[derive(Debug, Clone, Copy)]
pub struct Frame {
    status: u16,
    is_version_1_1: bool,
    /// Whether a body goes out; that of an answer to HEAD stays here.
    pub has_body: bool,
    /// Whether the body goes out in chunks.
    pub is_chunked: bool,
    /// Whether the connection ends.
    pub closes: bool,
}

impl Frame {
    /// That of an answer to a request of HTTP/1.1 or 1.0, to HEAD or another, the last of its
    /// connection or not.
    ///
    /// Kestrel sends any number (recorded: topic E11).
    pub fn of(
        answer: &Answer,
        front: Front,
        is_version_1_1: bool,
        is_head: bool,
        is_last: bool,
    ) -> Self {
        let is_sent = front.is_kestrel() && !(100..200).contains(&answer.status);
        let status = if is_sent { answer.status } else { final_status(answer.status) };
        let is_streamed = answer.body.is_streamed() && !is_bodiless(status, front);
        Self {
            status,
            is_version_1_1,
            has_body: !is_head && !is_bodiless(status, front),
            is_chunked: is_streamed && is_version_1_1,
            // HTTP/1.0 has no chunks: the body ends with the connection.
            closes: is_last || (is_streamed && !is_version_1_1),
        }
    }
}

/// A service may choose any number. What HTTP does not take as the end of an answer is a server's
/// fault.
fn final_status(chosen: u16) -> u16 {
    let status = StatusCode::from_u16(chosen).ok().filter(|status| !status.is_informational());
    let status = status.unwrap_or_else(|| {
        tracing::error!(chosen, "a service chose a status that no answer can have");
        StatusCode::INTERNAL_SERVER_ERROR
    });
    status.as_u16()
}

/// ASP.NET Core sends no body with a 205 either (recorded: topic M26).
fn is_bodiless(status: u16, front: Front) -> bool {
    matches!(status, 204 | 304) || (status == 205 && front.platform == Platform::Kestrel)
}

/// The head, from the version to the blank line.
pub fn answer_head(
    answer: &Answer,
    frame: Frame,
    platform: Platform,
    now: DateTime<Utc>,
) -> Vec<u8> {
    let mut head = Head { text: Vec::with_capacity(1024) };
    // Kestrel answers in its own version.
    let is_version_1_1 = frame.is_version_1_1 || platform == Platform::Kestrel;
    head.status(if is_version_1_1 { b"HTTP/1.1 " } else { b"HTTP/1.0 " }, frame.status, answer);
    let order = Order::of(platform, answer);
    let places =
        answer.headers.iter().enumerate().map(|(number, (name, _))| (order.place(name), number));
    let mut places: Vec<(u8, usize)> = places.collect();
    places.sort_unstable();
    let after = places.partition_point(|(place, _)| *place < order.framing);
    let header = |(_, number): &(u8, usize)| &answer.headers[*number];
    places[..after].iter().map(header).for_each(|sent| head.header(sent));
    head.date(now);
    head.frame(&answer.body, frame);
    places[after..].iter().map(header).for_each(|sent| head.header(sent));
    head.line(&[]);
    head.text
}

/// A head in the making.
struct Head {
    text: Vec<u8>,
}

impl Head {
    fn status(&mut self, version: &[u8], status: u16, answer: &Answer) {
        let usual = || StatusCode::from_u16(status).ok()?.canonical_reason();
        let reason = answer.reason.as_deref().or_else(usual).unwrap_or_default();
        let is_printable = reason.bytes().all(|byte| byte == b' ' || byte.is_ascii_graphic());
        let reason = if is_printable { reason } else { "" };
        let mut digits = itoa::Buffer::new();
        self.line(&[version, digits.format(status).as_bytes(), b" ", reason.as_bytes()]);
    }

    fn date(&mut self, now: DateTime<Utc>) {
        self.text.extend_from_slice(b"Date: ");
        date::write(now, &mut self.text);
        self.line(&[]);
    }

    /// The headers that frame the body and end the connection.
    fn frame(&mut self, body: &Body, frame: Frame) {
        match body {
            _ if matches!(frame.status, 204 | 304) => {}
            Body::Whole(bytes) => {
                let mut digits = itoa::Buffer::new();
                self.line(&[b"Content-Length: ", digits.format(bytes.len()).as_bytes()]);
            }
            Body::Streamed(_) | Body::Live(_) if frame.is_chunked => {
                self.line(&[b"Transfer-Encoding: chunked"])
            }
            Body::Streamed(_) | Body::Live(_) => {}
        }
        match (frame.closes, frame.is_version_1_1) {
            (true, true) => self.line(&[b"Connection: close"]),
            (false, false) => self.line(&[b"Connection: keep-alive"]),
            _ => {}
        }
    }

    /// Texts of the program's own are not looked at.
    fn header(&mut self, (name, value): &Header) {
        if is_ours(name) {
            return;
        }
        let fits = matches!(name, Cow::Borrowed(_)) || is_token(name.as_bytes());
        if !fits || matches!(value, Cow::Owned(value) if has_control(value.as_bytes())) {
            tracing::warn!(header = &**name, "a header that HTTP does not allow was left out");
            return;
        }
        self.line(&[name.as_bytes(), b": ", value.as_bytes()]);
    }

    fn line(&mut self, parts: &[&[u8]]) {
        parts.iter().chain([&&b"\r\n"[..]]).for_each(|part| self.text.extend_from_slice(part));
    }
}

type Header = (Cow<'static, str>, Cow<'static, str>);

/// Headers that say how the message travels are the server's own.
fn is_ours(name: &str) -> bool {
    const OURS: [&str; 5] =
        ["Connection", "Content-Length", "Transfer-Encoding", "Date", "Upgrade"];
    OURS.iter().any(|ours| ours.eq_ignore_ascii_case(name))
}

/// The place of each header among the others; those of one place keep their order.
struct Order {
    places: &'static [(&'static str, u8)],
    /// The place of a header that is not listed.
    others: u8,
    /// Where `Date` and what frames the body stand: before the first header of a place that is not
    /// smaller.
    framing: u8,
    /// The place of `Location`.
    location: u8,
}

/// As recorded of 5.9.1: its own headers in the order in which they were added, then its global
/// ones, then those of services, then what belongs to the body.
const CLASSIC: &[(&str, u8)] = &[
    ("Content-Type", 7),
    ("Vary", 4),
    ("X-Powered-By", 5),
    ("Set-Cookie", 0),
    ("Content-Disposition", 2),
    ("WWW-Authenticate", 1),
    ("X-AutoBatch-Completed", 1),
];

/// As recorded of 10.1.5: the order of Kestrel.
const MODERN: &[(&str, u8)] = &[
    ("Content-Type", 0),
    ("Accept-Ranges", 2),
    ("Vary", 4),
    ("X-Powered-By", 8),
    ("Set-Cookie", 3),
    ("Content-Disposition", 7),
    ("WWW-Authenticate", 5),
    ("X-AutoBatch-Completed", 6),
];

impl Order {
    fn of(platform: Platform, answer: &Answer) -> Self {
        match platform {
            // A redirect without a body adds its Location before the global headers.
            Platform::Framework => {
                let location = if has_type(&answer.headers) { 6 } else { 3 };
                Self { places: CLASSIC, others: 6, framing: 8, location }
            }
            Platform::Kestrel => Self { places: MODERN, others: 6, framing: 1, location: 2 },
        }
    }

    fn place(&self, name: &str) -> u8 {
        let listed = self.places.iter().find(|(listed, _)| *listed == name);
        match listed {
            Some((_, place)) => *place,
            None if name == "Location" => self.location,
            None => self.others,
        }
    }
}

fn has_type(headers: &[Header]) -> bool {
    headers.iter().any(|(name, _)| name == "Content-Type")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn head(answer: Answer, platform: Platform) -> String {
        let now = "2026-03-01T12:00:00Z".parse().expect("an instant");
        let front = Front { platform, strict: true };
        let frame = Frame::of(&answer, front, true, false, false);
        String::from_utf8(answer_head(&answer, frame, platform, now)).expect("ASCII")
    }

    fn answer() -> Answer {
        Answer::of(200, "text/csv", "abc")
            .header("X-Shop", "7")
            .header("Content-Disposition", "attachment")
            .header("Vary", "Accept")
            .header("X-Powered-By", "me")
            .header("Set-Cookie", "b=1")
            .header("Set-Cookie", "a=2")
    }

    #[test]
    fn headers_are_in_the_order_of_the_host() {
        let classic = "HTTP/1.1 200 OK\r\nSet-Cookie: b=1\r\nSet-Cookie: a=2\r\nContent-Disposition: attachment\r\n\
            Vary: Accept\r\nX-Powered-By: me\r\nX-Shop: 7\r\nContent-Type: text/csv\r\n\
            Date: Sun, 01 Mar 2026 12:00:00 GMT\r\nContent-Length: 3\r\n\r\n";
        assert_eq!(head(answer(), Platform::Framework), classic);
        let modern = "HTTP/1.1 200 OK\r\nContent-Type: text/csv\r\nDate: Sun, 01 Mar 2026 12:00:00 GMT\r\n\
            Content-Length: 3\r\nSet-Cookie: b=1\r\nSet-Cookie: a=2\r\nVary: Accept\r\nX-Shop: 7\r\n\
            Content-Disposition: attachment\r\nX-Powered-By: me\r\n\r\n";
        assert_eq!(head(answer(), Platform::Kestrel), modern);
    }

    #[test]
    fn no_text_of_an_answer_can_end_its_header() {
        let hostile = Answer::empty(200)
            .header("X-A", "1\r\nX-B: 2".to_owned())
            .header("X C".to_owned(), "3")
            .header("content-length", "9")
            .header("X-D", "4");
        let head = head(hostile, Platform::Framework);
        assert_eq!(head.matches("X-").count(), 1, "{head}");
        assert_eq!(head.matches("ength: 0").count(), 1, "{head}");
        assert_eq!(head.matches("ength").count(), 1, "{head}");
    }
}
