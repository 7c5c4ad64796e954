//! Values of columns: how they are kept, how they are read of a text, and how a database shows them.

use jsv_codec::Dialect;
use jsv_codec::scalar::ScalarError;
use jsv_codec::scalar::date_time::{DateTime, Kind};

use crate::contract::{Contract, Scalar, TypeRef};
use crate::value::Value;
use crate::wire::{self, Format, Reading, Typed};

/// Why a text is no value of a column, as .NET's exception.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CellError {
    /// The exception.
    pub exception: &'static str,
    /// Its text.
    pub message: String,
}

/// The value of a text for a column of this type.
///
/// # Errors
/// What .NET says of a text that is none.
pub fn cell_of<'a>(
    contract: &Contract,
    ty: &TypeRef,
    text: &str,
    reading: impl Into<Reading<'a>>,
) -> Result<Value, CellError> {
    let ty = bare(ty);
    if *ty == TypeRef::Scalar(Scalar::String) {
        return Ok(Value::String(text.to_owned()));
    }
    match wire::jsv::read_member(contract, ty, text, reading) {
        Ok(value) => Ok(normal(ty, value)),
        Err(_) => Err(misfit(contract, ty, text)),
    }
}

/// .NET's exceptions and their texts.
fn misfit(contract: &Contract, ty: &TypeRef, text: &str) -> CellError {
    let begins_with_word = text.starts_with(|c: char| c.is_alphabetic());
    let error = match ty {
        TypeRef::Scalar(Scalar::Guid) => {
            let message = "Unrecognized Guid format.".to_owned();
            return CellError { exception: "FormatException", message };
        }
        TypeRef::Scalar(Scalar::DateTime | Scalar::DateTimeOffset) if begins_with_word => {
            ScalarError::DateWord(0)
        }
        TypeRef::Scalar(Scalar::DateTime | Scalar::DateTimeOffset) => ScalarError::Date,
        TypeRef::Dto(id) if contract.dto(*id).enumeration().is_some() => {
            ScalarError::UnknownName(text.into())
        }
        _ => ScalarError::Format,
    };
    CellError { exception: error.exception(), message: error.message(Dialect::Modern, text) }
}

/// A value as a database keeps it: a time of no zone, a number without the zeros behind its last digit.
pub(super) fn normal(ty: &TypeRef, value: Value) -> Value {
    match (bare(ty), value) {
        (_, Value::DateTime(date)) => {
            Value::DateTime(DateTime { clock: date.clock, kind: Kind::Unspecified })
        }
        (_, Value::Decimal(number)) => Value::Decimal(number.normalize()),
        (_, value) => value,
    }
}

/// The type without its `Nullable`.
pub(super) fn bare(ty: &TypeRef) -> &TypeRef {
    match ty {
        TypeRef::Nullable(of) => bare(of),
        ty => ty,
    }
}

/// A value as the text that a database has for it; none for null.
pub(super) fn text_of(contract: &Contract, ty: &TypeRef, value: &Value) -> Option<String> {
    Some(match value {
        Value::Null => return None,
        Value::String(text) => text.clone(),
        Value::Bool(truth) => u8::from(*truth).to_string(),
        Value::Int(number) => number.to_string(),
        Value::UInt(number) => number.to_string(),
        Value::Decimal(number) => number.normalize().to_string(),
        Value::Single(number) => number.to_string(),
        Value::Double(number) => number.to_string(),
        Value::TimeSpan(ticks) | Value::TimeOnly(ticks) => ticks.to_string(),
        Value::DateTime(date) => date.clock.format("%Y-%m-%d %H:%M:%S%.f").to_string(),
        value => {
            let typed = Typed { contract, ty, value };
            wire::write(Format::Jsv, &typed, &wire::Dialect::default()).unwrap_or_default()
        }
    })
}
