//! The requests of an HTTP/1 connection on their way in, one at a time.
//!
//! A head is read, then the bytes of its body, and the next head only after the answer has left.
//! Whatever is refused here ends the connection, and so does a body that does not keep to its
//! framing.

use std::future::{Future, poll_fn};
use std::io;
use std::mem;
use std::pin::{Pin, pin};
use std::task::{Context, Poll};
use std::time::Duration;

use bytes::{Buf, BytesMut};
use tokio::io::{AsyncRead, AsyncReadExt};

use super::Limits;
use super::body::{self, BodyRefusal};
use super::deadline::Deadline;
use super::framing::Framing;
use super::front::Front;
use super::refused::Refused;
use super::request_head::{self, MAX_HEAD, RequestHead};
use crate::http::observer::emptied;

/// So many bytes are read from a connection at once, and so many of a long body.
const ROOM: usize = 4 * 1024;
const BODY_ROOM: usize = 32 * 1024;

/// How long a client that is to be disconnected may go on sending. A connection closed at once
/// would take back what was answered.
const LINGER: Duration = Duration::from_secs(2);

/// Comes when the server is to stop.
pub type Stopping = Pin<Box<dyn Future<Output = ()>>>;

/// The way in of one connection.
pub struct Inbound<S> {
    /// The connection.
    pub stream: S,
    front: Front,
    limits: Limits,
    stopping: Stopping,
    /// What came and was not read yet.
    buffer: BytesMut,
    deadline: Deadline,
    /// Whether no request came yet.
    is_first: bool,
    /// Whether the client sends no more.
    at_end: bool,
    /// Whether what comes next is no head: a request was not read to its end.
    is_lost: bool,
    /// What came of the request under way, of so many bytes at most.
    kept: Vec<u8>,
    keeps: usize,
    /// How many bytes came of it.
    came: u64,
}

/// What waiting led to.
enum More {
    Bytes,
    /// The client sends no more.
    End,
    Late,
    /// The server stops.
    Stopping,
}

impl<S: AsyncRead + Unpin> Inbound<S> {
    /// The way in of a connection; of each request so many bytes are kept.
    pub fn new(stream: S, front: Front, limits: Limits, stopping: Stopping, keeps: usize) -> Self {
        let (buffer, deadline) =
            (BytesMut::with_capacity(2 * ROOM), Deadline::new(limits.request_timeout));
        Self {
            stream,
            front,
            limits,
            stopping,
            buffer,
            deadline,
            is_first: true,
            at_end: false,
            is_lost: false,
            kept: Vec::new(),
            keeps,
            came: 0,
        }
    }

    /// The head of the next request, or why it cannot be read; `None` when none comes.
    ///
    /// # Errors
    /// When the connection breaks.
    pub async fn head(&mut self) -> io::Result<Option<Result<RequestHead, Refused>>> {
        let is_idle = !mem::take(&mut self.is_first) && self.buffer.is_empty();
        self.deadline.begin(if is_idle {
            self.limits.keep_alive
        } else {
            self.limits.request_timeout
        });
        let mut looked_at = 0;
        loop {
            self.skip_blank_lines();
            if self.has_line(looked_at)
                && let Some(read) = self.look()
            {
                return Ok(Some(read));
            }
            looked_at = self.buffer.len();
            match self.more(ROOM, looked_at == 0).await? {
                // A head that begins is to come whole before long.
                More::Bytes if is_idle && looked_at == 0 => {
                    self.deadline.begin(self.limits.request_timeout)
                }
                More::Bytes => {}
                More::Late if looked_at > 0 => return Ok(Some(Err(self.refuse(TOO_LATE)))),
                More::Late | More::End | More::Stopping => return Ok(None),
            }
        }
    }

    /// The body that comes after a head, as it was before its `Content-Encoding`.
    pub async fn body(&mut self, head: &RequestHead) -> Result<Vec<u8>, BodyRefusal> {
        let mut framing = head.body.clone();
        if framing.is_done() {
            return Ok(Vec::new());
        }
        let coding = head.headers.all("content-encoding").next().map(str::to_owned);
        let body = self.framed(&mut framing).await;
        self.is_lost = !framing.is_done();
        body::decode(body?, coding, self.limits.longest_body(self.front)).await
    }

