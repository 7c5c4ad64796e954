//! The wire room: every format on recorded bytes.

mod bodies;
mod codec_vectors;
mod cut;
mod diagnostics;
mod exchange;
mod format;
mod hostile;
mod hosts;
mod html;
mod js_config;
mod json;
mod layout;
mod modern;
mod odd_texts;
mod random;
mod recorded;
mod recorded_value;
mod samples;
mod tolerant;
mod vectors;
