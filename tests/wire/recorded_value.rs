//! The value of a recording, made of its JSON by types and conversions of `jsv_codec`, and not by
//! the readers of `wire`, which lose what JSON cannot hold.

use jsv_codec::scalar::{bytes, decimal, guid};
use servicestack_emulator::contract::{Contract, DtoId, Enumeration, Scalar, TypeRef};
use servicestack_emulator::value::{Object, Value};

use crate::codec_vectors::exact::Exact;
use crate::codec_vectors::json::Json;

/// What a recording speaks of.
pub struct Recording<'a> {
    pub contract: &'a Contract,
    pub exact: Exact<'a>,
}

impl Recording<'_> {
    /// The value of a type whose JSON this is; none where the JSON is of no such value.
    pub fn value(&self, ty: &TypeRef, json: &Json) -> Option<Value> {
        Some(match (ty, json) {
            (_, Json::Null) => Value::Null,
            (TypeRef::Nullable(inner), json) => self.value(inner, json)?,
            (TypeRef::List(_, of), Json::List(items)) => self.list(of, items)?,
            (TypeRef::Dictionary(key, of), Json::Object(entries)) => {
                let entry = |(name, value): &(String, Json)| {
                    Some((self.value(key, &Json::Text(name.clone()))?, self.value(of, value)?))
                };
                Value::Dictionary(entries.iter().map(entry).collect::<Option<_>>()?)
            }
            (TypeRef::Dto(id), Json::Object(members)) => Value::Object(self.object(*id, members)?),
            (TypeRef::Dto(id), json) => {
                Value::Enum(number(self.contract.dto(*id).enumeration()?, json)?)
            }
            (TypeRef::Scalar(Scalar::Object) | TypeRef::Unknown(_), json) => self.untyped(json)?,
            (TypeRef::Scalar(scalar), json) => self.scalar(*scalar, text(json)?)?,
            _ => return None,
        })
    }

    fn list(&self, of: &TypeRef, items: &[Json]) -> Option<Value> {
        items.iter().map(|item| self.value(of, item)).collect::<Option<_>>().map(Value::List)
    }

    /// Members that are null are not written.
    fn object(&self, dto: DtoId, members: &[(String, Json)]) -> Option<Object> {
        let own = self.contract.dto(dto);
        let mut object = Object { dto, members: vec![Value::Null; own.members.len()] };
        for (name, json) in members {
            let place = own.place_of(name)?;
            object.members[place] = self.value(&own.members[place].ty, json)?;
        }
        Some(object)
    }

    /// What is declared as object holds what it likes, but for an instance of a class: no value has
    /// one that its declared type does not name.
    fn untyped(&self, json: &Json) -> Option<Value> {
        Some(match json {
            Json::Null => Value::Null,
            Json::Bool(truth) => Value::Bool(*truth),
            Json::Number(number) => Value::Int(number.parse().ok()?),
            Json::Text(text) if text.starts_with("/Date(") => {
                Value::DateTime(self.exact.date(text))
            }
            Json::Text(text) => Value::String(text.clone()),
            Json::List(items) => {
                Value::List(items.iter().map(|item| self.untyped(item)).collect::<Option<_>>()?)
            }
            Json::Object(entries) if entries.iter().any(|(name, _)| name == "__type") => {
                return None;
            }
            Json::Object(entries) => {
                let entry = |(name, value): &(String, Json)| {
                    Some((Value::String(name.clone()), self.untyped(value)?))
                };
                Value::Dictionary(entries.iter().map(entry).collect::<Option<_>>()?)
            }
        })
    }

    fn scalar(&self, scalar: Scalar, text: &str) -> Option<Value> {
        let exact = &self.exact;
        Some(match scalar {
            Scalar::Boolean => Value::Bool(text.parse().ok()?),
            Scalar::SByte | Scalar::Int16 | Scalar::Int32 | Scalar::Int64 => {
                Value::Int(text.parse().ok()?)
            }
            Scalar::Byte | Scalar::UInt16 | Scalar::UInt32 | Scalar::UInt64 => {
                Value::UInt(text.parse().ok()?)
            }
            Scalar::Single => Value::Single(exact.single(text).ok()?),
            Scalar::Double => Value::Double(exact.double(text).ok()?),
            Scalar::Decimal => Value::Decimal(decimal::read(text).ok()?),
            Scalar::Char => Value::Char(exact.unit(text)),
            Scalar::Guid => Value::Guid(guid::read(text).ok()?),
            Scalar::DateTime => Value::DateTime(exact.date(text)),
            Scalar::DateTimeOffset => Value::DateTimeOffset(exact.date_with_offset(text).ok()?),
            Scalar::TimeSpan => Value::TimeSpan(exact.span(text).ok()?),
            Scalar::Bytes => Value::Bytes(bytes::read(text).ok()?),
            _ => Value::String(text.to_owned()),
        })
    }
}

/// A scalar's text, whether JSON has it in quotes or not.
fn text(json: &Json) -> Option<&str> {
    match json {
        Json::Bool(truth) => Some(if *truth { "true" } else { "false" }),
        Json::Number(text) | Json::Text(text) => Some(text),
        _ => None,
    }
}

/// The number of an enum's member, which JSON names or counts.
fn number(of: &Enumeration, json: &Json) -> Option<i64> {
    let text = text(json)?;
    let named = of.members.iter().find(|member| member.on_the_wire() == text);
    named.map(|member| member.number).or_else(|| text.parse().ok())
}
