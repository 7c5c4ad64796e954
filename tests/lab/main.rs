//! The clock and the seed.
#![allow(
    missing_docs,
    clippy::unwrap_used,
    reason = "a test may panic, and tells what it shows by its name"
)]

mod clock;
mod seed;
