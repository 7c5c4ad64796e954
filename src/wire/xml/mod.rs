//! XML as .NET's DataContractSerializer writes and reads it.

mod attributes;
mod layout;
mod name;
mod pull;
mod read;
mod scalar;
mod sink;
mod write;

use layout::{Layout, Slot};

use crate::contract::{Contract, DtoId};

pub(super) use read::read;
pub use write::write_indented;
pub(super) use write::{write, write_cut};

/// The members of a class, in the order of DataContract.
pub(super) fn layout(contract: &Contract, id: DtoId) -> Vec<Slot<'_>> {
    Layout::of(contract, id).slots
}
