//! Values from one type to another.

use crate::contract::{Contract, Scalar, TypeRef};
use crate::records::{CellError, cell_of};
use crate::service::ServiceError;
use crate::value::Value;
use crate::wire::{self, Dialect, Format, Typed};

/// A value of one type for a member of another one.
pub(super) fn fitted(contract: &Contract, from: &TypeRef, value: &Value, to: &TypeRef) -> Value {
    let (own, wanted) = (bare(from), bare(to));
    match value {
        Value::Null => contract.default_value(to),
        value if own == wanted => value.clone(),
        Value::String(text) => cell_of(contract, wanted, text, &Dialect::default())
            .unwrap_or_else(|_| contract.default_value(to)),
        value => {
            let text = shown(contract, own, value);
            cell_of(contract, wanted, &text, &Dialect::default())
                .unwrap_or_else(|_| contract.default_value(to))
        }
    }
}

/// A value as the text that JSV has for it.
pub(super) fn shown(contract: &Contract, ty: &TypeRef, value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        value => {
            let typed = Typed { contract, ty, value };
            wire::write(Format::Jsv, &typed, &Dialect::default()).unwrap_or_default()
        }
    }
}

/// Values for a column: texts are read as the column's type.
pub(super) fn operand(
    contract: &Contract,
    from: &TypeRef,
    value: &Value,
    column: &TypeRef,
) -> Result<Value, CellError> {
    let (own, wanted) = (bare(from), bare(column));
    let is_text = |ty: &TypeRef| *ty == TypeRef::Scalar(Scalar::String);
    match value {
        Value::String(text) => cell_of(contract, wanted, text, &Dialect::default()),
        value if is_text(wanted) && !is_text(own) => Ok(Value::String(shown(contract, own, value))),
        value => Ok(value.clone()),
    }
}

/// The value of a setting for a member.
pub(super) fn of_setting(
    contract: &Contract,
    ty: &TypeRef,
    value: &serde_json::Value,
) -> Result<Value, CellError> {
    let text = match value {
        serde_json::Value::Null => return Ok(contract.default_value(ty)),
        serde_json::Value::String(text) => text.clone(),
        value => value.to_string(),
    };
    cell_of(contract, ty, &text, &Dialect::default())
}

/// Whether a member is given: not null, and no default of a type that cannot be null.
pub(super) fn is_given(contract: &Contract, ty: &TypeRef, value: &Value) -> bool {
    *value != Value::Null
        && (matches!(ty, TypeRef::Nullable(_)) || *value != contract.default_value(ty))
}

pub(super) fn bare(ty: &TypeRef) -> &TypeRef {
    match ty {
        TypeRef::Nullable(of) => bare(of),
        ty => ty,
    }
}

/// As the exception that AutoQuery lets through.
pub(super) fn refused(error: CellError) -> ServiceError {
    ServiceError::exception(error.exception, error.message)
}
