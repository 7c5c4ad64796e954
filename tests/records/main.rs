//! Records: typed rows of a tenant, AutoQuery, and what writes to them.
#![allow(
    missing_docs,
    clippy::unwrap_used,
    reason = "a test may panic, and shows its purpose by its name"
)]

mod autoquery;
mod durable;
mod host;
mod limits;
mod mistakes;
#[expect(dead_code, reason = "its other cases need sign-in")]
#[path = "../stub/recorded.rs"]
mod recorded;
mod stubs;
mod tables;
