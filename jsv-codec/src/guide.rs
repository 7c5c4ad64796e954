//! How to use the crate: a [tutorial] to be read once, and a [cookbook] to look things up in.

pub mod cookbook;
pub mod tutorial;
