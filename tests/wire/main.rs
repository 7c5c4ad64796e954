//! The wire room: every format on recorded bytes.

mod bodies;
mod cut;
mod diagnostics;
mod exact;
mod exchange;
mod format;
mod hostile;
mod hosts;
mod html;
mod js_config;
mod json;
mod layout;
mod odd_texts;
mod random;
mod recorded;
mod samples;
mod tolerant;
mod vectors;
