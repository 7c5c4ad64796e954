//! A value of any type becomes a `Value`, without any text in between.

use super::{Map, Text, Value};
use crate::error::{Error, Result, Step};
use crate::raw;
use serde::ser::{self, Serialize, Serializer};

/// The serializer.
#[derive(Clone, Copy)]
pub(super) struct ToValue;

macro_rules! scalars {
    ($($method:ident $t:ty),+ $(,)?) => {$(
        fn $method(self, value: $t) -> Result<Value> {
            Ok(value.into())
        }
    )+};
}

impl Serializer for ToValue {
    type Ok = Value;
    type Error = Error;
    type SerializeSeq = List;
    type SerializeTuple = List;
    type SerializeTupleStruct = List;
    type SerializeTupleVariant = List;
    type SerializeMap = Object;
    type SerializeStruct = Object;
    type SerializeStructVariant = Object;

    scalars! {
        serialize_bool bool, serialize_i8 i8, serialize_i16 i16, serialize_i32 i32, serialize_i64 i64,
        serialize_i128 i128, serialize_u8 u8, serialize_u16 u16, serialize_u32 u32, serialize_u64 u64,
        serialize_u128 u128, serialize_f32 f32, serialize_f64 f64, serialize_str &str,
    }

    fn serialize_char(self, value: char) -> Result<Value> {
        Ok((&*value.encode_utf8(&mut [0; 4])).into())
    }
    #[cfg(feature = "base64")]
    fn serialize_bytes(self, value: &[u8]) -> Result<Value> {
        let mut text = String::new();
        crate::scalar::bytes::write(value, &mut text);
        Ok(text.into())
    }
    #[cfg(not(feature = "base64"))]
    fn serialize_bytes(self, value: &[u8]) -> Result<Value> {
        Ok(value.iter().copied().collect())
    }
    fn serialize_none(self) -> Result<Value> {
        Ok(Value::Null)
    }
    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Result<Value> {
        value.serialize(self)
    }
    fn serialize_unit(self) -> Result<Value> {
        Ok(Value::Null)
    }
    fn serialize_unit_struct(self, _: &'static str) -> Result<Value> {
        Ok(Value::Null)
    }
    fn serialize_unit_variant(self, _: &'static str, _: u32, variant: &'static str) -> Result<Value> {
        Ok(variant.into())
    }
    /// Raw text is what it is read as.
    fn serialize_newtype_struct<T: Serialize + ?Sized>(self, name: &'static str, value: &T) -> Result<Value> {
        match (name, value.serialize(self)?) {
            (raw::TOKEN, Value::Text(text)) => crate::from_str(&text),
            (_, value) => Ok(value),
        }
    }
    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        value: &T,
    ) -> Result<Value> {
        Ok(within(variant, value.serialize(self)?))
    }
    fn serialize_seq(self, len: Option<usize>) -> Result<List> {
        Ok(List::new(len, None))
    }
    fn serialize_tuple(self, len: usize) -> Result<List> {
        Ok(List::new(Some(len), None))
    }
    fn serialize_tuple_struct(self, _: &'static str, len: usize) -> Result<List> {
        Ok(List::new(Some(len), None))
    }
    fn serialize_tuple_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        len: usize,
    ) -> Result<List> {
        Ok(List::new(Some(len), Some(variant)))
    }
    fn serialize_map(self, _: Option<usize>) -> Result<Object> {
        Ok(Object::default())
    }
    fn serialize_struct(self, _: &'static str, _: usize) -> Result<Object> {
        Ok(Object::default())
    }
    fn serialize_struct_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        _: usize,
    ) -> Result<Object> {
        Ok(Object { variant: Some(variant), ..Object::default() })
    }
}

/// `{Variant:value}`.
fn within(variant: &'static str, value: Value) -> Value {
    Value::Object(Map::from_iter([(variant, value)]))
}

/// A list on its way, and the variant that it belongs to.
pub(super) struct List {
    elements: Vec<Value>,
    variant: Option<&'static str>,
}

impl List {
    fn new(len: Option<usize>, variant: Option<&'static str>) -> Self {
        // A length that somebody claims is not worth much memory.
        Self { elements: Vec::with_capacity(len.unwrap_or(0).min(1024)), variant }
    }

    fn push<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<()> {
        let step = Step::Element(self.elements.len());
        self.elements.push(value.serialize(ToValue).map_err(|error| error.inside(step))?);
        Ok(())
    }

    fn finish(self) -> Value {
        let list = Value::List(self.elements);
        match self.variant {
            Some(variant) => within(variant, list),
            None => list,
        }
    }
}

macro_rules! lists {
    ($($trait:ident $method:ident),+ $(,)?) => {$(
        impl ser::$trait for List {
            type Ok = Value;
            type Error = Error;
            fn $method<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<()> {
                self.push(value)
            }
            fn end(self) -> Result<Value> {
                Ok(self.finish())
            }
        }
    )+};
}
lists! {
    SerializeSeq serialize_element, SerializeTuple serialize_element, SerializeTupleStruct serialize_field,
    SerializeTupleVariant serialize_field,
}

/// An object on its way, and the variant that it belongs to.
#[derive(Default)]
pub(super) struct Object {
    entries: Vec<(Text, Value)>,
    key: Text,
    variant: Option<&'static str>,
}

impl Object {
    fn push<T: Serialize + ?Sized>(&mut self, key: Text, value: &T) -> Result<()> {
        let value = value.serialize(ToValue).map_err(|error| error.inside(Step::Member(key.to_string())))?;
        self.entries.push((key, value));
        Ok(())
    }

    fn finish(self) -> Value {
        let map = Value::Object(Map::from_entries(self.entries));
        match self.variant {
            Some(variant) => within(variant, map),
            None => map,
        }
    }
}

macro_rules! objects {
    ($($trait:ident),+) => {$(
        impl ser::$trait for Object {
            type Ok = Value;
            type Error = Error;
            fn serialize_field<T: Serialize + ?Sized>(&mut self, name: &'static str, value: &T) -> Result<()> {
                self.push(name.into(), value)
            }
            fn end(self) -> Result<Value> {
                Ok(self.finish())
            }
        }
    )+};
}
objects!(SerializeStruct, SerializeStructVariant);

impl ser::SerializeMap for Object {
    type Ok = Value;
    type Error = Error;

    fn serialize_key<T: Serialize + ?Sized>(&mut self, key: &T) -> Result<()> {
        self.key = match key.serialize(ToValue)? {
            Value::Text(text) => text,
            _ => return Err(Error::new(crate::ErrorKind::Key, None)),
        };
        Ok(())
    }
    fn serialize_value<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<()> {
        let key = std::mem::take(&mut self.key);
        self.push(key, value)
    }
    fn end(self) -> Result<Value> {
        Ok(self.finish())
    }
}
