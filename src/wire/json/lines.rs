//! JSON Lines: one JSON text a line.

use super::{read, write};
use crate::{
    contract::{Contract, TypeRef},
    value::Value,
    wire::{Dialect, ReadError, Reading, Typed, WriteError, Written},
};

/// A list has an item in each line that is not blank; one object is the first line (recorded of
/// 10.x: topic M7).
pub(in crate::wire) fn read_lines(
    contract: &Contract,
    ty: &TypeRef,
    text: &str,
    reading: Reading<'_>,
) -> Result<Value, ReadError> {
    if !matches!(ty, TypeRef::List(..)) {
        return read(contract, ty, text.lines().next().unwrap_or_default(), reading);
    }
    let items: Vec<&str> = text.lines().filter(|line| !line.trim().is_empty()).collect();
    read(contract, ty, &format!("[{}]", items.join(",")), reading)
}

/// A list has a line for each item, a dictionary one for each entry; one object is a text without
/// the end of a line (recorded of 10.x: topic M7).
pub(in crate::wire) fn write_lines(typed: &Typed, dialect: &Dialect) -> Written {
    let mut text = String::new();
    let fault = lines(&mut text, typed, dialect).err();
    Written { text, fault }
}

fn lines(out: &mut String, typed: &Typed, dialect: &Dialect) -> Result<(), WriteError> {
    match (typed.value, typed.ty) {
        (Value::List(items), TypeRef::List(_, of)) => items.iter().try_for_each(|value| {
            out.push_str(&write(&Typed { ty: of, value, ..*typed }, dialect).into_result()?);
            out.push('\n');
            Ok(())
        })?,
        (Value::Dictionary(entries), TypeRef::Dictionary(key, of)) => {
            entries.iter().try_for_each(|(name, value)| {
                let name =
                    write(&Typed { ty: key, value: name, ..*typed }, dialect).into_result()?;
                let value = write(&Typed { ty: of, value, ..*typed }, dialect).into_result()?;
                out.push_str(&format!("{{\"key\":{name},\"value\":{value}}}\n"));
                Ok(())
            })?
        }
        _ => out.push_str(&write(typed, dialect).into_result()?),
    }
    Ok(())
}
