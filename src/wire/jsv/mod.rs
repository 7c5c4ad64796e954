//! JSV, by `jsv_codec`.

use jsv_codec::{Deserializer, ErrorKind, Mode, Options, scalar::uri};
use serde::de::DeserializeSeed;

use super::{
    Cut, Dialect, ReadError, Reading, Typed, WriteError,
    budget::Budget,
    text::{is_text, mismatch},
    typed::{Context, Spelled, Wanted},
};
use crate::{
    contract::{Contract, Scalar, TypeRef},
    value::{Object, Value},
};

/// The JSV text of a value; nothing at all for null.
pub(super) fn write(typed: &Typed, dialect: &Dialect) -> Result<String, WriteError> {
    let spelled = Spelled::new(*typed, dialect);
    jsv_codec::to_string_with(&spelled, &options(dialect))
        .map_err(|error| WriteError::Notation(error.message()))
}

/// The JSV text of an object, cut around the items of a list.
///
/// The serializer does not report its position, but the same object with an empty list and without
/// what comes after, or before, is as long as the head, or the tail, and a little more.
pub(super) fn write_cut(typed: &Typed, place: usize, dialect: &Dialect) -> Result<Cut, WriteError> {
    let text = write(typed, dialect)?;
    let Value::Object(object) = typed.value else { return Err(mismatch(typed)) };
    let length = |kept: &dyn Fn(usize) -> bool| -> Result<usize, WriteError> {
        Ok(write(&Typed { value: &without_items(object, place, kept), ..*typed }, dialect)?.len())
    };
    // `{A:1,List:[]}` ends with what closes list and object; `{List:[],B:2}` is `],B:2}` longer
    // than `{List:[`.
    let head = length(&|at| at < place)? - 2;
    let tail = length(&|at| at > place)? + 2 - length(&|_| false)?;
    Ok(Cut { items: head..text.len() - tail, text, separator: "," })
}

/// An object with an empty list at this place and those of its other members that are kept.
fn without_items(object: &Object, place: usize, kept: &dyn Fn(usize) -> bool) -> Value {
    let members = object.members.iter().enumerate().map(|(at, value)| match at {
        _ if at == place => Value::List(Vec::new()),
        _ if kept(at) => value.clone(),
        _ => Value::Null,
    });
    Value::Object(Object { dto: object.dto, members: members.collect() })
}

/// Reads a value of type `ty` from a whole text. An empty text is the type's default, `Null` for a
/// class.
pub(super) fn read(
    contract: &Contract,
    ty: &TypeRef,
    text: &str,
    reading: Reading<'_>,
) -> Result<Value, ReadError> {
    read_within(contract, ty, text, reading, &Budget::new(&reading))
}

/// Reads the text of one path variable, query string or form value as a value of type `ty`: strings
/// are taken as they are, everything else is JSV. Unlike a member of a body, a text that does not
/// convert is an error.
///
/// # Errors
/// The text is not of the type; binding turns this into
/// `'{text}' is an Invalid value for '{name}'`.
pub fn read_member<'a>(
    contract: &Contract,
    ty: &TypeRef,
    text: &str,
    reading: impl Into<Reading<'a>>,
) -> Result<Value, ReadError> {
    let reading = reading.into();
    read_cell(contract, ty, text, reading, &Budget::new(&reading))
}

/// As [`read_member`], for one of many texts that share a budget.
pub(super) fn read_cell(
    contract: &Contract,
    ty: &TypeRef,
    text: &str,
    reading: Reading<'_>,
    budget: &Budget,
) -> Result<Value, ReadError> {
    match ty {
        TypeRef::Scalar(Scalar::Uri) if reading.strict => {
            uri::check(text)?;
            Ok(Value::String(text.into()))
        }
        TypeRef::Scalar(Scalar::Char) if text == "\"" => Err(ReadError::index_out_of_range()),
        TypeRef::Scalar(scalar) if is_text(*scalar) => Ok(Value::String(text.into())),
        TypeRef::Unknown(_) => Ok(Value::String(text.into())),
        // What is there is a value, even if it is nothing but an open quote.
        TypeRef::Nullable(of) if !text.is_empty() => read_cell(contract, of, text, reading, budget),
        _ => read_within(contract, ty, text, reading, budget),
    }
}

fn read_within(
    contract: &Contract,
    ty: &TypeRef,
    text: &str,
    reading: Reading<'_>,
    budget: &Budget,
) -> Result<Value, ReadError> {
    let text = if reading.strict { text } else { text.trim() };
    if text.is_empty() {
        return Ok(contract.default_value(ty));
    }
    if matches!(ty, TypeRef::List(..)) && text == "[" {
        return Err(ReadError::out_of_range("start"));
    }
    let context = Context::new(contract, reading, budget);
    let deserializer = Deserializer::with(text, &options(&reading));
    Wanted::new(&context, ty).deserialize(deserializer).map_err(|error| explain(&error, &context))
}

fn options(dialect: &Dialect) -> Options {
    let mode = if dialect.strict { Mode::Strict } else { Mode::Tolerant };
    // The seed counts levels itself, so that its own error comes first.
    Options { mode, dialect: dialect.text, max_depth: dialect.max_depth + 1, ..Options::default() }
}

fn explain(error: &jsv_codec::Error, context: &Context) -> ReadError {
    if let Some(refusal) = context.budget.refusal() {
        return refusal;
    }
    match error.kind() {
        ErrorKind::NotAnObject { found, .. } => {
            let name =
                context.entering.get().map(|id| context.contract.dto(id).type_name.name.as_str());
            ReadError::bad_start(name.unwrap_or_default(), found)
        }
        ErrorKind::Message(_) => context.fault.take().unwrap_or_else(ReadError::format),
        _ => ReadError::new(error.exception().unwrap_or("SerializationException"), error.message()),
    }
}
