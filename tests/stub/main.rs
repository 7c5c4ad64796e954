//! Stubs: hosts whose answers are said by files.
#![allow(
    missing_docs,
    clippy::unwrap_used,
    reason = "a test may panic, and shows its purpose by its name"
)]

mod answers;
mod conditions;
mod host;
mod mistakes;
mod recorded;
mod rules;
mod schema;
mod set_by_call;
mod templates;
mod watch;
