//! The text of scalars, without any quotes: what JSV, JSON strings, CSV cells and keys have in common.
//!
//! How each .NET scalar is spelled is told by `jsv_codec::scalar`; here is only which one a value needs.

use jsv_codec::scalar::{
    ScalarError, boolean, bytes, character, date_time, date_time_offset, decimal, duration, float, guid,
    integer,
};

use super::{Dialect, ReadError, WriteError, enumeration};
use crate::{
    contract::{Contract, Scalar, TypeRef},
    value::Value,
};

/// The members of an enum type; `None` for every other type. Nullable enums are enums.
pub(super) fn enum_members<'a>(
    contract: &'a Contract,
    ty: &TypeRef,
) -> Option<&'a crate::contract::Enumeration> {
    match ty {
        TypeRef::Dto(id) => contract.dto(*id).enumeration(),
        TypeRef::Nullable(inner) => enum_members(contract, inner),
        _ => None,
    }
}

/// Appends the JSV text of a scalar, unquoted. Nothing for null; a list, dictionary or object is a mismatch.
pub(super) fn write(
    out: &mut String,
    value: &Value,
    contract: &Contract,
    ty: &TypeRef,
    dialect: &Dialect,
) -> Result<(), WriteError> {
    match value {
        Value::Null => {}
        Value::Bool(truth) => out.push_str(boolean::write(*truth)),
        Value::Int(number) => integer::write(*number, out),
        Value::UInt(number) => integer::write(*number, out),
        Value::Single(number) => float::write_f32(*number, out),
        Value::Double(number) => float::write_f64(*number, out),
        Value::Decimal(number) => decimal::write(number, out),
        Value::Char(unit) => character::write(*unit, out),
        Value::String(text) => out.push_str(text),
        Value::Guid(id) => guid::write(id, out),
        Value::DateTime(date) => date_time::write(date, dialect.zone, out),
        Value::DateTimeOffset(date) => date_time_offset::write(date, out),
        Value::TimeSpan(ticks) => duration::write(*ticks, out),
        Value::Bytes(data) => bytes::write(data, out),
        Value::Enum(number) => {
            match enum_members(contract, ty).and_then(|members| enumeration::name(members, *number)) {
                Some(name) => out.push_str(name),
                None => integer::write(*number, out),
            }
        }
        Value::List(_) | Value::Dictionary(_) | Value::Object(_) => return Err(mismatch(ty, value)),
    }
    Ok(())
}

/// Reads a scalar from its text, already unquoted. Text that is not of the type is an error here; whether that costs
/// the whole body or leaves one member at its default is for the caller to say.
pub(super) fn parse(scalar: Scalar, text: &str, dialect: &Dialect) -> Result<Value, ReadError> {
    let value = match scalar {
        Scalar::Boolean => boolean::read(text).map(Value::Bool),
        Scalar::SByte => integer::read::<i8>(text).map(|n| Value::Int(n.into())),
        Scalar::Int16 => integer::read::<i16>(text).map(|n| Value::Int(n.into())),
        Scalar::Int32 => integer::read::<i32>(text).map(|n| Value::Int(n.into())),
        Scalar::Int64 => integer::read::<i64>(text).map(Value::Int),
        Scalar::Byte => integer::read::<u8>(text).map(|n| Value::UInt(n.into())),
        Scalar::UInt16 => integer::read::<u16>(text).map(|n| Value::UInt(n.into())),
        Scalar::UInt32 => integer::read::<u32>(text).map(|n| Value::UInt(n.into())),
        Scalar::UInt64 => integer::read::<u64>(text).map(Value::UInt),
        Scalar::Single => float::read_f32(text).map(Value::Single),
        Scalar::Double => float::read_f64(text).map(Value::Double),
        Scalar::Decimal => decimal::read(text).map(Value::Decimal),
        Scalar::Char => Ok(Value::Char(character::read(text))),
        Scalar::Guid => guid::read(text).map(Value::Guid),
        Scalar::DateTime => date_time::read(text, dialect.zone).map(Value::DateTime),
        Scalar::DateTimeOffset => date_time_offset::read(text, dialect.zone).map(Value::DateTimeOffset),
        Scalar::TimeSpan => duration::read(text).map(Value::TimeSpan),
        Scalar::Bytes if text.is_empty() => Ok(Value::Null),
        Scalar::Bytes => bytes::read(text).map(Value::Bytes),
        Scalar::Stream => Ok(Value::Null),
        Scalar::String | Scalar::Uri | Scalar::Object | Scalar::Type | Scalar::Version => {
            Ok(Value::String(text.into()))
        }
    };
    value.map_err(ReadError::from)
}

impl From<ScalarError> for ReadError {
    fn from(error: ScalarError) -> Self {
        Self { exception: error.exception(), message: error.to_string() }
    }
}

/// The error of a value that is not of its type.
pub(super) fn mismatch(ty: &TypeRef, value: &Value) -> WriteError {
    WriteError::Mismatch { expected: format!("{ty:?}"), found: value.kind().into() }
}
