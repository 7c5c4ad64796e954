//! JSON of a host: by default ServiceStack.Text's, with `\/Date(ms)\/`, Guids without hyphens, nulls
//! left out, and a very forgiving reader. That of [`system`] is another dialect.

mod collection;
mod cut;
mod data_contract;
mod date;
mod dictionary;
mod escape;
mod indent;
mod lines;
mod read;
mod runtime_type;
mod system;
mod write;

use super::{Cut, Dialect, JsonDialect, ReadError, Reading, Typed, WriteError, Written};
use crate::{
    contract::{Contract, TypeRef},
    value::Value,
};

pub(super) use indent::indent;
pub(super) use lines::{read_lines, write_lines};

/// The JSON text of a value; nothing at all for null.
pub(super) fn write(typed: &Typed, dialect: &Dialect) -> Written {
    match dialect.json {
        JsonDialect::ServiceStack => write::write(typed, dialect),
        JsonDialect::System => system::write(typed, dialect),
        JsonDialect::DataContract => data_contract::write(typed, dialect),
    }
}

/// The JSON text of an object, cut around the items of a list that is not null.
pub(super) fn write_cut(typed: &Typed, place: usize, dialect: &Dialect) -> Result<Cut, WriteError> {
    match dialect.json {
        JsonDialect::ServiceStack => write::write_cut(typed, place, dialect),
        JsonDialect::DataContract => Err(WriteError::Unwritable("json")),
        JsonDialect::System => system::write_cut(typed, place, dialect),
    }
}

/// Reads a value of type `ty` from a whole text. An empty text is the type's default, `Null` for a
/// class; to System.Text.Json it is a fault.
pub(super) fn read(
    contract: &Contract,
    ty: &TypeRef,
    text: &str,
    reading: Reading<'_>,
) -> Result<Value, ReadError> {
    match reading.json {
        JsonDialect::ServiceStack | JsonDialect::DataContract => {
            read::read(contract, ty, text, reading)
        }
        JsonDialect::System => system::read(contract, ty, text, reading),
    }
}
