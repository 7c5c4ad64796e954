//! The requests of an HTTP/1 connection on their way in, one at a time.
//!
//! The library gets the head of a request, as it is or spelled anew, then the bytes of its body as they are, and the next
//! head only after the answer has left. What has come meanwhile is held. So the library never has bytes before it that
//! this module did not look at as a head: whatever is refused here ends the connection, and so does a body that does
//! not keep to its framing. Why both find the same end of a body is told in [`request_head`].

use std::rc::Rc;

use tokio::io::ReadBuf;

use super::connection::Connection;
use super::framing::Framing;
use super::refused::Refused;
use super::request_head::{self, MAX_HEAD};
use crate::http::Profile;

/// So much is read ahead of the request under way.
const MAX_AHEAD: usize = 64 * 1024;

/// The way in of one connection.
#[derive(Debug)]
pub struct Inbound {
    connection: Rc<Connection>,
    profile: Profile,
    stage: Stage,
    /// Whether the answer to the request under way has left.
    answered: bool,
    /// Whether no request came yet.
    is_first: bool,
    /// Whether no request comes after the one under way.
    is_last: bool,
    /// Whether the client sends no more.
    at_end: bool,
    /// Whether some of what the client sends is thrown away.
    leaves_unread: bool,
    /// What came and may not be read yet.
    held: Vec<u8>,
    /// Whether a look at what is held would find nothing new.
    looked_at: bool,
    /// What may be read.
    ready: Vec<u8>,
    /// How much of it was read.
    given: usize,
}

#[derive(Debug, PartialEq, Eq)]
enum Stage {
    /// A head comes, or is to come.
    Head,
    /// The rest of a body comes.
    Body(Framing),
    /// The request was read; its answer is to leave.
    Whole,
    /// Nothing is read any more.
    Ended,
}

/// What becomes of the bytes at hand.
enum Step {
    /// There must be more of them.
    More,
    /// In the place of so many others are read, and so many after them pass as they are.
    Read { replaced: usize, instead: Vec<u8>, passed: usize },
}

impl Step {
    fn pass(passed: usize) -> Self {
        Self::Read { replaced: 0, instead: Vec::new(), passed }
    }

    fn replace(replaced: usize, instead: Vec<u8>) -> Self {
        Self::Read { replaced, instead, passed: 0 }
    }
}

impl Inbound {
    pub fn new(connection: Rc<Connection>, profile: Profile) -> Self {
        Self {
            connection,
            profile,
            stage: Stage::Head,
            answered: false,
            is_first: true,
            is_last: false,
            at_end: false,
            leaves_unread: false,
            held: Vec::new(),
            looked_at: false,
            ready: Vec::new(),
            given: 0,
        }
    }

    /// Gives what may be read; whether there was anything.
    pub fn give(&mut self, buf: &mut ReadBuf<'_>) -> bool {
        if self.given == self.ready.len() && !self.look() {
            return false;
        }
        let piece = &self.ready[self.given..];
        let length = piece.len().min(buf.remaining());
        buf.put_slice(&piece[..length]);
        self.given += length;
        true
    }

    /// Whether the library is to find the end of the connection.
    pub fn is_over(&self) -> bool {
        self.stage == Stage::Ended || (self.at_end && !self.has_next())
    }

    /// Whether the socket is not read before the answer under way has left.
    pub fn is_full(&self) -> bool {
        self.has_next() && (self.at_end || self.held.len() >= MAX_AHEAD)
    }

    /// Whether something was held for after the answer under way.
    pub fn has_next(&self) -> bool {
        self.stage == Stage::Whole && !self.held.is_empty()
    }

    /// Whether the client sent, or may still be sending, what nobody reads.
    pub fn leaves_unread(&self) -> bool {
        self.leaves_unread && !self.at_end
    }

