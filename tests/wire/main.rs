//! The wire room: every format on recorded bytes.

mod hosts;
mod vectors;
