//! A serde `Serializer` that writes into the value of a contract type.

use rust_decimal::Decimal;
use serde::ser::{Impossible, SerializeMap, SerializeSeq, SerializeStruct};
use serde::{Serialize, Serializer};

use super::ShapeError;
use crate::contract::{Contract, DtoId, DtoKind, Scalar, TypeRef};
use crate::value::{Object, Value};
use jsv_codec::scalar::date_time::{DateTime, Kind};

/// Writes a Rust struct as the value of a contract type. Members are matched by wire name without regard to case;
/// those that the struct does not have keep their defaults.
///
/// # Errors
/// When a member of the struct is not in the contract, or is of another type there.
pub fn to_value<T: Serialize + ?Sized>(answer: &T, ty: &TypeRef, contract: &Contract) -> Result<Value, ShapeError> {
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
            Some(Scalar::Decimal) => text.parse::<Decimal>().map(Value::Decimal).map_err(|_| broken("Decimal")),
            Some(Scalar::DateTime) => instant(text).ok_or_else(|| broken("DateTime")),
            Some(Scalar::DateTimeOffset) => {
                chrono::DateTime::parse_from_rfc3339(text).map(Value::DateTimeOffset).map_err(|_| broken("DateTimeOffset"))
            }
            Some(Scalar::String | Scalar::Uri | Scalar::Type | Scalar::Version | Scalar::Object) => {
                Ok(Value::String(text.to_owned()))
            }
            None => self.named(text),
            Some(_) => self.misfit("a text"),
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
            Some(Scalar::TimeSpan) => i64::try_from(number).map(Value::TimeSpan).map_err(|_| overflow()),
            Some(Scalar::Decimal) => Ok(Value::Decimal(Decimal::from_i128_with_scale(number, 0))),
            None => i64::try_from(number).map(Value::Enum).map_err(|_| overflow()),
            Some(_) => self.misfit("an integer"),
        }
    }

    fn object(self) -> Result<ObjectWriter<'c>, ShapeError> {
        match self.inner().ty {
            TypeRef::Dto(id) => Ok(ObjectWriter { object: self.contract.new_object(*id), dto: *id, contract: self.contract }),
            _ => self.misfit("a struct"),
        }
    }
}

fn instant(text: &str) -> Option<Value> {
    let time = chrono::DateTime::parse_from_rfc3339(text).ok()?;
    Some(Value::DateTime(DateTime { clock: time.naive_utc(), kind: Kind::Utc }))
}

impl<'c> Serializer for ValueWriter<'c> {
    type Ok = Value;
    type Error = ShapeError;
    type SerializeSeq = ListWriter<'c>;
    type SerializeTuple = Impossible<Value, ShapeError>;
    type SerializeTupleStruct = Impossible<Value, ShapeError>;
    type SerializeTupleVariant = Impossible<Value, ShapeError>;
    type SerializeMap = DictionaryWriter<'c>;
    type SerializeStruct = ObjectWriter<'c>;
    type SerializeStructVariant = Impossible<Value, ShapeError>;

    fn serialize_bool(self, flag: bool) -> Result<Value, ShapeError> {
        Ok(Value::Bool(flag))
    }

    fn serialize_i8(self, number: i8) -> Result<Value, ShapeError> {
        self.integer(number.into())
    }

    fn serialize_i16(self, number: i16) -> Result<Value, ShapeError> {
        self.integer(number.into())
    }

    fn serialize_i32(self, number: i32) -> Result<Value, ShapeError> {
        self.integer(number.into())
    }

    fn serialize_i64(self, number: i64) -> Result<Value, ShapeError> {
        self.integer(number.into())
    }

    fn serialize_u8(self, number: u8) -> Result<Value, ShapeError> {
        self.integer(number.into())
    }

    fn serialize_u16(self, number: u16) -> Result<Value, ShapeError> {
        self.integer(number.into())
    }

    fn serialize_u32(self, number: u32) -> Result<Value, ShapeError> {
        self.integer(number.into())
    }

    fn serialize_u64(self, number: u64) -> Result<Value, ShapeError> {
        self.integer(number.into())
    }

    fn serialize_f32(self, number: f32) -> Result<Value, ShapeError> {
        Ok(Value::Single(number))
    }

    fn serialize_f64(self, number: f64) -> Result<Value, ShapeError> {
        Ok(Value::Double(number))
    }

    fn serialize_char(self, character: char) -> Result<Value, ShapeError> {
        u16::try_from(u32::from(character)).map(Value::Char).map_err(|_| ShapeError::new("a Char is one UTF-16 unit"))
    }

    fn serialize_str(self, text: &str) -> Result<Value, ShapeError> {
        self.text(text)
    }

    fn serialize_bytes(self, bytes: &[u8]) -> Result<Value, ShapeError> {
        Ok(Value::Bytes(bytes.to_vec()))
    }

