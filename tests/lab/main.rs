//! The clock and the seed.
#![allow(
    missing_docs,
    clippy::unwrap_used,
    reason = "a test may panic, and its name says what it shows"
)]

mod clock;
mod seed;
