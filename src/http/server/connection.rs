//! What one HTTP/1 connection's [`Tap`](super::tap::Tap) and the service behind the library tell each other.

use std::cell::{Cell, RefCell};
use std::net::SocketAddr;
use std::rc::Rc;

use super::answer_head::AnswerHead;
use super::refused::Refused;

/// One connection. At any time one request of it is under way: the tap gives the library the next one only after the
/// answer before it has left. So each side leaves one thing here, and the other side takes it.
#[derive(Debug, Default)]
pub struct Connection {
    /// Its place among all that the server saw.
    pub number: u64,
    /// The other end.
    pub peer: Option<SocketAddr>,
    /// Why the request under way is a stand-in for one that cannot be read.
    refused: Cell<Option<Refused>>,
    /// The head of the answer that the library is about to write.
    head: RefCell<Option<AnswerHead>>,
}

impl Connection {
    pub fn new(number: u64, peer: Option<SocketAddr>) -> Rc<Self> {
        Rc::new(Self { number, peer, ..Self::default() })
    }

    pub fn refuse(&self, refused: Refused) {
        self.refused.set(Some(refused));
    }

    pub fn take_refused(&self) -> Option<Refused> {
        self.refused.take()
    }

    pub fn put_head(&self, head: AnswerHead) {
        *self.head.borrow_mut() = Some(head);
    }

    pub fn take_head(&self) -> Option<AnswerHead> {
        self.head.borrow_mut().take()
    }
}
