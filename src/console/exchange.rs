//! A request to this server over its own socket: bytes out, bytes in.

use std::io;
use std::net::SocketAddr;
use std::time::{Duration, Instant};

use crate::own_server;

/// How many bytes of an answer the console reads.
const MOST_BYTES: u64 = 1024 * 1024;

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
    let mut stream = own_server::connect(address, encrypted)?;
    let started = Instant::now();
    stream.write_all(request)?;
    stream.flush()?;
    let mut received = vec![0; 16 * 1024];
    let length = stream.read(&mut received)?;
    received.truncate(length);
    let first_byte = started.elapsed();
    own_server::read_to_end(stream, MOST_BYTES, &mut received)?;
    let cut = received.len() as u64 > MOST_BYTES;
    Ok(Exchange { received, first_byte, total: started.elapsed(), cut })
}
