//! A value with the type that says how to write it, and a type with what is needed to read it.

mod de;
mod ser;

pub(super) use de::{Context, Wanted};
pub(super) use ser::Spelled;

use crate::{
    contract::{Contract, TypeRef},
    value::Value,
};

/// A value, its declared type, and the contract that both are from.
#[derive(Debug, Clone, Copy)]
pub struct Typed<'a> {
    /// The contract.
    pub contract: &'a Contract,
    /// The declared type.
    pub ty: &'a TypeRef,
    /// The value.
    pub value: &'a Value,
}
