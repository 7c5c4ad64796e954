//! From a Rust struct to the value of a contract type.

mod compound;
mod serializer;

use jsv_codec::scalar::date_time::{DateTime, Kind};
use rust_decimal::Decimal;
use serde::Serialize;
use uuid::Uuid;

use super::{ShapeError, ticks};
use crate::contract::{Contract, DtoKind, Scalar, TypeRef};
use crate::value::Value;
use compound::ObjectWriter;

/// Writes a Rust struct as the value of a contract type. Members are matched by wire name without
/// regard to case; those that the struct does not have keep their defaults.
///
/// # Errors
/// When a member of the struct is not in the contract, or is of another type there.
pub fn to_value<T: Serialize + ?Sized>(
    answer: &T,
    ty: &TypeRef,
    contract: &Contract,
) -> Result<Value, ShapeError> {
    answer.serialize(ValueWriter { ty, contract })
}

/// Where a Rust value is being written: the contract's type of this place.
#[derive(Clone, Copy)]
struct ValueWriter<'c> {
    ty: &'c TypeRef,
    contract: &'c Contract,
}

impl<'c> ValueWriter<'c> {
    fn inner(self) -> Self {
        match self.ty {
            TypeRef::Nullable(inner) => Self { ty: inner, ..self },
            _ => self,
        }
    }

    fn scalar(self) -> Option<Scalar> {
        match self.inner().ty {
            TypeRef::Scalar(scalar) => Some(*scalar),
            _ => None,
        }
    }

    fn misfit<T>(self, given: &str) -> Result<T, ShapeError> {
        Err(ShapeError::new(format!("{given} where the contract has {:?}", self.ty)))
    }

    /// A text becomes what the contract says it is.
    fn text(self, text: &str) -> Result<Value, ShapeError> {
        let broken = |what: &str| ShapeError::new(format!("'{text}' is no {what}"));
        match self.scalar() {
            Some(Scalar::Guid) => text.parse().map(Value::Guid).map_err(|_| broken("Guid")),
            Some(Scalar::Decimal) => {
                text.parse::<Decimal>().map(Value::Decimal).map_err(|_| broken("Decimal"))
            }
            Some(Scalar::DateTime) => instant(text).ok_or_else(|| broken("DateTime")),
            Some(Scalar::DateOnly) => {
                text.parse().map(Value::DateOnly).map_err(|_| broken("DateOnly"))
            }
            Some(Scalar::DateTimeOffset) => chrono::DateTime::parse_from_rfc3339(text)
                .map(Value::DateTimeOffset)
                .map_err(|_| broken("DateTimeOffset")),
            Some(
                Scalar::String | Scalar::Uri | Scalar::Type | Scalar::Version | Scalar::Object,
            ) => Ok(Value::String(text.to_owned())),
            None => self.named(text),
            Some(_) => self.misfit("a text"),
        }
    }

    /// Bytes are a `Uuid`'s where the contract has a Guid or a text.
    fn bytes(self, bytes: &[u8]) -> Result<Value, ShapeError> {
        match (self.scalar(), Uuid::from_slice(bytes)) {
            (Some(Scalar::Guid), Ok(id)) => Ok(Value::Guid(id)),
            (Some(Scalar::String), Ok(id)) => self.text(&id.to_string()),
            _ => Ok(Value::Bytes(bytes.to_vec())),
        }
    }

    /// A text where the contract has an enum, or a type it never defines.
    fn named(self, text: &str) -> Result<Value, ShapeError> {
        match self.inner().ty {
            TypeRef::Unknown(_) => Ok(Value::String(text.to_owned())),
            TypeRef::Dto(id) => match &self.contract.dto(*id).kind {
                DtoKind::Enum(members) => members
                    .members
                    .iter()
                    .find(|member| member.name == text)
                    .map(|member| Value::Enum(member.number))
                    .ok_or_else(|| ShapeError::new(format!("'{text}' is no member of the enum"))),
                _ => self.misfit("a text"),
            },
            _ => self.misfit("a text"),
        }
    }

    fn integer(self, number: i128) -> Result<Value, ShapeError> {
        let overflow = || ShapeError::new(format!("{number} is too large"));
        match self.scalar() {
            Some(Scalar::SByte | Scalar::Int16 | Scalar::Int32 | Scalar::Int64) => {
                i64::try_from(number).map(Value::Int).map_err(|_| overflow())
            }
            Some(Scalar::Byte | Scalar::UInt16 | Scalar::UInt32 | Scalar::UInt64) => {
                u64::try_from(number).map(Value::UInt).map_err(|_| overflow())
            }
            Some(Scalar::DateTime) => {
                let clock =
                    i64::try_from(number).ok().and_then(ticks::instant).ok_or_else(overflow)?;
                Ok(Value::DateTime(DateTime { clock, kind: Kind::Utc }))
            }
            Some(Scalar::TimeSpan) => {
                i64::try_from(number).map(Value::TimeSpan).map_err(|_| overflow())
            }
            Some(Scalar::TimeOnly) => {
                i64::try_from(number).map(Value::TimeOnly).map_err(|_| overflow())
            }
            Some(Scalar::Decimal) => Ok(Value::Decimal(Decimal::from_i128_with_scale(number, 0))),
            None => i64::try_from(number).map(Value::Enum).map_err(|_| overflow()),
            Some(_) => self.misfit("an integer"),
        }
    }

    fn object(self) -> Result<ObjectWriter<'c>, ShapeError> {
        match self.inner().ty {
            TypeRef::Dto(id) => Ok(ObjectWriter::new(self.contract, *id)),
            _ => self.misfit("a struct"),
        }
    }
}

fn instant(text: &str) -> Option<Value> {
    let time = chrono::DateTime::parse_from_rfc3339(text).ok()?;
    Some(Value::DateTime(DateTime { clock: time.naive_utc(), kind: Kind::Utc }))
}

#[cfg(test)]
mod tests {
    use chrono::{Offset, Utc};
    use serde::Deserialize;

    use super::*;
    use crate::service::typed::from_value;

    #[derive(Debug, PartialEq, Serialize, Deserialize)]
    struct Named {
        id: Uuid,
        text: Uuid,
        maybe: Option<Uuid>,
    }

    #[test]
    fn a_uuid_crosses_as_what_the_contract_has() {
        let contract = br#"{"types":[{"name":"Named","properties":[
            {"name":"id","type":"Guid"},{"name":"text","type":"String"},{"name":"maybe","type":"Guid?"}]}]}"#;
        let contract = Contract::read(contract).expect("a contract");
        let id = Uuid::from_u128(0xABC);
        let ty = TypeRef::Dto(contract.find_dto("Named").expect("it is there"));
        let value =
            to_value(&Named { id, text: id, maybe: None }, &ty, &contract).expect("it fits");
        let Value::Object(object) = &value else { panic!("{value:?}") };
        assert_eq!(object.members, [Value::Guid(id), Value::String(id.to_string()), Value::Null]);
        let read: Named = from_value(value, &contract, Utc.fix()).expect("it fits");
        assert_eq!(read, Named { id, text: id, maybe: None });
    }
}
