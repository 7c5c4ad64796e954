//! Stubs: hosts whose answers are said by files.
#![allow(
    missing_docs,
    clippy::unwrap_used,
    reason = "a test may panic, and shows its purpose by its name"
)]

mod accounts;
mod answers;
mod conditions;
mod host;
mod log;
mod mistakes;
mod recorded;
mod reload;
mod rules;
mod schema;
mod set_by_call;
mod sources;
mod templates;
mod watch;
