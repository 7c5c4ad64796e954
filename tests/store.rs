//! The coupon store: what every engine promises, and what each engine does on its own.

#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    missing_docs,
    reason = "a test that cannot go on may panic, and a long one prints what it saw"
)]

#[path = "support/postgres.rs"]
mod database;
#[path = "store/mod.rs"]
mod store;
