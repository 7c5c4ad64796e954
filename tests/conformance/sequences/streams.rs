//! Streams of server events that a case keeps open.

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::time::{Instant, timeout_at};

use crate::connection::{Message, head_end, parsed};

/// So long events may take to come.
const PATIENCE: Duration = Duration::from_secs(10);
/// And so long what nobody expects.
const SILENCE: Duration = Duration::from_millis(60);

/// The streams of a case by their names.
#[derive(Default)]
pub struct Streams(BTreeMap<String, Stream>);

struct Stream {
    socket: TcpStream,
    /// What came and is no whole chunk yet.
    chunks: Vec<u8>,
    is_chunked: bool,
    /// What came and is no whole event yet.
    text: Vec<u8>,
    has_ended: bool,
}

impl Streams {
    /// Opens a stream and reads the head of its answer.
    pub async fn open(&mut self, name: &str, address: SocketAddr, request: &[u8]) -> Message {
        let mut socket = TcpStream::connect(address).await.expect("the host listens");
        socket.write_all(request).await.expect("the host reads");
        let mut bytes = Vec::new();
        let head = loop {
            match head_end(&bytes) {
                Some(end) => break end + 4,
                None => assert!(
                    socket.read_buf(&mut bytes).await.expect("a head") > 0,
                    "the connection ended within the head"
                ),
            }
        };
        let answer = parsed(&bytes[..head]);
        let is_chunked = answer.headers.iter().any(|(name, value)| {
            name.eq_ignore_ascii_case("transfer-encoding") && value.eq_ignore_ascii_case("chunked")
        });
        let chunks = bytes.split_off(head);
        let mut stream = Stream { socket, chunks, is_chunked, text: Vec::new(), has_ended: false };
        stream.join();
        self.0.insert(name.to_owned(), stream);
        answer
    }

    /// So many events, and what comes at once after them, heartbeats left out; `(end of stream)`
    /// where the server ended it.
    pub async fn read(&mut self, name: &str, count: usize) -> Vec<String> {
        let stream = self.0.get_mut(name).expect("it is open");
        let (mut events, mut end) = (Vec::new(), Instant::now() + PATIENCE);
        loop {
            while let Some(event) = stream.cut() {
                events.extend(Some(event).filter(|event| !event.contains("cmd.onHeartbeat")));
            }
            if events.len() >= count {
                end = end.min(Instant::now() + SILENCE);
            }
            if stream.has_ended || !stream.more(end).await {
                break;
            }
        }
        events.extend(stream.has_ended.then(|| "(end of stream)".to_owned()));
        events
    }

    /// Closes what is open; whether anything was.
    pub fn close_all(&mut self) -> bool {
        !std::mem::take(&mut self.0).is_empty()
    }

    /// Closes a stream, and lets the host notice.
    pub async fn close(&mut self, name: &str) {
        self.0.remove(name);
        tokio::time::sleep(SILENCE).await;
    }
}

impl Stream {
    /// The next whole event.
    fn cut(&mut self) -> Option<String> {
        let end = self.text.windows(2).position(|two| two == b"\n\n")?;
        let bytes: Vec<u8> = self.text.drain(..end + 2).collect();
        Some(String::from_utf8_lossy(&bytes[..end]).into_owned())
    }

    /// Whether something came in time, be it the end.
    async fn more(&mut self, end: Instant) -> bool {
        let Ok(length) = timeout_at(end, self.socket.read_buf(&mut self.chunks)).await else {
            return false;
        };
        self.has_ended = length.unwrap_or_default() == 0;
        self.join();
        true
    }

    /// Moves whole chunks to the text.
    fn join(&mut self) {
        if !self.is_chunked {
            self.text.append(&mut self.chunks);
            return;
        }
        while let Some(end) = self.chunks.windows(2).position(|two| two == b"\r\n") {
            let size = std::str::from_utf8(&self.chunks[..end]).expect("the size of a chunk");
            let size = usize::from_str_radix(size, 16).expect("the size of a chunk");
            let Some(chunk) = self.chunks.get(end + 2..end + 2 + size) else { return };
            self.text.extend_from_slice(chunk);
            self.has_ended |= size == 0;
            self.chunks.drain(..(end + 2 + size + 2).min(self.chunks.len()));
        }
    }
}
