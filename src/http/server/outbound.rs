//! The answers of an HTTP/1 connection on their way out: the library's heads become the host's.

use super::answer_head::AnswerHead;
use super::framing::{Chunks, Framing};
use crate::http::Delivery;

/// The reason phrase that stands for "the head of this answer is with the connection". No status has it by itself.
pub const HEAD_ELSEWHERE: &str = "*";

/// Where the answers stand.
#[derive(Debug)]
pub enum Outbound {
    /// Before a head.
    Between,
    /// A head is on its way in the place of the library's.
    Head(NewHead),
    /// Within a body.
    Body(Passing),
}

/// What goes out for the head that the library wrote.
#[derive(Debug)]
pub struct NewHead {
    pub text: Vec<u8>,
    /// How much of it has gone out.
    pub sent: usize,
    /// How long the library's is.
    pub replaced: usize,
    /// What comes after it.
    pub next: Passing,
    /// What becomes of the answer's bytes.
    pub delivery: Delivery,
}

/// The rest of an answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Passing {
    pub body: Framing,
    /// Whether the head was one of several: 100 Continue.
    pub interim: bool,
    /// Whether the head says that the connection ends.
    pub closes: bool,
    pub status: u16,
    /// Whether the library answered by itself.
    pub by_library: bool,
}

impl NewHead {
    /// The head for the one at the beginning of `written`, which the library writes whole.
    ///
    /// `None` when there is none.
    pub fn of(written: &[u8], take_head: impl FnOnce() -> Option<AnswerHead>) -> Option<Self> {
        let (read, replaced) = LibraryHead::read(written)?;
        let head = if read.stands_for_another { take_head() } else { None };
        let by_library = head.is_none();
        let bodiless = head.as_ref().is_some_and(|head| head.bodiless);
        let streamed = head.as_ref().is_some_and(|head| head.streamed);
        let delivery = head.as_ref().map(|head| head.delivery).unwrap_or_default();
        let body = match read.body {
            _ if bodiless => Framing::NONE,
            Some(framing) => framing,
            None if streamed => Framing::UntilClose,
            None => Framing::NONE,
        };
        let next = Passing {
            body,
            interim: (100..200).contains(&read.status),
            closes: read.closes,
            status: read.status,
            by_library,
        };
        let text = match head {
            Some(head) => head.whole(read.version, &read.framing),
            None => respelled(&written[..replaced]),
        };
        Some(Self { text, sent: 0, replaced, next, delivery })
    }
}

/// What counts of a head that the library wrote.
struct LibraryHead<'w> {
    version: &'w [u8],
    status: u16,
    stands_for_another: bool,
    body: Option<Framing>,
    closes: bool,
    /// The headers that frame the body and end the connection, as the host spells them.
    framing: Vec<u8>,
}

impl<'w> LibraryHead<'w> {
    /// Reads the head at the beginning of what was written, and tells how long it is.
    fn read(written: &'w [u8]) -> Option<(Self, usize)> {
        let mut lines = Lines { rest: written };
        let (version, rest) = lines.next()?.split_at_checked(8)?;
        let status = std::str::from_utf8(rest.get(1..4)?).ok()?.parse().ok()?;
        let stands_for_another = rest.get(5..) == Some(HEAD_ELSEWHERE.as_bytes());
        let framing = Vec::with_capacity(64);
        let mut read = Self { version, status, stands_for_another, body: None, closes: false, framing };
        loop {
            match lines.next()? {
                [] => return Some((read, written.len() - lines.rest.len())),
                line => read.header(line),
            }
        }
    }

    /// Names are compared as the library writes them.
    fn header(&mut self, line: &[u8]) {
        if let Some(length) = line.strip_prefix(b"content-length: ") {
            let length = std::str::from_utf8(length).ok().and_then(|length| length.parse().ok());
            self.body = length.map(Framing::Length);
            self.keep(b"Content-Length: ", &line[16..]);
        } else if let Some(coding) = line.strip_prefix(b"transfer-encoding: ") {
            self.body = Some(Framing::Chunked(Chunks::default()));
            self.keep(b"Transfer-Encoding: ", coding);
        } else if let Some(option) = line.strip_prefix(b"connection: ") {
            self.closes = option == b"close";
            self.keep(b"Connection: ", option);
        }
    }

    fn keep(&mut self, name: &[u8], value: &[u8]) {
        for part in [name, value, b"\r\n"] {
            self.framing.extend_from_slice(part);
        }
    }
}

/// Lines, without their ends.
struct Lines<'w> {
    rest: &'w [u8],
}

impl<'w> Iterator for Lines<'w> {
    type Item = &'w [u8];

    fn next(&mut self) -> Option<&'w [u8]> {
        let end = memchr::memchr(b'\r', self.rest)?;
        let line = &self.rest[..end];
        self.rest = self.rest.get(end + 2..)?;
        Some(line)
    }
}

/// A head with its names spelled as every other: the library answers by itself, which it does with few headers.
fn respelled(head: &[u8]) -> Vec<u8> {
    let mut text = head.to_vec();
    let (mut in_name, mut first) = (false, false);
    for byte in &mut text {
        match *byte {
            b'\n' => (in_name, first) = (true, true),
            b':' => in_name = false,
            b'-' => first = true,
            letter if in_name && first => {
                *byte = letter.to_ascii_uppercase();
                first = false;
            }
            _ => {}
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_librarys_own_answers_get_names_in_capitals() {
        let written = b"HTTP/1.1 408 Request Timeout\r\ncontent-length: 0\r\nconnection: close\r\ndate: Thu, 01\r\n\r\n";
        let head = NewHead::of(written, || None).expect("a head");
        let text =
            "HTTP/1.1 408 Request Timeout\r\nContent-Length: 0\r\nConnection: close\r\nDate: Thu, 01\r\n\r\n";
        assert_eq!(String::from_utf8_lossy(&head.text), text);
        assert!(head.next.closes && head.next.by_library && head.next.body.is_done());
    }

    #[test]
    fn a_head_that_asks_to_go_on_is_not_the_last() {
        let head = NewHead::of(b"HTTP/1.1 100 Continue\r\n\r\n", || None).expect("a head");
        assert!(head.next.interim && head.text == b"HTTP/1.1 100 Continue\r\n\r\n");
    }
}
