//! The events that wait for one subscriber.

use std::sync::Arc;

use tokio::sync::mpsc::{Receiver, Sender, channel};

/// An event on its way: its number and its text.
pub(super) type Event = (u64, Arc<str>);

/// The way in of a queue.
pub(super) struct Queue {
    sender: Sender<Event>,
    /// How many events were sent.
    sent: u64,
}

impl Queue {
    /// A queue of so many events.
    pub fn new(length: usize) -> (Self, Receiver<Event>) {
        let (sender, receiver) = channel(length.max(1));
        (Self { sender, sent: 0 }, receiver)
    }

    /// Adds an event with the next number; false when nobody reads or too many wait.
    pub fn add(&mut self, text: &Arc<str>) -> bool {
        self.sent += 1;
        self.sender.try_send((self.sent, text.clone())).is_ok()
    }
}
