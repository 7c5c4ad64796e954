//! JSON Lines: one JSON text a line.

use super::write;
use crate::{
    contract::TypeRef,
    value::Value,
    wire::{Dialect, Typed, WriteError},
};

/// A list has a line for each item, anything else one line.
pub(in crate::wire) fn write_lines(typed: &Typed, dialect: &Dialect) -> Result<String, WriteError> {
    let mut out = String::new();
    match (typed.value, typed.ty) {
        (Value::List(items), TypeRef::List(_, of)) => items.iter().try_for_each(|value| {
            out.push_str(&write(&Typed { ty: of, value, ..*typed }, dialect)?);
            out.push('\n');
            Ok(())
        })?,
        _ => {
            out.push_str(&write(typed, dialect)?);
            out.push('\n');
        }
    }
    Ok(out)
}
