//! The wire room: every format on recorded bytes.

mod bodies;
mod exchange;
mod hostile;
mod hosts;
mod html;
mod recorded;
mod samples;
mod vectors;
