//! The serde side of a value being written: every call is answered by the contract's type of the
//! place.

use serde::ser::{Impossible, SerializeStruct};
use serde::{Serialize, Serializer};

use super::ValueWriter;
use super::compound::{DictionaryWriter, ListWriter, ObjectWriter};
use crate::contract::TypeRef;
use crate::service::typed::ShapeError;
use crate::value::Value;

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
        u16::try_from(u32::from(character))
            .map(Value::Char)
            .map_err(|_| ShapeError::new("a Char is one UTF-16 unit"))
    }

    fn serialize_str(self, text: &str) -> Result<Value, ShapeError> {
        self.text(text)
    }

    fn serialize_bytes(self, bytes: &[u8]) -> Result<Value, ShapeError> {
        self.bytes(bytes)
    }

    /// A `Uuid` gives its bytes, not a text that would have to be read again.
    fn is_human_readable(&self) -> bool {
        false
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

    fn serialize_struct(
        self,
        _name: &'static str,
        _length: usize,
    ) -> Result<ObjectWriter<'c>, ShapeError> {
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