    fn serialize_none(self) -> Result<Value, ShapeError> {
        Ok(Value::Null)
    }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Result<Value, ShapeError> {
        value.serialize(self.inner())
    }

    fn serialize_unit(self) -> Result<Value, ShapeError> {
        Ok(Value::Null)
    }

    fn serialize_unit_struct(self, _name: &'static str) -> Result<Value, ShapeError> {
        self.object()?.end()
    }

    fn serialize_unit_variant(
        self,
        _name: &'static str,
        _index: u32,
        variant: &'static str,
    ) -> Result<Value, ShapeError> {
        self.text(variant)
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(
        self,
        _name: &'static str,
        value: &T,
    ) -> Result<Value, ShapeError> {
        value.serialize(self)
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _name: &'static str,
        _index: u32,
        variant: &'static str,
        _value: &T,
    ) -> Result<Value, ShapeError> {
        self.misfit(variant)
    }

    fn serialize_seq(self, length: Option<usize>) -> Result<ListWriter<'c>, ShapeError> {
        match self.inner().ty {
            TypeRef::List(_, item) => Ok(ListWriter {
                items: Vec::with_capacity(length.unwrap_or_default()),
                item: ValueWriter { ty: item, ..self },
            }),
            _ => self.misfit("a list"),
        }
    }

    fn serialize_tuple(self, _length: usize) -> Result<Self::SerializeTuple, ShapeError> {
        self.misfit("a tuple")
    }

    fn serialize_tuple_struct(
        self,
        name: &'static str,
        _length: usize,
    ) -> Result<Self::SerializeTupleStruct, ShapeError> {
        self.misfit(name)
    }

    fn serialize_tuple_variant(
        self,
        name: &'static str,
        _index: u32,
        _variant: &'static str,
        _length: usize,
    ) -> Result<Self::SerializeTupleVariant, ShapeError> {
        self.misfit(name)
    }

    fn serialize_map(self, _length: Option<usize>) -> Result<DictionaryWriter<'c>, ShapeError> {
        match self.inner().ty {
            TypeRef::Dictionary(key, value) => Ok(DictionaryWriter {
                pairs: Vec::new(),
                key: ValueWriter { ty: key, ..self },
                value: ValueWriter { ty: value, ..self },
            }),
            _ => self.misfit("a map"),
        }
    }

    fn serialize_struct(self, _name: &'static str, _length: usize) -> Result<ObjectWriter<'c>, ShapeError> {
        self.object()
    }

    fn serialize_struct_variant(
        self,
        name: &'static str,
        _index: u32,
        _variant: &'static str,
        _length: usize,
    ) -> Result<Self::SerializeStructVariant, ShapeError> {
        self.misfit(name)
    }
}

/// A list being written.
struct ListWriter<'c> {
    items: Vec<Value>,
    item: ValueWriter<'c>,
}

impl SerializeSeq for ListWriter<'_> {
    type Ok = Value;
    type Error = ShapeError;

    fn serialize_element<T: Serialize + ?Sized>(&mut self, item: &T) -> Result<(), ShapeError> {
        self.items.push(item.serialize(self.item)?);
        Ok(())
    }

    fn end(self) -> Result<Value, ShapeError> {
        Ok(Value::List(self.items))
    }
}

/// A dictionary being written.
struct DictionaryWriter<'c> {
    pairs: Vec<(Value, Value)>,
    key: ValueWriter<'c>,
    value: ValueWriter<'c>,
}

impl SerializeMap for DictionaryWriter<'_> {
    type Ok = Value;
    type Error = ShapeError;

    fn serialize_key<T: Serialize + ?Sized>(&mut self, key: &T) -> Result<(), ShapeError> {
        self.pairs.push((key.serialize(self.key)?, Value::Null));
        Ok(())
    }

    fn serialize_value<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), ShapeError> {
        let value = value.serialize(self.value)?;
        if let Some(pair) = self.pairs.last_mut() {
            pair.1 = value;
        }
        Ok(())
    }

    fn end(self) -> Result<Value, ShapeError> {
        Ok(Value::Dictionary(self.pairs))
    }
}

/// A DTO being written.
struct ObjectWriter<'c> {
    object: Object,
    dto: DtoId,
    contract: &'c Contract,
}

impl SerializeStruct for ObjectWriter<'_> {
    type Ok = Value;
    type Error = ShapeError;

    fn serialize_field<T: Serialize + ?Sized>(&mut self, name: &'static str, value: &T) -> Result<(), ShapeError> {
        let members = &self.contract.dto(self.dto).members;
        let place = members
            .iter()
            .position(|member| member.name.eq_ignore_ascii_case(name))
            .ok_or_else(|| ShapeError::new(format!("the contract has no member {name}")))?;
        self.object.members[place] = value.serialize(ValueWriter { ty: &members[place].ty, contract: self.contract })?;
        Ok(())
    }

    fn end(self) -> Result<Value, ShapeError> {
        Ok(Value::Object(self.object))
    }
}
