//! The body of an answer: complete, or made while it is sent.

use std::fmt;
use std::io;
use std::pin::Pin;

use bytes::Bytes;
use futures_util::Stream;

/// Pieces of a body, made as fast as the client takes them. An error breaks the connection off.
pub type Pieces = Pin<Box<dyn Stream<Item = io::Result<Bytes>> + Send>>;

/// The body of an [`Answer`](super::Answer).
pub enum Body {
    /// All of it.
    Whole(Vec<u8>),
    /// What nobody wants to hold in memory.
    Streamed(Pieces),
    /// What goes on until the client is gone; a client that sends its end is.
    Live(Pieces),
}

impl Body {
    /// Whether its length is not known.
    pub(super) fn is_streamed(&self) -> bool {
        !matches!(self, Self::Whole(_))
    }
}

impl Default for Body {
    fn default() -> Self {
        Self::Whole(Vec::new())
    }
}

impl fmt::Debug for Body {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Whole(bytes) => write!(f, "{:?}", String::from_utf8_lossy(bytes)),
            Self::Streamed(_) | Self::Live(_) => f.write_str("a stream"),
        }
    }
}

impl<T: Into<Vec<u8>>> From<T> for Body {
    fn from(bytes: T) -> Self {
        Self::Whole(bytes.into())
    }
}
