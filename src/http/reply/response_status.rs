//! `ResponseStatus` and the DTOs that carry it (docs/wire/http.md#errors).

use crate::contract::{Contract, Operation, TypeRef};
use crate::http::error::ErrorResponse;
use crate::service::FieldError;
use crate::value::{Object, Value};

/// The error inside the operation's own response type. A response type without `ResponseStatus` is
/// sent as it is when new (docs/wire/http.md#errors); an operation without a response DTO answers
/// with `ErrorResponse`.
pub fn typed_error(
    contract: &Contract,
    operation: &Operation,
    error: &ErrorResponse,
) -> (TypeRef, Value) {
    match &operation.response {
        Some(TypeRef::Dto(id)) => {
            (TypeRef::Dto(*id), with_status(contract, contract.new_object(*id), error))
        }
        _ => error_response(contract, error),
    }
}

/// The error inside `ErrorResponse`.
pub fn error_response(contract: &Contract, error: &ErrorResponse) -> (TypeRef, Value) {
    let id = contract.error_response();
    (TypeRef::Dto(id), with_status(contract, contract.new_object(id), error))
}

fn with_status(contract: &Contract, mut object: Object, error: &ErrorResponse) -> Value {
    set(contract, &mut object, "ResponseStatus", response_status(contract, error));
    Value::Object(object)
}

fn response_status(contract: &Contract, error: &ErrorResponse) -> Value {
    let mut status = contract.new_object(contract.response_status());
    set(contract, &mut status, "ErrorCode", Value::String(error.code.clone()));
    set(contract, &mut status, "Message", Value::String(error.message.clone()));
    if let Some(trace) = &error.stack_trace {
        set(contract, &mut status, "StackTrace", Value::String(trace.clone()));
    }
    let errors = error.errors.iter().map(|error| response_error(contract, error)).collect();
    set(contract, &mut status, "Errors", Value::List(errors));
    if !error.meta.is_empty() {
        let text = |text: &String| Value::String(text.clone());
        let pairs = error.meta.iter().map(|(key, value)| (text(key), text(value)));
        set(contract, &mut status, "Meta", Value::Dictionary(pairs.collect()));
    }
    Value::Object(status)
}

fn response_error(contract: &Contract, error: &FieldError) -> Value {
    let mut object = contract.new_object(contract.response_error());
    let text = |text: &str| Value::String(text.to_owned());
    set(contract, &mut object, "ErrorCode", text(&error.code));
    set(contract, &mut object, "FieldName", error.field.as_deref().map_or(Value::Null, text));
    set(contract, &mut object, "Message", text(&error.message));
    if let Some(meta) = &error.meta {
        let pairs =
            meta.iter().map(|(key, value)| (text(key), value.as_deref().map_or(Value::Null, text)));
        set(contract, &mut object, "Meta", Value::Dictionary(pairs.collect()));
    }
    Value::Object(object)
}

fn set(contract: &Contract, object: &mut Object, name: &str, value: Value) {
    if let Some(place) = contract.dto(object.dto).place_of(name) {
        object.members[place] = value;
    }
}
