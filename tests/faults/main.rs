//! Faults, seen by clients with sockets of their own, and what the store holds afterwards.
#![allow(
    missing_docs,
    clippy::unwrap_used,
    reason = "a test may panic, and shows its purpose by its name"
)]

mod client;
mod retries;
mod setting;
mod sites;
#[path = "../support/socket.rs"]
mod socket;
mod table;
