//! XML as .NET's DataContractSerializer writes and reads it.

mod attributes;
mod layout;
mod name;
mod pull;
mod read;
mod scalar;
mod sink;
mod write;

pub(super) use read::read;
pub use write::write_indented;
pub(super) use write::{write, write_cut};
