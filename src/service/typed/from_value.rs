//! [`Value`] as a serde `Deserializer`.

use chrono::{FixedOffset, SecondsFormat};
use jsv_codec::scalar::date_time::{DateTime, Kind};
use serde::de::value::{MapDeserializer, SeqDeserializer};
use serde::de::{DeserializeOwned, IntoDeserializer, Visitor};
use serde::forward_to_deserialize_any;
use uuid::Uuid;

use super::ShapeError;
use crate::contract::Contract;
use crate::value::{Object, Value};

/// Reads a Rust struct from a value.
///
/// `zone` is where times without a zone are meant; they become UTC instants.
///
/// # Errors
/// When the struct asks for a member or a type that the value does not have.
pub fn from_value<T: DeserializeOwned>(
    value: Value,
    contract: &Contract,
    zone: FixedOffset,
) -> Result<T, ShapeError> {
    T::deserialize(ValueReader { value, contract, zone })
}

/// A value on its way into a Rust type.
struct ValueReader<'c> {
    value: Value,
    contract: &'c Contract,
    zone: FixedOffset,
}

impl ValueReader<'_> {
    fn with(&self, value: Value) -> Self {
        Self { value, contract: self.contract, zone: self.zone }
    }

    fn visit_object<'de, V: Visitor<'de>>(
        self,
        object: Object,
        visitor: V,
    ) -> Result<V::Value, ShapeError> {
        let members = &self.contract.dto(object.dto).members;
        let pairs = members
            .iter()
            .zip(object.members)
            .map(|(member, value)| (member.name.as_str(), self.with(value)));
        visitor.visit_map(MapDeserializer::new(pairs))
    }

    /// The instant as RFC 3339 in UTC, which chrono's serde reads.
    fn instant(&self, time: &DateTime) -> String {
        let clock = match time.kind {
            Kind::Utc => time.clock,
            Kind::Local | Kind::Unspecified => {
                time.clock - chrono::Duration::seconds(self.zone.local_minus_utc().into())
            }
        };
        clock.and_utc().to_rfc3339_opts(SecondsFormat::AutoSi, true)
    }
}

impl<'de> serde::Deserializer<'de> for ValueReader<'_> {
    type Error = ShapeError;

    fn deserialize_any<V: Visitor<'de>>(mut self, visitor: V) -> Result<V::Value, ShapeError> {
        match std::mem::take(&mut self.value) {
            Value::Null => visitor.visit_unit(),
            Value::Bool(flag) => visitor.visit_bool(flag),
            Value::Int(number)
            | Value::TimeSpan(number)
            | Value::TimeOnly(number)
            | Value::Enum(number) => visitor.visit_i64(number),
            Value::DateOnly(day) => visitor.visit_string(day.to_string()),
            Value::UInt(number) => visitor.visit_u64(number),
            Value::Single(number) => visitor.visit_f32(number),
            Value::Double(number) => visitor.visit_f64(number),
            Value::Decimal(number) => visitor.visit_string(number.to_string()),
            Value::Char(unit) => visitor
                .visit_char(char::from_u32(unit.into()).unwrap_or(char::REPLACEMENT_CHARACTER)),
            Value::String(text) => visitor.visit_string(text),
            Value::Guid(guid) => visitor.visit_string(guid.to_string()),
            Value::DateTime(time) => visitor.visit_string(self.instant(&time)),
            Value::DateTimeOffset(time) => {
                visitor.visit_string(time.to_rfc3339_opts(SecondsFormat::AutoSi, true))
            }
            Value::Bytes(bytes) => visitor.visit_byte_buf(bytes),
            Value::List(items) => visitor
                .visit_seq(SeqDeserializer::new(items.into_iter().map(|item| self.with(item)))),
            Value::Dictionary(pairs) => visitor.visit_map(MapDeserializer::new(
                pairs.into_iter().map(|(key, value)| (self.with(key), self.with(value))),
            )),
            Value::Object(object) => self.visit_object(object, visitor),
        }
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, ShapeError> {
        match self.value {
            Value::Null => visitor.visit_none(),
            _ => visitor.visit_some(self),
        }
    }

    /// A null string is read as an empty one where the struct does not ask for an `Option`.
    fn deserialize_string<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, ShapeError> {
        match self.value {
            Value::Null => visitor.visit_str(""),
            _ => self.deserialize_any(visitor),
        }
    }

    /// A null list is read as an empty one where the struct does not ask for an `Option`.
    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, ShapeError> {
        match self.value {
            Value::Null => visitor.visit_seq(SeqDeserializer::new(std::iter::empty::<Self>())),
            _ => self.deserialize_any(visitor),
        }
    }

    /// Bytes are asked for where the struct has a `Uuid`, whose text would only be made to be read.
    fn deserialize_bytes<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, ShapeError> {
        let guid = match &self.value {
            Value::Guid(guid) => Some(*guid),
            Value::String(text) => text.parse::<Uuid>().ok(),
            _ => None,
        };
        match guid {
            Some(guid) => visitor.visit_bytes(guid.as_bytes()),
            None => self.deserialize_any(visitor),
        }
    }

    fn is_human_readable(&self) -> bool {
        false
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _name: &'static str,
        visitor: V,
    ) -> Result<V::Value, ShapeError> {
        visitor.visit_newtype_struct(self)
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str byte_buf
        unit unit_struct tuple tuple_struct map struct enum identifier ignored_any
    }
}

impl<'de> IntoDeserializer<'de, ShapeError> for ValueReader<'_> {
    type Deserializer = Self;

    fn into_deserializer(self) -> Self {
        self
    }
}
