//! A request to this server over its own socket: bytes out, bytes in.

use std::io::{self, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::sync::Arc;
use std::time::{Duration, Instant};

use rustls::pki_types::ServerName;
use rustls::{ClientConnection, StreamOwned};

use crate::http::reachable;
use crate::unverified;

/// How many bytes of an answer the console reads.
const MOST_BYTES: u64 = 1024 * 1024;

/// How long the server may say nothing.
const PATIENCE: Duration = Duration::from_secs(30);

/// What came of a request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Exchange {
    /// The answer as it came: status line, headers, body.
    pub received: Vec<u8>,
    /// From the first byte sent to the first byte received.
    pub first_byte: Duration,
    /// From the first byte sent to the last one received.
    pub total: Duration,
    /// There was more than the console reads.
    pub cut: bool,
}

/// Sends a request that ends its connection, and reads the answer. Blocks.
///
/// # Errors
/// The server cannot be reached, or breaks off before its first byte.
pub fn exchange(address: SocketAddr, encrypted: bool, request: &[u8]) -> io::Result<Exchange> {
    let address = reachable(address);
    let socket = TcpStream::connect_timeout(&address, PATIENCE)?;
    socket.set_nodelay(true)?;
    socket.set_read_timeout(Some(PATIENCE))?;
    socket.set_write_timeout(Some(PATIENCE))?;
    if encrypted {
        talk(StreamOwned::new(client(address)?, socket), request)
    } else {
        talk(socket, request)
    }
}

fn talk(mut stream: impl Read + Write, request: &[u8]) -> io::Result<Exchange> {
    let started = Instant::now();
    stream.write_all(request)?;
    stream.flush()?;
    let mut received = vec![0; 16 * 1024];
    let length = stream.read(&mut received)?;
    received.truncate(length);
    let first_byte = started.elapsed();
    let read = stream.take(MOST_BYTES).read_to_end(&mut received);
    // A server that ends TLS without saying so has said all it wanted.
    match read {
        Err(error) if error.kind() != io::ErrorKind::UnexpectedEof => return Err(error),
        _ => {}
    }
    let cut = received.len() as u64 > MOST_BYTES;
    Ok(Exchange { received, first_byte, total: started.elapsed(), cut })
}

/// No certificate is looked at: the address is this process's own, and the certificate is for
/// another name than loopback.
fn client(address: SocketAddr) -> io::Result<ClientConnection> {
    let config = unverified::client().map_err(io::Error::other)?;
    let name = ServerName::IpAddress(address.ip().into());
    ClientConnection::new(Arc::new(config), name).map_err(io::Error::other)
}
