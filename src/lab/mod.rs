//! What no real host can do: stand its clock still, repeat its own chance, and fail on purpose.
//!
//! Every instant and every random value of the emulator comes from here, so that a frozen [`Clock`]
//! and a fixed [`Seed`] make its answers the same byte for byte. `clippy.toml` forbids the other
//! sources.

mod clock;
pub mod fault;
mod seed;

pub use clock::{Clock, RATES, instant_of};
pub use seed::Seed;