    /// Whether a head is to come whole before long: it began, or the connection did.
    pub fn awaits_head(&self) -> bool {
        self.stage == Stage::Head && (self.is_first || !self.held.is_empty())
    }

    /// The head did not come in time.
    pub fn give_up(&mut self) {
        let held = std::mem::take(&mut self.held);
        match self.refuse(&held, TOO_LATE) {
            Step::Read { instead, .. } if !held.is_empty() => (self.ready, self.given) = (instead, 0),
            // Who never asked for anything gets no answer.
            _ => self.stage = Stage::Ended,
        }
    }

    /// Looks at what came after the first `before` bytes of `buf`; whether it is to be read.
    pub fn accept(&mut self, buf: &mut ReadBuf<'_>, before: usize) -> bool {
        let fresh = &buf.filled()[before..];
        if fresh.is_empty() {
            self.at_end = true;
            return false;
        }
        if !self.held.is_empty() {
            self.looked_at &= !fresh.contains(&b'\n');
            self.hold(fresh);
            buf.set_filled(before);
            return false;
        }
        match self.step(&buf.filled()[before..]) {
            Step::Read { replaced, instead, passed } => {
                let fresh = &mut buf.filled_mut()[before..];
                let (end, length) = (replaced + passed, instead.len() + passed);
                self.hold_rest(fresh, end);
                if instead.len() > replaced {
                    (self.ready, self.given) = ([&instead, &fresh[replaced..end]].concat(), 0);
                    buf.set_filled(before);
                    return false;
                }
                fresh[..instead.len()].copy_from_slice(&instead);
                fresh.copy_within(replaced..end, instead.len());
                buf.set_filled(before + length);
                length > 0
            }
            Step::More => {
                self.hold_rest(&buf.filled()[before..], 0);
                self.looked_at = true;
                buf.set_filled(before);
                false
            }
        }
    }

    /// The answer to the request under way has left; `closes` when its head said that the connection ends.
    pub fn answered(&mut self, closes: bool) {
        self.answered = true;
        if closes {
            self.leaves_unread |= self.stage != Stage::Whole || !self.held.is_empty();
            self.stage = Stage::Ended;
        } else if self.stage == Stage::Whole {
            self.next_request();
        }
    }

    fn next_request(&mut self) {
        self.stage = if self.is_last { Stage::Ended } else { Stage::Head };
        (self.answered, self.looked_at) = (false, false);
    }

    fn hold_rest(&mut self, bytes: &[u8], from: usize) {
        if from < bytes.len() {
            self.looked_at = false;
            self.hold(&bytes[from..]);
        }
    }

    /// What comes after the last request is thrown away.
    fn hold(&mut self, bytes: &[u8]) {
        let is_wanted = match self.stage {
            Stage::Ended => false,
            Stage::Whole => !self.is_last,
            Stage::Head | Stage::Body(_) => true,
        };
        if is_wanted {
            self.held.extend_from_slice(bytes);
        }
        self.leaves_unread |= !is_wanted;
    }

    /// Makes ready what may be read of what is held; whether there is anything.
    fn look(&mut self) -> bool {
        while !self.held.is_empty() && !self.looked_at {
            let held = std::mem::take(&mut self.held);
            let step = self.step(&held);
            self.held = held;
            let (length, text) = match step {
                Step::More => {
                    self.looked_at = true;
                    return false;
                }
                Step::Read { replaced, mut instead, passed } => {
                    instead.extend_from_slice(&self.held[replaced..replaced + passed]);
                    (replaced + passed, instead)
                }
            };
            self.held.drain(..length);
            (self.ready, self.given) = (text, 0);
            if !self.ready.is_empty() {
                return true;
            }
        }
        false
    }

