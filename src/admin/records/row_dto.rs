//! A row of a host as a member of an answer of the admin API.
//!
//! The admin API's contract does not know the classes of the hosts: a row is a dictionary by the
//! names of its members. So JSON and JSV show it as the object that `PutRecord` takes. What those
//! know no type for is a text: dates are ISO 8601, as in an exported document.

use crate::contract::{Contract, TypeRef};
use crate::records::Schema;
use crate::service::{Context, Reply};
use crate::value::{Object, Value};
use crate::wire::{self, DateHandler, Dialect, Format, JsConfig, Typed};

/// The row as a dictionary.
pub fn row_dto(schema: &Schema, row: &Object) -> Value {
    object(schema.contract(), row)
}

/// An answer of the operation with these members.
pub fn reply(context: &Context, members: Vec<(&str, Value)>) -> Reply {
    let contract = &context.contract;
    let Some(TypeRef::Dto(class)) = context.operation().response else { return Reply::default() };
    let mut answer = contract.new_object(class);
    for (name, value) in members {
        if let Some(place) = contract.dto(class).place_of(name) {
            answer.members[place] = value;
        }
    }
    Reply::value(Value::Object(answer))
}

fn object(contract: &Contract, row: &Object) -> Value {
    let members = contract.dto(row.dto).members.iter().zip(&row.members);
    let given = members.filter(|(_, value)| **value != Value::Null);
    let entry = |(member, value): (&crate::contract::Member, &Value)| {
        (Value::String(member.name.to_string()), untyped(contract, &member.ty, value))
    };
    Value::Dictionary(given.map(entry).collect())
}

fn untyped(contract: &Contract, ty: &TypeRef, value: &Value) -> Value {
    match (value, ty) {
        (value, TypeRef::Nullable(of)) => untyped(contract, of, value),
        (Value::Object(row), _) => object(contract, row),
        (Value::List(items), TypeRef::List(_, of)) => {
            Value::List(items.iter().map(|item| untyped(contract, of, item)).collect())
        }
        (Value::Dictionary(entries), TypeRef::Dictionary(key, of)) => {
            let entry = |(name, value): &(Value, Value)| {
                (untyped(contract, key, name), untyped(contract, of, value))
            };
            Value::Dictionary(entries.iter().map(entry).collect())
        }
        (
            Value::Null
            | Value::Bool(_)
            | Value::Int(_)
            | Value::UInt(_)
            | Value::Single(_)
            | Value::Double(_)
            | Value::Decimal(_)
            | Value::String(_),
            _,
        ) => value.clone(),
        _ => text(&Typed { contract, ty, value }),
    }
}

/// As the JSON of an exported document has it.
fn text(typed: &Typed<'_>) -> Value {
    let js = JsConfig { dates: DateHandler::Iso8601, ..JsConfig::default() };
    let dialect = Dialect { js, ..Dialect::default() };
    let json = wire::write(Format::Json, typed, &dialect).unwrap_or_default();
    match serde_json::from_str(&json) {
        Ok(serde_json::Value::String(text)) => Value::String(text),
        _ => Value::String(json),
    }
}
