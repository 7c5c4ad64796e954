//! The wire room: every format on recorded bytes.

mod bodies;
mod cut;
mod exchange;
mod format;
mod hostile;
mod hosts;
mod html;
mod js_config;
mod json;
mod random;
mod recorded;
mod samples;
mod tolerant;
mod vectors;