    /// Whether the body that a head announces is read at all.
    pub fn takes_body(&self, head: &RequestHead) -> bool {
        body::check_length(head.body.length(), self.limits.longest_body(self.front)).is_ok()
    }

    async fn framed(&mut self, framing: &mut Framing) -> Result<Vec<u8>, BodyRefusal> {
        let limit = self.limits.longest_body(self.front);
        body::check_length(framing.length(), limit)?;
        let mut body = Vec::with_capacity(self.buffer.len());
        self.deadline.begin(self.limits.request_timeout);
        loop {
            let read = framing.read(&self.buffer, &mut body);
            match read {
                Ok(length) => self.take(length),
                // Nobody reads them (recorded: topic K6).
                Err(_) if self.front.is_kestrel() => return Ok(Vec::new()),
                Err(_) => return Err(broken("its chunks are malformed")),
            }
            if body.len() > limit {
                return Err(BodyRefusal::TooLong(limit));
            }
            if framing.is_done() {
                return Ok(body);
            }
            match self.more(BODY_ROOM, false).await.map_err(broken)? {
                More::Bytes => {}
                More::Late => return Err(BodyRefusal::TooSlow(self.limits.request_timeout)),
                More::End | More::Stopping => return Err(broken("it ended early")),
            }
        }
    }

    /// Reads what nobody wants, for a while, until the client is done.
    pub async fn linger(&mut self) {
        self.deadline.begin(LINGER);
        loop {
            self.buffer.clear();
            if !matches!(self.more(ROOM, false).await, Ok(More::Bytes)) {
                return;
            }
        }
    }

    /// The bytes that were kept of the request that was read last, and how many it had.
    pub fn take_kept(&mut self) -> (Vec<u8>, u64) {
        (mem::take(&mut self.kept), mem::take(&mut self.came))
    }

    /// Takes the room of such bytes for those of the next request.
    pub fn give_back(&mut self, kept: Vec<u8>) {
        self.kept = emptied(kept);
    }

    /// The beginning of what cannot be read, as much as is kept of a request.
    pub fn unread(&self) -> Vec<u8> {
        self.buffer[..self.buffer.len().min(self.keeps)].to_vec()
    }

    /// Whether the client sent, or may still be sending, what nobody reads.
    pub fn has_unread(&self) -> bool {
        !self.at_end && (self.is_lost || !self.buffer.is_empty())
    }

    /// Whether the server is to stop.
    pub async fn is_stopping(&mut self) -> bool {
        poll_fn(|cx| Poll::Ready(self.stopping.as_mut().poll(cx).is_ready())).await
    }

    /// Comes when the client sends its end while an answer goes on, or more than any request
    /// that waits for its turn may be.
    pub fn poll_gone(&mut self, cx: &mut Context<'_>) -> Poll<()> {
        while !self.at_end && self.buffer.len() <= MAX_HEAD {
            self.buffer.reserve(ROOM);
            match pin!(self.stream.read_buf(&mut self.buffer)).poll(cx) {
                Poll::Ready(Ok(length)) => self.at_end = length == 0,
                Poll::Ready(Err(_)) => self.at_end = true,
                Poll::Pending => return Poll::Pending,
            }
        }
        Poll::Ready(())
    }

    /// The beginning of what was not read, for the log.
    pub fn first_line(&self) -> &[u8] {
        let line = self.buffer[..].split(|byte| *byte == b'\n').next().unwrap_or_default();
        &line[..line.len().min(200)]
    }

    /// Some clients end a body with a line break that they do not count.
    fn skip_blank_lines(&mut self) {
        let blank = self.buffer.iter().take_while(|byte| matches!(byte, b'\r' | b'\n')).count();
        self.buffer.advance(blank);
    }

    /// Whether a line came to its end after so many bytes, or none may any more.
    fn has_line(&self, looked_at: usize) -> bool {
        self.buffer.len() > MAX_HEAD || memchr::memchr(b'\n', &self.buffer[looked_at..]).is_some()
    }

