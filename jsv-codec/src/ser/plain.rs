//! Raw text: what [`crate::raw`] writes.

use super::out::Target;
use super::writer::Writer;
use crate::error::{Error, Result};
use serde::ser::{Error as _, Impossible, Serialize, Serializer};
use std::fmt::Display;

/// What raw text is added to.
pub(super) trait Sink {
    /// Adds it as it is.
    ///
    /// # Errors
    /// When writing fails.
    fn put_raw(&mut self, text: &str) -> Result<()>;
}

impl<T: Target> Sink for Writer<T> {
    fn put_raw(&mut self, text: &str) -> Result<()> {
        self.bare(text)
    }
}

/// The text of a key.
impl Sink for String {
    fn put_raw(&mut self, text: &str) -> Result<()> {
        self.push_str(text);
        Ok(())
    }
}

/// Takes a string and writes it as it is.
pub(super) struct Raw<'p, S>(pub &'p mut S);

fn not_text<T>() -> Result<T> {
    Err(Error::custom("raw text must be a string"))
}

macro_rules! refuse {
    ($($method:ident($($argument:ty),*) -> $result:ty;)+) => {$(
        fn $method(self, $(_: $argument),*) -> Result<$result> {
            not_text()
        }
    )+};
}

type Never = Impossible<(), Error>;

impl<S: Sink> Serializer for Raw<'_, S> {
    type Ok = ();
    type Error = Error;
    type SerializeSeq = Never;
    type SerializeTuple = Never;
    type SerializeTupleStruct = Never;
    type SerializeTupleVariant = Never;
    type SerializeMap = Never;
    type SerializeStruct = Never;
    type SerializeStructVariant = Never;

    fn serialize_str(self, value: &str) -> Result<()> {
        self.0.put_raw(value)
    }
    fn collect_str<V: Display + ?Sized>(self, value: &V) -> Result<()> {
        self.0.put_raw(&value.to_string())
    }
    fn serialize_char(self, value: char) -> Result<()> {
        self.0.put_raw(value.encode_utf8(&mut [0; 4]))
    }
    fn serialize_some<V: Serialize + ?Sized>(self, value: &V) -> Result<()> {
        value.serialize(self)
    }
    fn serialize_newtype_struct<V: Serialize + ?Sized>(
        self,
        _: &'static str,
        value: &V,
    ) -> Result<()> {
        value.serialize(self)
    }
    fn serialize_newtype_variant<V: Serialize + ?Sized>(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: &V,
    ) -> Result<()> {
        not_text()
    }
    refuse! {
        serialize_bool(bool) -> ();
        serialize_i8(i8) -> ();
        serialize_i16(i16) -> ();
        serialize_i32(i32) -> ();
        serialize_i64(i64) -> ();
        serialize_u8(u8) -> ();
        serialize_u16(u16) -> ();
        serialize_u32(u32) -> ();
        serialize_u64(u64) -> ();
        serialize_f32(f32) -> ();
        serialize_f64(f64) -> ();
        serialize_bytes(&[u8]) -> ();
        serialize_none() -> ();
        serialize_unit() -> ();
        serialize_unit_struct(&'static str) -> ();
        serialize_unit_variant(&'static str, u32, &'static str) -> ();
        serialize_seq(Option<usize>) -> Never;
        serialize_tuple(usize) -> Never;
        serialize_tuple_struct(&'static str, usize) -> Never;
        serialize_tuple_variant(&'static str, u32, &'static str, usize) -> Never;
        serialize_map(Option<usize>) -> Never;
        serialize_struct(&'static str, usize) -> Never;
        serialize_struct_variant(&'static str, u32, &'static str, usize) -> Never;
    }
}
