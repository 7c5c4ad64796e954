//! How to use the crate: a [tutorial](tutorial) to be read once, and a [cookbook](cookbook) to look things up in.

pub mod cookbook;
pub mod tutorial;
