//! The wire room: every format on recorded bytes.

mod bodies;
mod exchange;
mod hosts;
mod recorded;
mod samples;
mod vectors;
