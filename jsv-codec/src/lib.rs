//! JSV for serde.
