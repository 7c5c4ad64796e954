//! The head of an HTTP/1 answer, with names and order as the host sends them.
//!
//! The HTTP library writes names in lower case and has no order. So it writes a head that says only how the body ends
//! and whether the connection stays, and [`outbound`](super::outbound) puts this one in its place.

use std::borrow::Cow;

use chrono::{DateTime, Utc};

use super::date;
use crate::http::{Answer, Profile};

/// A head without its protocol version and without the headers that frame the body.
#[derive(Debug, Default)]
pub struct AnswerHead {
    /// From the status to the last header.
    text: Vec<u8>,
    /// Where `Content-Length` and the like belong in it.
    framing_at: usize,
    /// Whether no body follows, whatever the head says of one: the answer to a HEAD.
    pub bodiless: bool,
    /// Whether the body ends with the connection when the head does not say where.
    pub streamed: bool,
    /// The protocol version, when it is not the request's.
    version: Option<&'static [u8]>,
}

impl AnswerHead {
    /// The head of an answer with this status.
    pub fn of(answer: &mut Answer, status: u16, reason: &str, profile: Profile, now: DateTime<Utc>) -> Self {
        let order = Order::of(profile, answer);
        answer.headers.sort_by_key(|(name, _)| order.place(name));
        let mut head = Self { text: Vec::with_capacity(512), ..Self::default() };
        head.status(status, reason);
        let mut place = order.framing;
        for (name, value) in &answer.headers {
            if order.place(name) >= place {
                head.date_and_framing(now, &mut place);
            }
            head.header(name, value);
        }
        head.date_and_framing(now, &mut place);
        if profile == Profile::Modern {
            head.version = Some(b"HTTP/1.1");
        }
        head
    }

    /// The whole head: the library's version, and its headers that frame the body.
    pub fn whole(&self, version: &[u8], framing: &[u8]) -> Vec<u8> {
        let (before, after) = self.text.split_at(self.framing_at);
        [self.version.unwrap_or(version), b" ", before, framing, after, b"\r\n"].concat()
    }

    fn status(&mut self, status: u16, reason: &str) {
        let mut digits = itoa::Buffer::new();
        self.text.extend_from_slice(digits.format(status).as_bytes());
        self.text.push(b' ');
        if reason.bytes().all(|byte| byte == b' ' || byte.is_ascii_graphic()) {
            self.text.extend_from_slice(reason.as_bytes());
        }
        self.text.extend_from_slice(b"\r\n");
    }

    /// Once; `place` is then beyond all headers.
    fn date_and_framing(&mut self, now: DateTime<Utc>, place: &mut u8) {
        if *place != u8::MAX {
            *place = u8::MAX;
            self.text.extend_from_slice(b"Date: ");
            date::write(now, &mut self.text);
            self.text.extend_from_slice(b"\r\n");
            self.framing_at = self.text.len();
        }
    }

    fn header(&mut self, name: &str, value: &str) {
        if is_ours(name) {
            return;
        }
        if !is_token(name) || value.bytes().any(|byte| matches!(byte, 0..=8 | 10..=31 | 127)) {
            tracing::warn!(header = name, "a header that HTTP does not allow was left out");
            return;
        }
        for part in [name.as_bytes(), b": ", value.as_bytes(), b"\r\n"] {
            self.text.extend_from_slice(part);
        }
    }
}

/// Headers that say how the message travels are the server's own.
fn is_ours(name: &str) -> bool {
    const OURS: [&str; 5] = ["Connection", "Content-Length", "Transfer-Encoding", "Date", "Upgrade"];
    OURS.iter().any(|ours| ours.eq_ignore_ascii_case(name))
}

fn is_token(name: &str) -> bool {
    let fits = |byte: u8| byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte);
    !name.is_empty() && name.bytes().all(fits)
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

fn has_type(headers: &[(Cow<'static, str>, Cow<'static, str>)]) -> bool {
    headers.iter().any(|(name, _)| name == "Content-Type")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn head(answer: Answer, profile: Profile) -> String {
        let now = "2026-03-01T12:00:00Z".parse().expect("an instant");
        let head = AnswerHead::of(&mut { answer }, 200, "OK", profile, now);
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
            .header("X-A", "1\r\nX-B: 2")
            .header("X C", "3")
            .header("content-length", "9")
            .header("X-D", "4");
        let head = head(hostile, Profile::Classic);
        assert_eq!(head.matches("X-").count(), 1, "{head}");
        assert_eq!(head.matches("ength").count(), 1, "{head}");
    }
}
