//! A connection to the server of this process, over its own socket.

use std::io::{self, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::sync::Arc;
use std::time::Duration;

use rustls::pki_types::ServerName;
use rustls::{ClientConnection, StreamOwned};

use crate::http::reachable;
use crate::unverified;

/// How long the server may say nothing.
const PATIENCE: Duration = Duration::from_secs(30);

/// A connection.
pub(crate) trait Stream: Read + Write + Send {}

impl<S: Read + Write + Send> Stream for S {}

/// Connects. No certificate is looked at: the address is this process's own, and the certificate
/// is for another name than loopback.
///
/// # Errors
/// When nobody listens there.
pub(crate) fn connect(address: SocketAddr, encrypted: bool) -> io::Result<Box<dyn Stream>> {
    let address = reachable(address);
    let socket = TcpStream::connect_timeout(&address, PATIENCE)?;
    socket.set_nodelay(true)?;
    socket.set_read_timeout(Some(PATIENCE))?;
    socket.set_write_timeout(Some(PATIENCE))?;
    if !encrypted {
        return Ok(Box::new(socket));
    }
    let config = Arc::new(unverified::client().map_err(io::Error::other)?);
    let name = ServerName::IpAddress(address.ip().into());
    let client = ClientConnection::new(config, name).map_err(io::Error::other)?;
    Ok(Box::new(StreamOwned::new(client, socket)))
}

/// Reads to the end of the connection, and no more than so many bytes.
///
/// # Errors
/// When the connection breaks.
pub(crate) fn read_to_end(
    stream: impl Read,
    most_bytes: u64,
    received: &mut Vec<u8>,
) -> io::Result<()> {
    match stream.take(most_bytes).read_to_end(received) {
        // A server that ends TLS without saying so has said all it wanted.
        Err(error) if error.kind() != io::ErrorKind::UnexpectedEof => Err(error),
        _ => Ok(()),
    }
}
