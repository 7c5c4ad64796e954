//! What one HTTP/1 connection's [`Tap`](super::tap::Tap) and the service behind the library tell each other.

use std::cell::{Cell, RefCell};
use std::net::SocketAddr;
use std::rc::Rc;

use super::answer_head::AnswerHead;
use super::refused::Refused;
use super::request_head::ReadRequest;

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
    /// The request under way, where the library was given a stand-in for its head.
    request: RefCell<Option<ReadRequest>>,
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

    /// Says what request the library is given now.
    pub fn put_request(&self, request: Option<ReadRequest>) {
        *self.request.borrow_mut() = request;
    }

    pub fn take_request(&self) -> Option<ReadRequest> {
        self.request.borrow_mut().take()
    }

    pub fn put_head(&self, head: AnswerHead) {
        *self.head.borrow_mut() = Some(head);
    }

    pub fn take_head(&self) -> Option<AnswerHead> {
        self.head.borrow_mut().take()
    }
}
