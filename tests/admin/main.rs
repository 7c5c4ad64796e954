//! The admin API at `/_emulator`.
#![allow(
    missing_docs,
    clippy::unwrap_used,
    reason = "a test may panic, and shows its purpose by its name"
)]

mod attacks;
mod clock;
mod coupons;
mod database;
mod documents;
mod durable;
mod exact;
mod host;
mod journal;
mod mistakes;
mod page;
mod race;
mod records;
mod snapshots;
mod stubs;
mod tenants;
mod transcript;

#[path = "../support/postgres.rs"]
mod postgres;
#[path = "../support/socket.rs"]
mod socket;
