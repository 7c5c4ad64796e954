//! The head of an HTTP/1 answer, with names and order as the host sends them.
//!
//! The HTTP library writes names in lower case and has no order. So it writes a head that says only how the body ends
//! and whether the connection stays, and [`outbound`](super::outbound) puts this one in its place.

use std::borrow::Cow;

use chrono::{DateTime, Utc};

use super::date;
use super::request_head::{has_control, is_token};
use crate::http::{Answer, Delivery, Profile};

/// A head without the headers that frame the body.
#[derive(Debug, Default)]
pub struct AnswerHead {
    /// From the version to the last header.
    text: Vec<u8>,
    /// Where `Content-Length` and the like belong in it.
    framing_at: usize,
    /// Whether the version stays whatever the request's was.
    keeps_version: bool,
    /// Whether no body follows, whatever the head says of one: the answer to a HEAD.
    pub bodiless: bool,
    /// Whether the body ends with the connection when the head does not say where.
    pub streamed: bool,
    /// What becomes of the answer's bytes.
    pub delivery: Delivery,
}

impl AnswerHead {
    /// The head of an answer with this status.
    pub fn of(answer: &Answer, status: u16, reason: &str, profile: Profile, now: DateTime<Utc>) -> Self {
        let mut head = Self {
            text: Vec::with_capacity(512),
            keeps_version: profile == Profile::Modern,
            delivery: answer.delivery,
            ..Self::default()
        };
        head.status(status, reason);
        let order = Order::of(profile, answer);
        let places = answer.headers.iter().enumerate().map(|(number, (name, _))| (order.place(name), number));
        let mut places: Vec<(u8, usize)> = places.collect();
        places.sort_unstable();
        let after = places.partition_point(|(place, _)| *place < order.framing);
        let header = |(_, number): &(u8, usize)| &answer.headers[*number];
        places[..after].iter().map(header).for_each(|sent| head.header(sent));
        head.date(now);
        head.framing_at = head.text.len();
        places[after..].iter().map(header).for_each(|sent| head.header(sent));
        head
    }

    /// The whole head: the library's version, and its headers that frame the body.
    pub fn whole(mut self, version: &[u8], framing: &[u8]) -> Vec<u8> {
        if !self.keeps_version {
            self.text[..version.len()].copy_from_slice(version);
        }
        let after = self.text.split_off(self.framing_at);
        for part in [framing, &after, b"\r\n"] {
            self.text.extend_from_slice(part);
        }
        self.text
    }

    fn status(&mut self, status: u16, reason: &str) {
        let mut digits = itoa::Buffer::new();
        let is_printable = reason.bytes().all(|byte| byte == b' ' || byte.is_ascii_graphic());
        let reason = if is_printable { reason } else { "" };
        self.line(&[VERSION, b" ", digits.format(status).as_bytes(), b" ", reason.as_bytes()]);
    }

    fn date(&mut self, now: DateTime<Utc>) {
        self.text.extend_from_slice(b"Date: ");
        date::write(now, &mut self.text);
        self.line(&[]);
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

const VERSION: &[u8] = b"HTTP/1.1";

/// Headers that say how the message travels are the server's own.
fn is_ours(name: &str) -> bool {
    const OURS: [&str; 5] = ["Connection", "Content-Length", "Transfer-Encoding", "Date", "Upgrade"];
    OURS.iter().any(|ours| ours.eq_ignore_ascii_case(name))
}

/// The place of each header among the others; those of one place keep their order.
struct Order {
    places: &'static [(&'static str, u8)],
    /// The place of a header that is not listed.
    others: u8,
    /// Where `Date` and what frames the body stand: before the first header of a place that is not smaller.
    framing: u8,
    /// The place of `Location`.
    location: u8,
}

/// As recorded of 5.9.1: its own headers in the order in which they were added, then its global ones, then those of
/// services, then what belongs to the body.
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
    ("Vary", 4),
    ("X-Powered-By", 7),
    ("Set-Cookie", 3),
    ("Content-Disposition", 6),
    ("WWW-Authenticate", 5),
    ("X-AutoBatch-Completed", 6),
];

impl Order {
    fn of(profile: Profile, answer: &Answer) -> Self {
        match profile {
            // A redirect without a body adds its Location before the global headers.
            Profile::Classic => {
                let location = if has_type(&answer.headers) { 6 } else { 3 };
                Self { places: CLASSIC, others: 6, framing: 8, location }
            }
            Profile::Modern => Self { places: MODERN, others: 6, framing: 1, location: 2 },
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

    fn head(answer: Answer, profile: Profile) -> String {
        let now = "2026-03-01T12:00:00Z".parse().expect("an instant");
        let head = AnswerHead::of(&answer, 200, "OK", profile, now);
        String::from_utf8(head.whole(b"HTTP/1.1", b"Content-Length: 3\r\n")).expect("ASCII")
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
        assert_eq!(head(answer(), Profile::Classic), classic);
        let modern = "HTTP/1.1 200 OK\r\nContent-Type: text/csv\r\nDate: Sun, 01 Mar 2026 12:00:00 GMT\r\n\
            Content-Length: 3\r\nSet-Cookie: b=1\r\nSet-Cookie: a=2\r\nVary: Accept\r\nX-Shop: 7\r\n\
            Content-Disposition: attachment\r\nX-Powered-By: me\r\n\r\n";
        assert_eq!(head(answer(), Profile::Modern), modern);
    }

    #[test]
    fn no_text_of_an_answer_can_end_its_header() {
        let hostile = Answer::empty(200)
            .header("X-A", "1\r\nX-B: 2".to_owned())
            .header("X C".to_owned(), "3")
            .header("content-length", "9")
            .header("X-D", "4");
        let head = head(hostile, Profile::Classic);
        assert_eq!(head.matches("X-").count(), 1, "{head}");
        assert_eq!(head.matches("ength").count(), 1, "{head}");
    }
}
