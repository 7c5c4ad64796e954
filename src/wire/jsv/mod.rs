//! JSV, by `jsv_codec`.

use jsv_codec::{Deserializer, ErrorKind, Mode, Options};
use serde::de::DeserializeSeed;

use super::{
    Dialect, ReadError, Typed, WriteError,
    budget::Budget,
    text::is_text,
    typed::{Context, Spelled, Wanted},
};
use crate::{
    contract::{Contract, TypeRef},
    value::Value,
};

/// The JSV text of a value; nothing at all for null.
pub(super) fn write(typed: &Typed, dialect: &Dialect) -> Result<String, WriteError> {
    let spelled = Spelled { typed: *typed, dialect };
    jsv_codec::to_string_with(&spelled, &options(dialect))
        .map_err(|error| WriteError::Notation(error.message()))
}

/// Reads a value of type `ty` from a whole text. An empty text is the type's default, `Null` for a class.
pub(super) fn read(
    contract: &Contract,
    ty: &TypeRef,
    text: &str,
    dialect: &Dialect,
) -> Result<Value, ReadError> {
    read_within(contract, ty, text, dialect, &Budget::new(dialect))
}

/// Reads the text of one path variable, query string or form value as a value of type `ty`: strings are taken as they
/// are, everything else is JSV. Unlike a member of a body, a text that does not convert is an error.
///
/// # Errors
/// The text is not of the type; binding turns this into `'{text}' is an Invalid value for '{name}'`.
pub fn read_member(
    contract: &Contract,
    ty: &TypeRef,
    text: &str,
    dialect: &Dialect,
) -> Result<Value, ReadError> {
    read_cell(contract, ty, text, dialect, &Budget::new(dialect))
}

/// As [`read_member`], for one of many texts that share a budget.
pub(super) fn read_cell(
    contract: &Contract,
    ty: &TypeRef,
    text: &str,
    dialect: &Dialect,
    budget: &Budget,
) -> Result<Value, ReadError> {
    match ty {
        TypeRef::Scalar(scalar) if is_text(*scalar) => Ok(Value::String(text.into())),
        TypeRef::Unknown(_) => Ok(Value::String(text.into())),
        _ => read_within(contract, ty, text, dialect, budget),
    }
}

fn read_within(
    contract: &Contract,
    ty: &TypeRef,
    text: &str,
    dialect: &Dialect,
    budget: &Budget,
) -> Result<Value, ReadError> {
    let text = if dialect.strict { text } else { text.trim() };
    if text.is_empty() {
        return Ok(contract.default_value(ty));
    }
    let context = Context::new(contract, dialect, budget);
    let deserializer = Deserializer::with(text, &options(dialect));
    Wanted::new(&context, ty).deserialize(deserializer).map_err(|error| explain(&error, &context))
}

fn options(dialect: &Dialect) -> Options {
    let mode = if dialect.strict { Mode::Strict } else { Mode::Tolerant };
    // The seed counts levels itself, so that its own error comes first.
    Options { mode, max_depth: dialect.max_depth + 1, ..Options::default() }
}

fn explain(error: &jsv_codec::Error, context: &Context) -> ReadError {
    if let Some(refusal) = context.budget.refusal() {
        return refusal;
    }
    match error.kind() {
        ErrorKind::NotAnObject { found, .. } => {
            let name = context.entering.get().map(|id| context.contract.dto(id).type_name.name.as_str());
            ReadError::bad_start(name.unwrap_or_default(), found)
        }
        ErrorKind::Message(_) => context.fault.take().unwrap_or_else(ReadError::format),
        _ => ReadError {
            exception: error.exception().unwrap_or("SerializationException"),
            message: error.message(),
        },
    }
}