    /// Takes a head off the buffer; `None` while it is not whole.
    fn look(&mut self) -> Option<Result<RequestHead, Refused>> {
        match request_head::read(&self.buffer, self.front) {
            Ok(None) if self.buffer.len() <= MAX_HEAD => None,
            Ok(Some(head)) if head.length <= MAX_HEAD => {
                self.take(head.length);
                Some(Ok(head))
            }
            Ok(_) => Some(Err(self.refuse(TOO_LONG))),
            Err(refused) => Some(Err(self.refuse(refused))),
        }
    }

    /// Takes bytes of a request off the buffer.
    fn take(&mut self, length: usize) {
        let room = self.keeps - self.kept.len();
        self.kept.extend_from_slice(&self.buffer[..length.min(room)]);
        self.came += length as u64;
        self.buffer.advance(length);
    }

    fn refuse(&mut self, refused: Refused) -> Refused {
        self.is_lost = true;
        refused
    }

    /// Waits for bytes, in an idle connection for the server's end too.
    async fn more(&mut self, room: usize, is_idle: bool) -> io::Result<More> {
        self.buffer.reserve(room);
        poll_fn(|cx| {
            if let Poll::Ready(length) = pin!(self.stream.read_buf(&mut self.buffer)).poll(cx)? {
                self.at_end = length == 0;
                return Poll::Ready(Ok(if self.at_end { More::End } else { More::Bytes }));
            }
            if is_idle && self.stopping.as_mut().poll(cx).is_ready() {
                return Poll::Ready(Ok(More::Stopping));
            }
            self.deadline.poll(cx).map(|()| Ok(More::Late))
        })
        .await
    }
}

fn broken(reason: impl ToString) -> BodyRefusal {
    BodyRefusal::Broken(reason.to_string())
}

const TOO_LATE: Refused = Refused::of(408, "the head of the request did not come whole in time");

const TOO_LONG: Refused = Refused::of(431, "the headers are longer than 128 KiB");

#[cfg(test)]
mod tests {
    use std::collections::VecDeque;

    use proptest::prelude::*;
    use tokio::io::ReadBuf;

    use super::*;
    use crate::host::Platform;

    const FRAMEWORK: Front = Front { platform: Platform::Framework, strict: true };

    /// What comes, piece by piece, and then the end.
    struct Pieces(VecDeque<Vec<u8>>);

    impl AsyncRead for Pieces {
        fn poll_read(
            mut self: Pin<&mut Self>,
            _: &mut Context<'_>,
            buf: &mut ReadBuf<'_>,
        ) -> Poll<io::Result<()>> {
            let mut piece = self.0.pop_front().unwrap_or_default();
            let rest = piece.split_off(piece.len().min(buf.remaining()));
            buf.put_slice(&piece);
            if !rest.is_empty() {
                self.0.push_front(rest);
            }
            Poll::Ready(Ok(()))
        }
    }

    fn inbound(stream: &[u8], cuts: &[usize]) -> Inbound<Pieces> {
        let (mut pieces, mut rest) = (VecDeque::new(), stream);
        for cut in cuts.iter().cycle() {
            let (piece, after) = rest.split_at(rest.len().min(*cut));
            if piece.is_empty() {
                break;
            }
            pieces.push_back(piece.to_vec());
            rest = after;
        }
        let stopping = Box::pin(std::future::pending());
        Inbound::new(Pieces(pieces), FRAMEWORK, Limits::default(), stopping, 0)
    }

    /// Address and body of each request, until one cannot be read or no more come.
    fn all_read(mut inbound: Inbound<Pieces>) -> Vec<(String, Vec<u8>)> {
        let mut requests = Vec::new();
        let runtime = tokio::runtime::Builder::new_current_thread().build().expect("a runtime");
        runtime.block_on(async {
            while let Some(Ok(head)) = inbound.head().await.expect("it does not break") {
                let Ok(body) = inbound.body(&head).await else { break };
                requests.push((head.target, body));
            }
        });
        requests
    }

