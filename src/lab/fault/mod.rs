//! Faults: what shall go wrong with which exchanges. Here they are only described; the room
//! `faults` lets exchanges meet them. docs/faults.md is the reference.
//!
//! | module | what |
//! |---|---|
//! | `point` | where on its way an exchange meets a fault |
//! | `act` | what happens there |
//! | `latency` | how long it waits |
//! | `window` | when a fault is in force |
//! | `text` | `afterCommit=reset`, as a request header says it |
//! | `preset` | faults with names that people say |
//! | `document` | the object that a file holds |
//! | `wanted` | a fault, checked |

mod act;
mod document;
mod latency;
mod point;
mod preset;
mod text;
mod wanted;
mod window;

pub use act::{Act, Cut, Failure, LostSession};
pub use document::FaultDocument;
pub use latency::Latency;
pub use point::Point;
pub use preset::PRESETS;
pub use text::parts_of;
pub use wanted::{Fault, FaultLimits, Part, Wrong};
pub use window::Window;
