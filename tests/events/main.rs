//! Server events: what no recording asks. The recorded cases are replayed by `tests/conformance`.
#![allow(
    missing_docs,
    clippy::unwrap_used,
    reason = "a test may panic, and shows its purpose by its name"
)]

mod client;
mod host;
mod http2;
mod limits;
mod mistakes;
mod publishing;
mod tenants;
