//! What .NET puts where nothing is given.

use std::sync::OnceLock;

use chrono::{DateTime as Moment, FixedOffset};
use jsv_codec::scalar::date_time::DateTime;
use rust_decimal::Decimal;
use uuid::Uuid;

use super::{Contract, Dto, DtoId, Scalar, TypeRef};
use crate::value::{Object, Value};

impl Contract {
    /// `default(T)`: zero for value types, null for references and nullables.
    ///
    /// ```
    /// use servicestack_emulator::contract::{Contract, Scalar, TypeRef};
    /// use servicestack_emulator::value::Value;
    ///
    /// let contract = Contract::read(br#"{"types":[{"name":"A"}]}"#)?;
    /// assert_eq!(contract.default_value(&TypeRef::Scalar(Scalar::Int32)), Value::Int(0));
    /// assert_eq!(contract.default_value(&TypeRef::Scalar(Scalar::String)), Value::Null);
    /// # Ok::<(), servicestack_emulator::contract::ContractError>(())
    /// ```
    pub fn default_value(&self, ty: &TypeRef) -> Value {
        match ty {
            TypeRef::Scalar(scalar) => zero(*scalar),
            TypeRef::Dto(id) if self.dto(*id).enumeration().is_some() => Value::Enum(0),
            TypeRef::Dto(id) if self.dto(*id).is_value_type() => {
                Value::Object(self.new_object(*id))
            }
            _ => Value::Null,
        }
    }

    /// `new T()`: an instance whose members have their defaults.
    pub fn new_object(&self, dto: DtoId) -> Object {
        let Dto { defaults, members, .. } = self.dto(dto);
        let found = || members.iter().map(|member| self.default_value(&member.ty)).collect();
        Object { dto, members: defaults.0.get_or_init(found).clone() }
    }
}

/// The defaults of a DTO's members, found out when they are first needed: every request begins with
/// a new object.
#[derive(Debug, Clone, Default)]
pub(super) struct Defaults(OnceLock<Vec<Value>>);

impl PartialEq for Defaults {
    /// They follow from the members.
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

/// The zero of a scalar; `Value::Null` for those that are references.
pub(super) fn zero(scalar: Scalar) -> Value {
    match scalar {
        Scalar::Boolean => Value::Bool(false),
        Scalar::SByte | Scalar::Int16 | Scalar::Int32 | Scalar::Int64 => Value::Int(0),
        Scalar::Byte | Scalar::UInt16 | Scalar::UInt32 | Scalar::UInt64 => Value::UInt(0),
        Scalar::Single => Value::Single(0.0),
        Scalar::Double => Value::Double(0.0),
        Scalar::Decimal => Value::Decimal(Decimal::ZERO),
        Scalar::Char => Value::Char(0),
        Scalar::Guid => Value::Guid(Uuid::nil()),
        Scalar::DateTime => Value::DateTime(DateTime::MIN),
        Scalar::DateTimeOffset => Value::DateTimeOffset(first_moment()),
        Scalar::TimeSpan => Value::TimeSpan(0),
        Scalar::DateOnly => Value::DateOnly(DateTime::MIN.clock.date()),
        Scalar::TimeOnly => Value::TimeOnly(0),
        Scalar::String
        | Scalar::Bytes
        | Scalar::Uri
        | Scalar::Object
        | Scalar::Type
        | Scalar::Stream
        | Scalar::Version => Value::Null,
    }
}

/// `DateTimeOffset.MinValue`.
fn first_moment() -> Moment<FixedOffset> {
    let utc = FixedOffset::east_opt(0).expect("UTC is an offset");
    Moment::from_naive_utc_and_offset(DateTime::MIN.clock, utc)
}
