//! What lets exchanges go wrong: faults of files, of calls of the admin API, and of request
//! headers, by the descriptions of [`lab::fault`](crate::lab::fault). docs/faults.md is the
//! reference.
//!
//! ```text
//! faults/*.toml ── FaultFiles ─┐
//! PUT /_emulator/faults ───────┼─ Injector ── meeting: which faults ── acting: what happens
//! X-Emulator-Fault ────────────┘
//! ```

mod acting;
mod files;
mod injector;
mod kept;
mod meeting;
mod reading;
mod watch;

pub use files::{FaultFiles, FileFault};
pub use injector::{Injector, Mounted};
pub use reading::{Operations, read};

/// The header by which a request says which faults it meets.
pub const HEADER: &str = "x-emulator-fault";
