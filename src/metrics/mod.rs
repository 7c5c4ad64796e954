//! What an operator wants to know of the emulator: `/health`, `/ready` and `/metrics`.
//!
//! The numbers are counted where the work is done: answers by [`Requests`], which sees each one
//! leave, and the store's by the store itself ([`crate::store::Vitals`]). Only this room knows
//! Prometheus.

mod census;
mod engine;
mod requests;
mod watch;

pub use requests::Requests;
pub use watch::Watch;
