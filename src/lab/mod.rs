//! What no real host can do: stand its clock still, and repeat its own chance.
//!
//! Every instant and every random value of the emulator comes from here, so that a frozen [`Clock`]
//! and a fixed [`Seed`] make its answers the same byte for byte. `clippy.toml` forbids the other
//! sources.

mod clock;
mod seed;

pub use clock::{Clock, RATES};
pub use seed::Seed;
