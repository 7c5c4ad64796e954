//! Raw HTTP: targets and headers go out as they were recorded, which no client library would let
//! pass.

use std::net::SocketAddr;
use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use crate::exchange::Request;

/// An answer off the wire.
pub struct Answer {
    /// The status line.
    pub status: String,
    /// Headers in order.
    pub headers: Vec<(String, String)>,
    /// The body, joined when it came in chunks.
    pub body: String,
}

impl Answer {
    /// All values of a header.
    pub fn all(&self, name: &str) -> Vec<&str> {
        values(&self.headers, name)
    }
}

/// An answer off the wire whose body may be no text.
pub struct Message {
    /// The status line.
    pub status: String,
    /// Headers in order.
    pub headers: Vec<(String, String)>,
    /// The body, joined when it came in chunks.
    pub body: Vec<u8>,
}

/// All values of a header.
pub fn values<'a>(headers: &'a [(String, String)], name: &str) -> Vec<&'a str> {
    headers
        .iter()
        .filter(|(key, _)| key.eq_ignore_ascii_case(name))
        .map(|(_, value)| value.as_str())
        .collect()
}

/// Sends a request on a connection of its own. `session` stands where the recording has its
/// placeholder.
pub async fn send(address: SocketAddr, request: &Request, session: &str) -> Answer {
    let Message { status, headers, body } =
        exchange(address, &on_the_wire(address, request, session)).await;
    Answer { status, headers, body: String::from_utf8_lossy(&body).into_owned() }
}

/// Sends bytes on a connection of its own and reads what comes until its end. A host that hangs up
/// early, or says nothing for ten seconds, gave the answer that came until then.
pub async fn exchange(address: SocketAddr, request: &[u8]) -> Message {
    let mut stream = TcpStream::connect(address).await.expect("the host listens");
    let _ = stream.write_all(request).await;
    let mut bytes = Vec::new();
    let _ = tokio::time::timeout(Duration::from_secs(10), stream.read_to_end(&mut bytes)).await;
    let interim = |bytes: &[u8]| bytes.starts_with(b"HTTP/1.1 100");
    let mut rest = bytes.as_slice();
    while let (true, Some(end)) = (interim(rest), head_end(rest)) {
        rest = &rest[end + 4..];
    }
    parsed(rest)
}

/// Where the empty line behind the headers begins.
pub fn head_end(bytes: &[u8]) -> Option<usize> {
    bytes.windows(4).position(|window| window == b"\r\n\r\n")
}

fn on_the_wire(address: SocketAddr, request: &Request, session: &str) -> Vec<u8> {
    let mut head = format!("{} {} HTTP/1.1\r\n", request.method, request.target);
    for (name, value) in &request.headers {
        head += &format!("{name}: {}\r\n", value.replace(crate::comparison::SESSION, session));
    }
    if !request.headers.contains_key("Host") {
        head += &format!("Host: {address}\r\n");
    }
    let body = request.body.as_deref();
    if let (Some(body), false) = (body, request.headers.contains_key("Content-Length")) {
        head += &format!("Content-Length: {}\r\n", body.len());
    }
    [head.as_bytes(), b"Connection: close\r\n\r\n", body.unwrap_or_default().as_bytes()].concat()
}

/// An answer of its bytes.
pub fn parsed(bytes: &[u8]) -> Message {
    let end = head_end(bytes).unwrap_or(bytes.len());
    let head = String::from_utf8_lossy(&bytes[..end]);
    let mut rows = head.split("\r\n");
    let status = rows.next().unwrap_or_default().to_owned();
    let headers: Vec<(String, String)> = rows
        .filter_map(|row| row.split_once(':'))
        .map(|(name, value)| (name.trim().to_owned(), value.trim().to_owned()))
        .collect();
    let rest = bytes.get(end + 4..).unwrap_or_default();
    let chunked = values(&headers, "transfer-encoding")
        .iter()
        .any(|value| value.eq_ignore_ascii_case("chunked"));
    let body = if chunked { joined(rest) } else { rest.to_vec() };
    Message { status, headers, body }
}

fn joined(mut rest: &[u8]) -> Vec<u8> {
    let mut body = Vec::new();
    while let Some(end) = rest.windows(2).position(|window| window == b"\r\n") {
        let size = std::str::from_utf8(&rest[..end])
            .ok()
            .and_then(|text| usize::from_str_radix(text, 16).ok());
        let Some(size @ 1..) = size else { break };
        let chunk = rest.get(end + 2..end + 2 + size).unwrap_or_default();
        body.extend_from_slice(chunk);
        rest = rest.get(end + 2 + size + 2..).unwrap_or_default();
    }
    body
}
