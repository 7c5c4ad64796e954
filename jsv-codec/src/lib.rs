//! JSV for serde.

pub mod scalar;
