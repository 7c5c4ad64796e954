//! ServiceStack emulator.
pub mod store;
