//! Records: typed rows of a tenant, AutoQuery, and what writes to them.
#![allow(
    missing_docs,
    clippy::unwrap_used,
    reason = "a test may panic, and shows its purpose by its name"
)]

mod durable;
mod host;
mod limits;
mod mistakes;
mod stubs;
mod tables;
