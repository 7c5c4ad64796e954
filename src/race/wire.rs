//! A copy on its connection.

use std::io::{self, Read, Write};
use std::net::TcpStream;
use std::sync::{Arc, Barrier};
use std::time::Duration;

use rustls::pki_types::ServerName;
use rustls::{ClientConnection, StreamOwned};

use super::Server;
use crate::http::reachable;
use crate::unverified;

/// How long a server may say nothing.
const PATIENCE: Duration = Duration::from_secs(30);

/// How much of an answer is read.
const MOST_BYTES: u64 = 64 * 1024;

/// A connection.
pub trait Stream: Read + Write + Send {}

impl<S: Read + Write + Send> Stream for S {}

/// A connection to the server. No certificate is looked at: the address is this process's own.
pub fn connect(server: Server) -> io::Result<Box<dyn Stream>> {
    let address = reachable(server.address);
    let socket = TcpStream::connect_timeout(&address, PATIENCE)?;
    socket.set_nodelay(true)?;
    socket.set_read_timeout(Some(PATIENCE))?;
    socket.set_write_timeout(Some(PATIENCE))?;
    if !server.encrypted {
        return Ok(Box::new(socket));
    }
    let config = Arc::new(unverified::client().map_err(io::Error::other)?);
    let name = ServerName::IpAddress(address.ip().into());
    let client = ClientConnection::new(config, name).map_err(io::Error::other)?;
    Ok(Box::new(StreamOwned::new(client, socket)))
}

/// Sends all but the last byte, waits for the others, sends that, and reads the answer.
pub fn send(mut stream: Box<dyn Stream>, bytes: &[u8], others: &Barrier) -> io::Result<Vec<u8>> {
    let (last, before) = bytes.split_last().unwrap_or((&b'\n', &[]));
    let begun = stream.write_all(before).and_then(|()| stream.flush());
    // Whoever failed must not keep the others waiting.
    others.wait();
    begun?;
    stream.write_all(&[*last])?;
    stream.flush()?;
    let mut answer = Vec::new();
    match stream.take(MOST_BYTES).read_to_end(&mut answer) {
        // A server that ends TLS without saying so has said all it wanted.
        Err(error) if error.kind() != io::ErrorKind::UnexpectedEof => Err(error),
        _ => Ok(answer),
    }
}
