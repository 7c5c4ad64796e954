//! Server events: who listens at a host, and what is sent to them. Knows no request.
//!
//! A [`Hub`] holds the subscribers of one host in one tenant. Each reads its own queue by a
//! [`Subscription`]; when that is dropped, the subscriber is gone. A subscriber whose queue is full
//! is dropped as well: nobody waits for a slow reader.

mod hub;
mod message;
mod queue;
mod subscriber;
mod subscription;

use std::time::Duration;

pub use hub::{Hub, Listener};
pub use message::{Message, Recipients};
pub use subscriber::Fields;
pub use subscription::Subscription;

/// What bounds the subscribers of a host in a tenant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// How often a client shall say that it is there.
    pub heartbeat: Duration,
    /// One that did not for so long is dropped. Real time, as the client's own timer.
    pub idle: Duration,
    /// How many subscribers there may be.
    pub subscribers: usize,
    /// How many channels a subscriber may have.
    pub channels: usize,
    /// How many events may wait for a subscriber.
    pub queue: usize,
}

impl Default for Limits {
    /// ServiceStack's own times, and room for a thousand subscribers.
    fn default() -> Self {
        Self {
            heartbeat: Duration::from_secs(10),
            idle: Duration::from_secs(30),
            subscribers: 1000,
            channels: 100,
            queue: 1000,
        }
    }
}

/// Why nothing was done.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refused {
    /// There are as many subscribers as may be.
    #[error("there are {0} subscribers already")]
    Subscribers(usize),
    /// A subscriber would have more channels than it may.
    #[error("a subscriber has at most {0} channels")]
    Channels(usize),
    /// A channel or selector that would break the lines of the stream, or is endless.
    #[error(
        "a name of at most {} characters without control characters is needed",
        message::LONGEST
    )]
    Name,
    /// A selector that names a channel, sent to a channel.
    #[error("Illegal '@' used in name")]
    At,
}