    fn step(&mut self, bytes: &[u8]) -> Step {
        match &mut self.stage {
            Stage::Head => self.head(bytes),
            Stage::Body(framing) => match framing.take(bytes) {
                Ok(length) => {
                    self.body_taken();
                    Step::pass(length)
                }
                Err(_) => {
                    (self.leaves_unread, self.stage) = (true, Stage::Ended);
                    Step::pass(0)
                }
            },
            Stage::Whole => Step::More,
            Stage::Ended => Step::replace(bytes.len(), Vec::new()),
        }
    }

    fn head(&mut self, bytes: &[u8]) -> Step {
        // Some clients end a body with a line break that they do not count.
        let blank = bytes.iter().take_while(|byte| matches!(byte, b'\r' | b'\n')).count();
        if blank > 0 {
            return Step::replace(blank, Vec::new());
        }
        match request_head::read(bytes, self.profile) {
            Ok(None) if bytes.len() > MAX_HEAD => self.refuse(bytes, TOO_LONG),
            Ok(Some(head)) if head.length > MAX_HEAD => self.refuse(bytes, TOO_LONG),
            Ok(None) => Step::More,
            Ok(Some(head)) => {
                (self.is_first, self.is_last) = (false, head.is_last);
                self.stage = Stage::Body(head.body);
                self.body_taken();
                self.connection.put_request(head.request);
                let passed = self.body_after(&bytes[head.length..]);
                match head.instead {
                    Some(instead) => Step::Read { replaced: head.length, instead, passed },
                    None => Step::pass(head.length + passed),
                }
            }
            Err(refused) => self.refuse(bytes, refused),
        }
    }

    /// How much of the body passes with its head: as much as is there.
    fn body_after(&mut self, bytes: &[u8]) -> usize {
        match &self.stage {
            Stage::Body(_) if !bytes.is_empty() => match self.step(bytes) {
                Step::Read { passed, .. } => passed,
                Step::More => 0,
            },
            _ => 0,
        }
    }

    fn body_taken(&mut self) {
        if matches!(&self.stage, Stage::Body(framing) if framing.is_done()) {
            self.stage = Stage::Whole;
            if self.answered {
                self.next_request();
            }
        }
    }

    fn refuse(&mut self, bytes: &[u8], refused: Refused) -> Step {
        let first_line = bytes.split(|byte| *byte == b'\n').next().unwrap_or_default();
        let first_line = &first_line[..first_line.len().min(200)];
        tracing::warn!(
            connection = self.connection.number,
            peer = self.connection.peer.map(tracing::field::display),
            request = %first_line.escape_ascii(),
            reason = refused.reason,
            status = refused.status,
            "a request could not be read"
        );
        self.connection.refuse(refused);
        (self.is_last, self.leaves_unread, self.stage) = (true, true, Stage::Whole);
        Step::replace(bytes.len(), Refused::STAND_IN.to_vec())
    }
}

const TOO_LATE: Refused =
    Refused { status: 408, reason: "the head of the request did not come whole in time" };

