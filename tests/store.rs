//! The coupon store: what every engine promises, and what each engine does on its own.

#![allow(clippy::unwrap_used, missing_docs, reason = "a test that cannot go on may panic")]

#[path = "support/postgres.rs"]
mod database;
#[path = "store/mod.rs"]
mod store;
