//! The race lab: copies of a request that come at once, and who won; and the requests of a journal
//! once more, in the order of their commits.
//!
//! Each copy has a connection of its own. All but its last byte is sent, and when every copy is
//! there the last bytes follow together, so that nothing but the server decides the order.

mod copy;
mod replay;
mod resent;
mod wire;

use std::io;
use std::net::SocketAddr;
use std::sync::Barrier;

pub use copy::{BadCopy, Copy};
pub use replay::{Answered, Difference, Replay, replay};

use crate::own_server;

/// The most copies at once: each has a thread and a connection.
pub const MOST: usize = 64;

/// Where a server listens, and whether it speaks TLS.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Server {
    /// Its address.
    pub address: SocketAddr,
    /// HTTPS.
    pub encrypted: bool,
}

/// Copies that were answered alike.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Group {
    /// The status; none where no whole head came.
    pub status: Option<u16>,
    /// The body, or what went wrong on the connection.
    pub body: String,
    /// How many copies.
    pub copies: usize,
}

/// Sends so many copies at once and groups their answers: the fewest copies first, for those are
/// who won. Blocks until all are answered.
///
/// # Errors
/// When a connection cannot be made.
pub fn run(server: Server, copy: &Copy, copies: usize) -> io::Result<Vec<Group>> {
    let bytes = copy.bytes();
    let copies = copies.clamp(1, MOST);
    let mut streams = Vec::with_capacity(copies);
    for _ in 0..copies {
        streams.push(own_server::connect(server.address, server.encrypted)?);
    }
    let barrier = Barrier::new(copies);
    let answers: Vec<io::Result<Vec<u8>>> = std::thread::scope(|scope| {
        let (bytes, barrier) = (&bytes, &barrier);
        let send = |stream| scope.spawn(move || wire::send(stream, bytes, barrier));
        let threads: Vec<_> = streams.into_iter().map(send).collect();
        let ended = |_| Err(io::Error::other("its thread ended"));
        threads.into_iter().map(|thread| thread.join().unwrap_or_else(ended)).collect()
    });
    Ok(grouped(&answers))
}

fn grouped(answers: &[io::Result<Vec<u8>>]) -> Vec<Group> {
    let mut groups: Vec<Group> = Vec::new();
    for answer in answers {
        let (status, body) = match answer {
            Ok(bytes) => parts(bytes),
            Err(error) => (None, format!("no answer: {error}")),
        };
        match groups.iter_mut().find(|known| known.status == status && known.body == body) {
            Some(known) => known.copies += 1,
            None => groups.push(Group { status, body, copies: 1 }),
        }
    }
    groups.sort_by(|one, other| {
        (one.copies, one.status, &one.body).cmp(&(other.copies, other.status, &other.body))
    });
    groups
}

fn parts(answer: &[u8]) -> (Option<u16>, String) {
    let text = String::from_utf8_lossy(answer);
    let Some((head, body)) = text.split_once("\r\n\r\n") else {
        return (None, "no answer: the connection ended".to_owned());
    };
    let status = head.split(' ').nth(1).and_then(|status| status.parse().ok());
    (status, body.to_owned())
}
