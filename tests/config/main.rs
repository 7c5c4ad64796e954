//! Settings and seed data.
#![allow(
    missing_docs,
    clippy::unwrap_used,
    reason = "a test may panic, and its name says what it shows"
)]

mod faults;
mod layers;
mod notation;
mod seed_data;
mod users;

use servicestack_emulator::config::Layer;

/// The layer of a file `apex.toml`.
fn layer(text: &str) -> Layer {
    Layer::from_text("apex.toml", text).unwrap()
}

/// What is reported of a file `apex.toml`.
fn fault(text: &str) -> String {
    Layer::from_text("apex.toml", text).unwrap_err().to_string()
}
