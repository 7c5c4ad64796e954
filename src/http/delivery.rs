//! How an answer reaches its client: whole, or as on a bad day.

/// What the server does with the bytes of an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Delivery {
    /// Sends them.
    #[default]
    Whole,
    /// Sends none and resets the connection; of HTTP/2 the stream.
    Reset,
    /// Sends none and closes the connection; of HTTP/2 it resets the stream.
    Close,
    /// Sends so many, head included, and closes the connection. HTTP/2 sends so many of the body
    /// and resets the stream.
    Truncate(usize),
    /// Sends half of the head and closes the connection; of HTTP/2 it resets the stream.
    CutHead,
    /// Sends the head and half of the body, or of its first piece, and closes the connection. HTTP/2
    /// resets the stream.
    CutBody,
    /// Sends so many a second.
    Throttle {
        /// At least 1.
        bytes_per_second: u32,
    },
    /// Sends as many others in their place; HTTP/2 in the place of the body.
    Garbage,
}

/// As much at once of a throttled answer as comes in a tenth of a second.
pub(super) const STEPS_PER_SECOND: u32 = 10;

/// Bytes that mean nothing, always the same ones.
pub(super) fn garbage(length: usize) -> Vec<u8> {
    (0..length).map(|place| (place.wrapping_mul(167) >> 2) as u8 ^ 0xA5).collect()
}

impl Delivery {
    /// Whether HTTP/2 sends nothing of such an answer, not even its head.
    pub(super) fn hides_head(self) -> bool {
        matches!(self, Self::Reset | Self::Close | Self::CutHead)
    }

    /// The same for an answer of HTTP/1 with a head of this length, and a body of this one where all
    /// of it is there.
    pub(super) fn measured(self, head: usize, body: Option<usize>) -> Self {
        match (self, body) {
            (Self::Close, _) => Self::Truncate(0),
            (Self::CutHead, _) => Self::Truncate(head / 2),
            // Without a body all but the last byte of the head: the answer has begun, no more.
            (Self::CutBody, Some(0)) => Self::Truncate(head - 1),
            (Self::CutBody, Some(body)) => Self::Truncate(head + body / 2),
            (other, _) => other,
        }
    }

    /// How many bytes a throttled answer gives at once.
    pub(super) fn step(bytes_per_second: u32) -> usize {
        bytes_per_second.div_ceil(STEPS_PER_SECOND).max(1) as usize
    }

    /// How long it then waits, in microseconds: whole steps do not come out even at a few bytes a
    /// second.
    pub(super) fn pause_us(bytes_per_second: u32) -> u64 {
        Self::step(bytes_per_second) as u64 * 1_000_000 / u64::from(bytes_per_second.max(1))
    }
}
