//! The value that a vector describes in its own notation: ticks, units, exact numbers.

use chrono::{FixedOffset, NaiveDateTime, TimeDelta};
use jsv_codec::scalar::{
    bytes,
    date_time::{DateTime, Kind},
};
use serde_json::Value as Json;
use servicestack_emulator::contract::{Contract, DtoId, Scalar, TypeRef};
use servicestack_emulator::value::{Object, Value};

pub struct Described<'a> {
    pub contract: &'a Contract,
    /// The type of a name.
    pub ty: &'a dyn Fn(&str) -> TypeRef,
}

impl Described<'_> {
    /// None for what no `Value` holds.
    pub fn value(&self, ty: &TypeRef, json: &Json) -> Option<Value> {
        Some(match (ty, json) {
            (_, Json::Null) => Value::Null,
            (TypeRef::Nullable(inner), json) => self.value(inner, json)?,
            (TypeRef::Scalar(Scalar::Object), Json::String(text)) => Value::String(text.clone()),
            (TypeRef::Scalar(Scalar::Object), json) => self.untyped(json)?,
            (TypeRef::List(_, of), Json::Array(items)) => {
                Value::List(items.iter().map(|item| self.value(of, item)).collect::<Option<_>>()?)
            }
            (TypeRef::Dictionary(key, of), Json::Array(pairs)) => {
                let entry =
                    |pair: &Json| Some((self.value(key, &pair[0])?, self.value(of, &pair[1])?));
                Value::Dictionary(pairs.iter().map(entry).collect::<Option<_>>()?)
            }
            (TypeRef::Dto(id), Json::Object(members)) => self.object(*id, members)?,
            (TypeRef::Dto(id), json) => {
                self.contract.dto(*id).enumeration()?;
                Value::Enum(json.as_i64()?)
            }
            // The vectors have these in base64.
            (TypeRef::List(_, of), Json::String(text)) if **of == scalar(Scalar::SByte) => {
                let bytes = bytes::read_base64(text).ok()?;
                Value::List(
                    bytes.into_iter().map(|byte| Value::Int(byte.cast_signed().into())).collect(),
                )
            }
            (TypeRef::Scalar(scalar), json) => one(*scalar, json)?,
            _ => return None,
        })
    }

    fn untyped(&self, json: &Json) -> Option<Value> {
        let ty = (self.ty)(json["is"].as_str()?);
        match (&ty, self.value(&ty, &json["v"])?) {
            // Only the declared type says which class or enum it is.
            (TypeRef::Dto(_), Value::Enum(_) | Value::Object(_)) => None,
            (_, value) => Some(value),
        }
    }

    /// By declared names; a data contract has others on the wire.
    fn object(&self, id: DtoId, given: &serde_json::Map<String, Json>) -> Option<Value> {
        let dto = self.contract.dto(id);
        let declared = |wire_name: &str| {
            let property =
                dto.properties.iter().find(|property| property.on_the_wire() == wire_name);
            property.map_or_else(|| wire_name.to_owned(), |property| property.name.clone())
        };
        let member = |member: &servicestack_emulator::contract::Member| {
            self.value(&member.ty, given.get(&declared(&member.name))?)
        };
        let members = dto.members.iter().map(member).collect::<Option<_>>()?;
        Some(Value::Object(Object { dto: id, members }))
    }
}

fn scalar(scalar: Scalar) -> TypeRef {
    TypeRef::Scalar(scalar)
}

fn one(scalar: Scalar, json: &Json) -> Option<Value> {
    let text = json.as_str().unwrap_or_default();
    let words: Vec<i64> = text.split(' ').filter_map(|word| word.parse().ok()).collect();
    let float = text.replace("Infinity", "inf");
    Some(match scalar {
        Scalar::Boolean => Value::Bool(json.as_bool()?),
        Scalar::SByte | Scalar::Int16 | Scalar::Int32 | Scalar::Int64 => Value::Int(json.as_i64()?),
        Scalar::Byte | Scalar::UInt16 | Scalar::UInt32 | Scalar::UInt64 => {
            Value::UInt(json.as_u64()?)
        }
        Scalar::Single => Value::Single(float.parse().ok()?),
        Scalar::Double => Value::Double(float.parse().ok()?),
        Scalar::Decimal => Value::Decimal(text.parse().ok()?),
        Scalar::Char => Value::Char(u16::from_str_radix(text, 16).ok()?),
        Scalar::Guid => Value::Guid(text.parse().ok()?),
        Scalar::TimeSpan => Value::TimeSpan(*words.first()?),
        Scalar::TimeOnly => Value::TimeOnly(*words.first()?),
        Scalar::DateOnly => Value::DateOnly(text.parse().ok()?),
        Scalar::DateTime => {
            let kind = match text.split(' ').nth(1)? {
                "Utc" => Kind::Utc,
                "Local" => Kind::Local,
                _ => Kind::Unspecified,
            };
            Value::DateTime(DateTime { clock: clock(*words.first()?), kind })
        }
        Scalar::DateTimeOffset => {
            let zone = FixedOffset::east_opt(i32::try_from(*words.get(1)?).ok()? * 60)?;
            Value::DateTimeOffset(clock(words[0]).and_local_timezone(zone).single()?)
        }
        Scalar::Bytes => Value::Bytes(bytes::read_base64(text).ok()?),
        _ => Value::String(text.to_owned()),
    })
}

/// The clock of so many ticks since the year 1.
fn clock(ticks: i64) -> NaiveDateTime {
    let (days, rest) = (ticks / 864_000_000_000, ticks % 864_000_000_000);
    DateTime::MIN.clock + TimeDelta::days(days) + TimeDelta::nanoseconds(rest * 100)
}
