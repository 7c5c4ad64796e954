//! A client of streams and calls, on plain sockets.

use std::io::{Read as _, Write as _};
use std::net::{SocketAddr, TcpStream};
use std::time::{Duration, Instant};

/// Status line and body.
pub struct Answer {
    pub status: String,
    pub body: String,
}

/// Sends a request on a connection of its own.
pub fn call(
    address: SocketAddr,
    (method, target): (&str, &str),
    headers: &[(String, String)],
    body: Option<&str>,
) -> Answer {
    let mut stream = send(address, (method, target), headers, body, "close");
    let mut bytes = Vec::new();
    stream.read_to_end(&mut bytes).unwrap();
    let text = String::from_utf8_lossy(&bytes).into_owned();
    let (head, body) = text.split_once("\r\n\r\n").unwrap();
    Answer { status: status_of(head), body: body.to_owned() }
}

/// A GET without anything.
pub fn get(address: SocketAddr, target: &str) -> Answer {
    call(address, ("GET", target), &[("Accept".to_owned(), "application/json".to_owned())], None)
}

/// A POST of JSON.
pub fn post(address: SocketAddr, target: &str, json: &str) -> Answer {
    let header = |name: &str, value: &str| (name.to_owned(), value.to_owned());
    let json_type = "application/json";
    let headers = [header("Accept", json_type), header("Content-Type", json_type)];
    call(address, ("POST", target), &headers, Some(json))
}

fn send(
    address: SocketAddr,
    (method, target): (&str, &str),
    headers: &[(String, String)],
    body: Option<&str>,
    connection: &str,
) -> TcpStream {
    let mut text = format!("{method} {target} HTTP/1.1\r\nHost: {address}\r\n");
    headers.iter().for_each(|(name, value)| text.push_str(&format!("{name}: {value}\r\n")));
    if let Some(body) = body {
        text.push_str(&format!("Content-Length: {}\r\n", body.len()));
    }
    text.push_str(&format!("Connection: {connection}\r\n\r\n{}", body.unwrap_or_default()));
    let mut stream = TcpStream::connect(address).unwrap();
    stream.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
    stream.write_all(text.as_bytes()).unwrap();
    stream
}

fn status_of(head: &str) -> String {
    head.lines().next().unwrap().to_owned()
}

/// A stream of events.
pub struct EventStream {
    socket: TcpStream,
    /// What came and was not cut yet, still in chunks.
    raw: Vec<u8>,
    text: String,
    pub ended: bool,
}

/// How long a stream may stay silent where nothing is expected.
const SILENCE: Duration = Duration::from_millis(40);

impl EventStream {
    /// Opens a stream, or gives the refusal with the end of its connection.
    pub fn open(address: SocketAddr, target: &str, headers: &[(String, String)]) -> (Answer, Self) {
        let mut socket = send(address, ("GET", target), headers, None, "keep-alive");
        let mut raw = Vec::new();
        let end = loop {
            if let Some(end) = raw.windows(4).position(|four| four == b"\r\n\r\n") {
                break end;
            }
            let mut piece = [0; 4096];
            let length = socket.read(&mut piece).unwrap();
            assert!(length > 0, "the connection ended within the head");
            raw.extend_from_slice(&piece[..length]);
        };
        let status = status_of(&String::from_utf8_lossy(&raw[..end]));
        let raw = raw.split_off(end + 4);
        let ended = !status.contains("200");
        let answer = Answer { status, body: String::new() };
        (answer, Self { socket, raw, text: String::new(), ended })
    }

    /// A stream of these channels.
    pub fn of(address: SocketAddr, channels: &str) -> Self {
        let (answer, stream) =
            Self::open(address, &format!("/event-stream?channels={channels}"), &[]);
        assert!(answer.status.contains("200"), "{}", answer.status);
        stream
    }

    /// So many events, and what comes at once after them; heartbeats are left out unless asked for.
    pub fn read(&mut self, count: usize) -> Vec<String> {
        self.read_all(count).into_iter().filter(|text| !text.contains("cmd.onHeartbeat")).collect()
    }

    pub fn read_all(&mut self, count: usize) -> Vec<String> {
        let mut events = Vec::new();
        let end = Instant::now() + Duration::from_secs(5);
        loop {
            while let Some(event) = self.cut() {
                events.push(event);
            }
            let left = match events.len() >= count {
                true => SILENCE,
                false => end.saturating_duration_since(Instant::now()),
            };
            if self.ended || left.is_zero() || !self.more(left) {
                return events;
            }
        }
    }

    /// Whether the server ends the stream within this time.
    pub fn ends_within(&mut self, time: Duration) -> bool {
        let end = Instant::now() + time;
        while !self.ended && Instant::now() < end {
            self.more(end.saturating_duration_since(Instant::now()).max(Duration::from_millis(1)));
            while self.cut().is_some() {}
        }
        self.ended
    }

    /// The id of the subscription.
    pub fn id_in(events: &[String]) -> String {
        let (_, after) = events[0].split_once("\"id\":\"").unwrap();
        after[..20].to_owned()
    }

    fn more(&mut self, time: Duration) -> bool {
        self.socket.set_read_timeout(Some(time)).unwrap();
        let mut piece = [0; 16 * 1024];
        match self.socket.read(&mut piece) {
            Ok(0) => self.ended = true,
            Ok(length) => self.raw.extend_from_slice(&piece[..length]),
            Err(error) if matches!(error.kind(), std::io::ErrorKind::WouldBlock) => return false,
            Err(_) => self.ended = true,
        }
        self.unchunk();
        true
    }

    fn unchunk(&mut self) {
        loop {
            let Some(line) = self.raw.windows(2).position(|two| two == b"\r\n") else { return };
            let size = std::str::from_utf8(&self.raw[..line]).unwrap();
            let size = usize::from_str_radix(size, 16).unwrap();
            if self.raw.len() < line + 2 + size + 2 {
                return;
            }
            if size == 0 {
                self.ended = true;
                return;
            }
            let piece = self.raw[line + 2..line + 2 + size].to_vec();
            self.text.push_str(std::str::from_utf8(&piece).unwrap());
            self.raw.drain(..line + 2 + size + 2);
        }
    }

    fn cut(&mut self) -> Option<String> {
        self.unchunk();
        let (event, rest) = self.text.split_once("\n\n")?;
        let (event, rest) = (event.to_owned(), rest.to_owned());
        self.text = rest;
        Some(event)
    }
}
