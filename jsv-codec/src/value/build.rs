//! Any type to a value, without any text in between.

use super::{Map, Text, Value};
use crate::error::{Error, ErrorKind, Result, Step};
use crate::options::Options;
use crate::raw;
use serde::ser::{self, Serialize, Serializer};
use thin_vec::ThinVec;

/// Builds a value from what is serialised; `levels` is how much deeper it may go.
#[derive(Clone, Copy)]
pub(super) struct Build {
    levels: usize,
}

impl Default for Build {
    fn default() -> Self {
        Self { levels: Options::default().max_depth }
    }
}

impl Build {
    fn deeper(self) -> Result<Self> {
        let levels =
            self.levels.checked_sub(1).ok_or_else(|| Error::new(ErrorKind::TooDeep, None))?;
        Ok(Self { levels })
    }

    fn elements(self, len: usize) -> Result<Elements> {
        Ok(Elements {
            build: self.deeper()?,
            elements: Vec::with_capacity(len.min(1024)),
            variant: None,
        })
    }

    fn entries(self) -> Result<Entries> {
        Ok(Entries {
            build: self.deeper()?,
            keys: Vec::new(),
            values: ThinVec::new(),
            key: None,
            variant: None,
        })
    }

    /// What is within a variant that carries something.
    fn within<T>(self, compound: impl FnOnce(Self) -> Result<T>) -> Result<T> {
        compound(self.deeper()?)
    }
}

/// A variant that carries something is an object of one member.
fn carried(variant: Option<&'static str>, value: Value) -> Value {
    match variant {
        Some(name) => Value::Object(Map::from_iter([(name, value)])),
        None => value,
    }
}

macro_rules! scalars {
    ($($method:ident $t:ty),+ $(,)?) => {$(
        fn $method(self, value: $t) -> Result<Value> {
            Ok(value.into())
        }
    )+};
}

impl Serializer for Build {
    type Ok = Value;
    type Error = Error;
    type SerializeSeq = Elements;
    type SerializeTuple = Elements;
    type SerializeTupleStruct = Elements;
    type SerializeTupleVariant = Elements;
    type SerializeMap = Entries;
    type SerializeStruct = Entries;
    type SerializeStructVariant = Entries;

    scalars! {
        serialize_bool bool, serialize_i8 i8, serialize_i16 i16, serialize_i32 i32, serialize_i64 i64,
        serialize_i128 i128, serialize_u8 u8, serialize_u16 u16, serialize_u32 u32, serialize_u64 u64,
        serialize_u128 u128, serialize_f32 f32, serialize_f64 f64, serialize_char char, serialize_str &str,
    }

    #[cfg(feature = "base64")]
    fn serialize_bytes(self, value: &[u8]) -> Result<Value> {
        let mut text = String::new();
        crate::scalar::bytes::write(value, &mut text);
        Ok(text.into())
    }
    #[cfg(not(feature = "base64"))]
    fn serialize_bytes(self, value: &[u8]) -> Result<Value> {
        self.collect_seq(value)
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
        Ok(Value::Object(Map::new()))
    }
    fn serialize_unit_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
    ) -> Result<Value> {
        Ok(variant.into())
    }

    /// Raw text is what a reader takes it for.
    fn serialize_newtype_struct<T: Serialize + ?Sized>(
        self,
        name: &'static str,
        value: &T,
    ) -> Result<Value> {
        match value.serialize(self)? {
            Value::Text(raw) if name == raw::TOKEN => {
                crate::from_str_with(&raw, &Options::strict())
            }
            other => Ok(other),
        }
    }
    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        value: &T,
    ) -> Result<Value> {
        self.within(|build| Ok(carried(Some(variant), value.serialize(build)?)))
    }
    fn serialize_seq(self, len: Option<usize>) -> Result<Elements> {
        self.elements(len.unwrap_or(0))
    }
    fn serialize_tuple(self, len: usize) -> Result<Elements> {
        self.elements(len)
    }
    fn serialize_tuple_struct(self, _: &'static str, len: usize) -> Result<Elements> {
        self.elements(len)
    }
    fn serialize_tuple_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        len: usize,
    ) -> Result<Elements> {
        self.within(|build| Ok(Elements { variant: Some(variant), ..build.elements(len)? }))
    }
    fn serialize_map(self, _: Option<usize>) -> Result<Entries> {
        self.entries()
    }
    fn serialize_struct(self, _: &'static str, _: usize) -> Result<Entries> {
        self.entries()
    }
    fn serialize_struct_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        _: usize,
    ) -> Result<Entries> {
        self.within(|build| Ok(Entries { variant: Some(variant), ..build.entries()? }))
    }
}

/// A list being built.
pub(super) struct Elements {
    build: Build,
    elements: Vec<Value>,
    variant: Option<&'static str>,
}

macro_rules! lists {
    ($($trait:ident $method:ident),+ $(,)?) => {$(
        impl ser::$trait for Elements {
            type Ok = Value;
            type Error = Error;
            fn $method<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<()> {
                let element = value.serialize(self.build);
                self.elements.push(element.map_err(|error| error.inside(Step::Element(self.elements.len())))?);
                Ok(())
            }
            fn end(self) -> Result<Value> {
                Ok(carried(self.variant, Value::List(self.elements)))
            }
        }
    )+};
}
lists! {
    SerializeSeq serialize_element, SerializeTuple serialize_element, SerializeTupleStruct serialize_field,
    SerializeTupleVariant serialize_field,
}

/// An object being built.
pub(super) struct Entries {
    build: Build,
    keys: Vec<Text>,
    values: ThinVec<Value>,
    key: Option<Text>,
    variant: Option<&'static str>,
}

impl Entries {
    fn put<T: Serialize + ?Sized>(&mut self, key: Text, value: &T) -> Result<()> {
        match value.serialize(self.build) {
            Ok(value) => self.values.push(value),
            Err(error) => return Err(error.inside(Step::Member(key.to_string()))),
        }
        self.keys.push(key);
        Ok(())
    }

    fn finish(self) -> Value {
        carried(self.variant, Value::Object(Map::from_parts(self.keys, self.values)))
    }
}

macro_rules! objects {
    ($($trait:ident),+) => {$(
        impl ser::$trait for Entries {
            type Ok = Value;
            type Error = Error;
            fn serialize_field<T: Serialize + ?Sized>(&mut self, name: &'static str, value: &T) -> Result<()> {
                self.put(name.into(), value)
            }
            fn end(self) -> Result<Value> {
                Ok(self.finish())
            }
        }
    )+};
}
objects!(SerializeStruct, SerializeStructVariant);

impl ser::SerializeMap for Entries {
    type Ok = Value;
    type Error = Error;

    /// Any scalar can be a key.
    fn serialize_key<T: Serialize + ?Sized>(&mut self, key: &T) -> Result<()> {
        match key.serialize(self.build)? {
            Value::Text(text) => self.key = Some(text),
            _ => return Err(Error::new(ErrorKind::Key, None)),
        }
        Ok(())
    }
    fn serialize_value<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<()> {
        let key = self
            .key
            .take()
            .ok_or_else(|| <Error as ser::Error>::custom("a value without a key"))?;
        self.put(key, value)
    }
    fn end(self) -> Result<Value> {
        Ok(self.finish())
    }
}