const TOO_LONG: Refused = Refused { status: 431, reason: "the headers are longer than 128 KiB" };

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// A request as it is sent, and as the library gets it.
    #[derive(Debug, Clone, Default)]
    struct Pair {
        sent: Vec<u8>,
        read: Vec<u8>,
        /// What is read of a head that the library need not understand.
        kept: Vec<u8>,
    }

    impl Pair {
        fn both(&mut self, bytes: &[u8]) {
            self.sent.extend_from_slice(bytes);
            self.read.extend_from_slice(bytes);
        }

        /// A line that the library sees in any case.
        fn kept(&mut self, line: &[u8], is_bare: bool) {
            self.line(line, is_bare);
            self.kept.extend_from_slice(line);
            self.kept.extend_from_slice(b"\r\n");
        }

        /// The end of the head.
        fn end(&mut self, is_bare: bool, is_respelled: bool) {
            self.kept(b"", is_bare);
            if !is_respelled {
                self.read = std::mem::take(&mut self.kept);
            }
        }

        /// A line that ends in a line feed alone, or not.
        fn line(&mut self, line: &[u8], is_bare: bool) {
            self.both(line);
            self.sent.extend_from_slice(if is_bare { b"\n" } else { b"\r\n" });
            self.read.extend_from_slice(b"\r\n");
        }
    }

    fn target() -> impl Strategy<Value = Vec<u8>> {
        let byte = prop_oneof![3 => 0x21..=0x7Eu8, 1 => 1..=0xFFu8];
        let byte = byte.prop_filter("no end of a line or target", |byte| !b"\r\n ".contains(byte));
        prop::collection::vec(byte, 0..20).prop_map(|rest| [b"/".to_vec(), rest].concat())
    }

    /// `GET /Жук HTTP/1.1`, `GET /%D0%96%D1%83%D0%BA HTTP/1.1`.
    fn request_line(target: &[u8], is_bare: bool) -> Pair {
        let mut pair = Pair { kept: b"PUT / HTTP/1.1\r\nHost: -\r\n".to_vec(), ..Pair::default() };
        pair.both(b"PUT ");
        for byte in target {
            pair.sent.push(*byte);
            match byte {
                b'"' | b'<' | b'>' | b'\\' | b'^' | b'`' | b'{' | b'|' | b'}' | 0..=0x20 | 0x7F.. => {
                    pair.read.extend_from_slice(format!("%{byte:02X}").as_bytes());
                }
                _ => pair.read.push(*byte),
            }
        }
        pair.line(b" HTTP/1.1", is_bare);
        pair
    }

    prop_compose! {
        fn request()(
            blank in prop::sample::select(vec!["", "\r\n", "\n"]),
            target in target(),
            is_bare in prop::bool::weighted(0.2),
            upgrades in prop::bool::weighted(0.2),
            body in prop::collection::vec(any::<u8>(), 0..200),
            framing in 0..3,
            cut in 1..50usize,
        ) -> Pair {
            let mut pair = request_line(&target, is_bare);
            pair.sent.splice(0..0, blank.bytes());
            pair.line(b"Host: x", is_bare);
            if upgrades {
                let end = if is_bare { "\n" } else { "\r\n" };
                let asks = format!("Connection: Upgrade, HTTP2-Settings{end}Upgrade: h2c{end}");
                pair.sent.extend_from_slice(asks.as_bytes());
                pair.read.extend_from_slice(b"Connection: HTTP2-Settings\r\n");
            }
            let is_path = target.iter().all(|byte| (b'!'..=b'~').contains(byte) && !b"#\"<>\\^`{|}".contains(byte));
            let is_respelled = is_bare || upgrades || !is_path;
            match framing {
                0 => pair.end(is_bare, is_respelled),
                1 => {
                    pair.kept(format!("content-length: {}", body.len()).as_bytes(), is_bare);
                    pair.end(is_bare, is_respelled);
                    pair.both(&body);
                }
                _ => {
                    pair.kept(b"Transfer-Encoding:chunked", is_bare);
                    pair.end(is_bare, is_respelled);
                    for chunk in body.chunks(cut) {
                        pair.both(format!("{:x};a=b\r\n", chunk.len()).as_bytes());
                        pair.both(chunk);
                        pair.both(b"\r\n");
                    }
                    pair.both(b"0\r\nTrailer: x\r\n\r\n");
                }
            }
            pair
        }
    }

    fn inbound() -> Inbound {
        Inbound::new(Rc::default(), Profile::Classic)
    }

    /// Everything that may be read before the next answer leaves.
    fn drain(inbound: &mut Inbound, out: &mut Vec<u8>) {
        let mut room = [0; 64];
        loop {
            let mut buf = ReadBuf::new(&mut room);
            if !inbound.give(&mut buf) {
                return;
            }
            out.extend_from_slice(buf.filled());
        }
    }

    fn receive(inbound: &mut Inbound, piece: &[u8], out: &mut Vec<u8>) {
        let mut room = vec![0; piece.len()];
        let mut buf = ReadBuf::new(&mut room);
        buf.put_slice(piece);
        if inbound.accept(&mut buf, 0) {
            out.extend_from_slice(buf.filled());
        }
        drain(inbound, out);
    }

    proptest! {
        #[test]
        fn each_request_is_read_whole_and_alone_however_the_stream_is_cut(
            requests in prop::collection::vec(request(), 1..5),
            cuts in prop::collection::vec(1..40usize, 1..20),
            answers_early in any::<bool>(),
        ) {
            let stream: Vec<u8> = requests.iter().flat_map(|pair| pair.sent.clone()).collect();
            let (mut inbound, mut read, mut at) = (inbound(), vec![Vec::new()], 0);
            for cut in cuts.iter().cycle() {
                let end = (at + cut).min(stream.len());
                receive(&mut inbound, &stream[at..end], read.last_mut().expect("one"));
                at = end;
                let is_late = at == stream.len();
                while inbound.stage == Stage::Whole && (answers_early || is_late) {
                    inbound.answered(false);
                    read.push(Vec::new());
                    drain(&mut inbound, read.last_mut().expect("one"));
                }
                if is_late {
                    break;
                }
            }
            let expected: Vec<_> = requests.iter().map(|pair| pair.read.clone()).chain([Vec::new()]).collect();
            prop_assert_eq!(read, expected);
        }

        #[test]
        fn whatever_comes_nothing_panics_and_nothing_is_read_after_an_end(
            bytes in prop::collection::vec(prop::sample::select(b"GET /\r\n: HTP1.0hunkedConte-Lgk".to_vec()), 0..300),
            cut in 1..20usize,
        ) {
            let (mut inbound, mut read) = (inbound(), Vec::new());
            bytes.chunks(cut).for_each(|piece| receive(&mut inbound, piece, &mut read));
            inbound.answered(true);
            let length = read.len();
            receive(&mut inbound, b"GET / HTTP/1.1\r\nHost: x\r\n\r\n", &mut read);
            prop_assert_eq!(read.len(), length);
        }
    }

    /// Why a head is refused, and that nothing of it is read.
    fn refusal(head: &str) -> &'static str {
        let (mut inbound, mut read) = (inbound(), Vec::new());
        receive(&mut inbound, head.as_bytes(), &mut read);
        assert_eq!(String::from_utf8_lossy(&read), String::from_utf8_lossy(Refused::STAND_IN), "{head:?}");
        assert!(inbound.is_last);
        inbound.connection.take_refused().expect("a reason").reason
    }

    #[test]
    fn heads_with_more_than_one_reading_are_refused() {
        let body = "\r\n\r\nGET /second HTTP/1.1\r\n";
        for (headers, reason) in [
            ("Content-Length: 1\r\nContent-Length: 1", "two Content-Length"),
            ("Content-Length: 1\r\nTransfer-Encoding: chunked", "exclude one another"),
            ("Transfer-Encoding: chunked\r\ncontent-length: 1", "exclude one another"),
            ("Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked", "two Transfer-Encoding"),
            ("Transfer-Encoding: gzip, chunked", "not chunked"),
            ("Transfer-Encoding: xchunked", "not chunked"),
            ("Content-Length: +1", "no number"),
            ("Content-Length: 1, 1", "no number"),
            ("Content-Length:", "no number"),
            ("Content-Length: 99999999999999999999", "no number"),
            ("Content-Length : 1", "no HTTP token"),
            ("X: 1\r\n Content-Length: 1", "second line"),
            ("X: 1\rContent-Length: 1", "carriage return"),
            ("Content-Length", "no colon"),
            (": 1", "no HTTP token"),
        ] {
            let reason_given = refusal(&format!("POST / HTTP/1.1\r\nHost: x\r\n{headers}{body}"));
            assert!(reason_given.contains(reason), "{headers:?}: {reason_given}");
        }
        assert!(refusal("POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n").contains("HTTP/1.0"));
        assert!(refusal("POST / HTTP/1.1\r\n\r\n").contains("no Host"));
        assert!(refusal("POST / HTTP/1.1\r\nHost: x\r\nHost: x\r\n\r\n").contains("two Host"));
        assert!(refusal("CONNECT x:1 HTTP/1.1\r\nHost: x\r\n\r\n").contains("CONNECT"));
    }

    #[test]
    fn a_line_that_no_host_reads_is_refused_and_says_why() {
        for (line, reason) in [
            ("GET /a b HTTP/1.1", "space"),
            ("GET /a\0b HTTP/1.1", "NUL"),
            ("GET /a\rb HTTP/1.1", "carriage return"),
            ("GET /", "first line"),
            ("G(T / HTTP/1.1", "method"),
            ("GET / HTTP/2.0", "version"),
        ] {
            let reason_given = refusal(&format!("{line}\r\nHost: x\r\n\r\n"));
            assert!(reason_given.contains(reason), "{line:?}: {reason_given}");
        }
        let long = format!("GET / HTTP/1.1\r\nX: {}", "x".repeat(MAX_HEAD));
        assert!(refusal(&long).contains("128 KiB"));
        let many = format!("GET / HTTP/1.1\r\n{}", "X: 1\r\n".repeat(97));
        assert!(refusal(&many).contains("96"));
    }

    #[test]
    fn broken_chunks_end_the_connection() {
        let (mut inbound, mut read) = (inbound(), Vec::new());
        let head = b"POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n";
        receive(&mut inbound, head, &mut read);
        receive(&mut inbound, b"4\r\ndataGET / HTTP/1.1\r\n", &mut read);
        assert_eq!(read, b"POST / HTTP/1.1\r\nHost: -\r\nTransfer-Encoding: chunked\r\n\r\n");
        assert!(inbound.is_over());
    }

    /// What the library reads of a head, and the address and headers that it does not.
    fn taken(head: &str) -> (String, Option<String>) {
        let (mut inbound, mut read) = (inbound(), Vec::new());
        receive(&mut inbound, head.as_bytes(), &mut read);
        let request = inbound.connection.take_request().map(|request| {
            let headers = request.headers.iter().map(|(name, value)| format!("{name}={value}"));
            [request.target].into_iter().chain(headers).collect::<Vec<_>>().join(" ")
        });
        (String::from_utf8(read).expect("ASCII"), request)
    }

    #[test]
    fn the_library_sees_what_tells_where_a_body_ends_and_no_more() {
        let head = "PUT /A?b=%20 HTTP/1.1\r\nHOST: x\r\nX-A:  1 \r\nContent-Length: 2\r\nExpect: 100-continue\r\n\
            Connection: close\r\nx-a: \u{416}\r\n\r\n{}";
        let stand_in = "PUT / HTTP/1.1\r\nHost: -\r\nContent-Length: 2\r\nExpect: 100-continue\r\nConnection: close\r\n\
            \r\n{}";
        let request =
            "/A?b=%20 host=x x-a=1 content-length=2 expect=100-continue connection=close x-a=\u{416}";
        assert_eq!(taken(head), (stand_in.to_owned(), Some(request.to_owned())));
        let old = "GET / HTTP/1.0\r\n\r\n";
        assert_eq!(taken(old), (old.to_owned(), Some("/".to_owned())));
    }

    #[test]
    fn what_the_library_judges_it_sees_whole() {
        let long = format!("/{}", "x".repeat(65_534));
        for (target, header) in
            [("/#a", ""), ("http://a/b", ""), ("*", ""), ("/", "X: \u{1}\r\n"), (long.as_str(), "")]
        {
            let head = format!("GET {target} HTTP/1.1\r\nHost: x\r\n{header}\r\n");
            assert_eq!(taken(&head), (head, None));
        }
    }
}