    /// A request as it is sent, and address and body as they are read.
    #[derive(Debug, Clone)]
    struct Pair {
        sent: Vec<u8>,
        read: (String, Vec<u8>),
    }

    fn target() -> impl Strategy<Value = Vec<u8>> {
        let byte = prop_oneof![3 => 0x21..=0x7Eu8, 1 => 1..=0xFFu8];
        let byte = byte.prop_filter("no end of a line or target", |byte| !b"\r\n #".contains(byte));
        prop::collection::vec(byte, 0..20).prop_map(|rest| [b"/".to_vec(), rest].concat())
    }

    /// `/Жук`, `/%D0%96%D1%83%D0%BA`.
    fn encoded(target: &[u8]) -> String {
        let encoded = target.iter().map(|byte| match byte {
            b'"' | b'<' | b'>' | b'\\' | b'^' | b'`' | b'{' | b'|' | b'}' | 0..=0x20 | 0x7F.. => {
                format!("%{byte:02X}")
            }
            _ => char::from(*byte).to_string(),
        });
        encoded.collect()
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
            let end = if is_bare { "\n" } else { "\r\n" };
            let mut sent = [format!("{blank}PUT ").as_bytes(), &target, b" HTTP/1.1"].concat();
            sent.extend_from_slice(format!("{end}Host: x{end}").as_bytes());
            if upgrades {
                let asks = format!("Connection: Upgrade, HTTP2-Settings{end}Upgrade: h2c{end}");
                sent.extend_from_slice(asks.as_bytes());
            }
            let body = if framing == 0 { Vec::new() } else { body };
            match framing {
                0 => sent.extend_from_slice(end.as_bytes()),
                1 => {
                    let header = format!("content-length: {}{end}{end}", body.len());
                    sent.extend_from_slice(header.as_bytes());
                    sent.extend_from_slice(&body);
                }
                _ => {
                    sent.extend_from_slice(format!("Transfer-Encoding:chunked{end}{end}").as_bytes());
                    for chunk in body.chunks(cut) {
                        sent.extend_from_slice(format!("{:x};a=b\r\n", chunk.len()).as_bytes());
                        sent.extend_from_slice(chunk);
                        sent.extend_from_slice(b"\r\n");
                    }
                    sent.extend_from_slice(b"0\r\nTrailer: x\r\n\r\n");
                }
            }
            Pair { sent, read: (encoded(&target), body) }
        }
    }

    proptest! {
        #[test]
        fn each_request_is_read_whole_and_alone_however_the_stream_is_cut(
            requests in prop::collection::vec(request(), 1..5),
            cuts in prop::collection::vec(1..40usize, 1..20),
        ) {
            let stream: Vec<u8> = requests.iter().flat_map(|pair| pair.sent.clone()).collect();
            let expected: Vec<_> = requests.into_iter().map(|pair| pair.read).collect();
            prop_assert_eq!(all_read(inbound(&stream, &cuts)), expected);
        }

        #[test]
        fn whatever_comes_nothing_panics_and_reading_ends(
            bytes in prop::collection::vec(prop::sample::select(b"GET /\r\n: HTP1.0hunkedConte-Lgk".to_vec()), 0..300),
            cut in 1..20usize,
        ) {
            all_read(inbound(&bytes, &[cut]));
        }
    }

    #[test]
    fn a_head_has_a_longest_length() {
        for long in
            [format!("X: {}", "x".repeat(MAX_HEAD)), format!("X: {}\r\n\r\n", "x".repeat(MAX_HEAD))]
        {
            let mut inbound =
                inbound(format!("GET / HTTP/1.1\r\nHost: x\r\n{long}").as_bytes(), &[3000]);
            let runtime = tokio::runtime::Builder::new_current_thread().build().expect("a runtime");
            let read =
                runtime.block_on(inbound.head()).expect("it does not break").expect("an answer");
            assert_eq!(read.expect_err("too long").status, 431);
        }
    }

    #[test]
    fn broken_chunks_end_the_connection() {
        let requests =
            b"POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n4\r\ndataGET / HTTP/1.1\r\n";
        assert!(all_read(inbound(requests, &[500])).is_empty());
    }
}
