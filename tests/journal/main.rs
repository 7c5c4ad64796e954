//! The journal: what it keeps, what it shows, and what of it is hidden.
#![allow(
    missing_docs,
    clippy::unwrap_used,
    reason = "a test may panic, and shows its purpose by its name"
)]

mod bounds;
mod exchanges;
mod filters;
mod masks;
mod partial;
#[path = "../support/socket.rs"]
mod socket;
mod subscriptions;
