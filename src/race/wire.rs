//! A copy on its connection.

use std::io;
use std::sync::Barrier;

use crate::own_server::{Stream, read_to_end};

/// How much of an answer is read.
const MOST_BYTES: u64 = 64 * 1024;

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
    read_to_end(stream, MOST_BYTES, &mut answer)?;
    Ok(answer)
}
