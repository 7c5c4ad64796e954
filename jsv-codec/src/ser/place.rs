//! A place where one value goes, and what has to be written before it unless it is null.

use super::compound::{Compound, Shape};
use super::key;
use super::out::Target;
use super::plain::Raw;
use super::writer::{Writer, digit};
use crate::error::{Error, Result};
use crate::raw;
use crate::scalar::boolean;
use serde::ser::{Serialize, Serializer};

/// Where a value goes. Whether it wrote anything is the `Ok` of its serializer: null writes
/// nothing.
pub(super) struct Place<'p, T>(pub &'p mut Writer<T>);

/// Something was written.
pub type Written = bool;

impl<'p, T: Target> Place<'p, T> {
    #[inline]
    fn object(self) -> Result<Compound<'p, T>> {
        self.0.enter(b'{')?;
        Ok(Compound::new(self.0, Shape::Object))
    }

    #[inline]
    fn list(self) -> Result<Compound<'p, T>> {
        self.0.enter(b'[')?;
        Ok(Compound::new(self.0, Shape::List))
    }

    /// A variant that carries something: an object of one member.
    fn variant(self, name: &'static str) -> Result<&'p mut Writer<T>> {
        self.0.enter(b'{')?;
        match self.0.lossless {
            true => self.0.out.put_name(false, &key::quoted(name))?,
            false => self.0.out.put_name(false, name)?,
        };
        Ok(self.0)
    }
}

macro_rules! integers {
    ($($method:ident $t:ty),+ $(,)?) => {$(
        #[inline]
        fn $method(self, value: $t) -> Result<Written> {
            match digit(value) {
                Some(digit) => self.0.out.put_byte(digit)?,
                None => self.0.integer(value)?,
            }
            Ok(true)
        }
    )+};
}

impl<'p, T: Target> Serializer for Place<'p, T> {
    type Ok = Written;
    type Error = Error;
    type SerializeSeq = Compound<'p, T>;
    type SerializeTuple = Compound<'p, T>;
    type SerializeTupleStruct = Compound<'p, T>;
    type SerializeTupleVariant = Compound<'p, T>;
    type SerializeMap = Compound<'p, T>;
    type SerializeStruct = Compound<'p, T>;
    type SerializeStructVariant = Compound<'p, T>;

    integers! {
        serialize_i8 i8, serialize_i16 i16, serialize_i32 i32, serialize_i64 i64, serialize_i128 i128,
        serialize_u8 u8, serialize_u16 u16, serialize_u32 u32, serialize_u64 u64, serialize_u128 u128,
    }

    #[inline]
    fn serialize_bool(self, value: bool) -> Result<Written> {
        self.0.put(boolean::write(value))?;
        Ok(true)
    }

    fn serialize_f32(self, value: f32) -> Result<Written> {
        self.0.f32(value)?;
        Ok(true)
    }

    #[inline]
    fn serialize_f64(self, value: f64) -> Result<Written> {
        self.0.f64(value)?;
        Ok(true)
    }

    /// Quoted if it must be: .NET leaves a comma bare, which cannot be read back. See [`raw`].
    fn serialize_char(self, value: char) -> Result<Written> {
        self.serialize_str(value.encode_utf8(&mut [0; 4]))
    }

    #[inline]
    fn serialize_str(self, value: &str) -> Result<Written> {
        self.0.string(value)?;
        Ok(true)
    }

    #[cfg(feature = "base64")]
    fn serialize_bytes(self, value: &[u8]) -> Result<Written> {
        let mut text = String::new();
        crate::scalar::bytes::write(value, &mut text);
        let writer = self.0;
        if writer.lossless {
            writer.string(&text)?
        } else {
            writer.bare(&text)?
        }
        Ok(true)
    }

    #[cfg(not(feature = "base64"))]
    fn serialize_bytes(self, value: &[u8]) -> Result<Written> {
        self.collect_seq(value)
    }

    #[inline]
    fn serialize_none(self) -> Result<Written> {
        if self.0.lossless {
            self.0.put("null")?;
            return Ok(true);
        }
        Ok(false)
    }

    #[inline]
    fn serialize_some<V: Serialize + ?Sized>(self, value: &V) -> Result<Written> {
        value.serialize(self)
    }

    fn serialize_unit(self) -> Result<Written> {
        self.serialize_none()
    }

    fn serialize_unit_struct(self, _: &'static str) -> Result<Written> {
        self.0.put("{}")?;
        Ok(true)
    }

    #[inline]
    fn serialize_unit_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
    ) -> Result<Written> {
        self.serialize_str(variant)
    }

    #[inline]
    fn serialize_newtype_struct<V: Serialize + ?Sized>(
        self,
        name: &'static str,
        value: &V,
    ) -> Result<Written> {
        if name == raw::TOKEN {
            let writer = self.0;
            value.serialize(Raw(writer))?;
            return Ok(true);
        }
        value.serialize(self)
    }

    fn serialize_newtype_variant<V: Serialize + ?Sized>(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        value: &V,
    ) -> Result<Written> {
        let writer = self.variant(variant)?;
        value.serialize(Place(writer))?;
        writer.leave(b'}')?;
        Ok(true)
    }

    #[inline]
    fn serialize_seq(self, _: Option<usize>) -> Result<Self::SerializeSeq> {
        self.list()
    }

    #[inline]
    fn serialize_tuple(self, _: usize) -> Result<Self::SerializeTuple> {
        self.list()
    }

    #[inline]
    fn serialize_tuple_struct(
        self,
        _: &'static str,
        _: usize,
    ) -> Result<Self::SerializeTupleStruct> {
        self.list()
    }

    fn serialize_tuple_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        _: usize,
    ) -> Result<Self::SerializeTupleVariant> {
        let writer = self.variant(variant)?;
        writer.enter(b'[')?;
        Ok(Compound::new(writer, Shape::TupleVariant))
    }

    #[inline]
    fn serialize_map(self, _: Option<usize>) -> Result<Self::SerializeMap> {
        self.object()
    }

    #[inline]
    fn serialize_struct(self, _: &'static str, _: usize) -> Result<Self::SerializeStruct> {
        self.object()
    }

    fn serialize_struct_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        _: usize,
    ) -> Result<Self::SerializeStructVariant> {
        let writer = self.variant(variant)?;
        writer.enter(b'{')?;
        Ok(Compound::new(writer, Shape::StructVariant))
    }
}
