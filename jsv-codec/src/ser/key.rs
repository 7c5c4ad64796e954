//! Keys of dictionaries: any scalar, written as it would be as a value.

use super::plain::Raw;
use crate::error::{Error, ErrorKind, Result};
use crate::options::Floats;
use crate::query::{self, Encoding};
use crate::scalar::boolean;
use crate::{quote, raw};
use serde::ser::{Impossible, Serialize, Serializer};

/// The text of a key.
pub(super) struct Key<'a> {
    pub out: &'a mut String,
    /// In quotes also where white space would be lost without.
    pub lossless: bool,
    /// How floating-point numbers are spelt.
    pub floats: Floats,
    /// Percent-encoded, within a query string.
    pub query: Option<Encoding>,
    /// Noted: it is a name as it is written, of a class and not of a dictionary.
    pub is_name: &'a mut bool,
}

/// A key or a name, in quotes if any of it would be lost without.
pub(super) fn quoted(name: &str) -> String {
    let mut out = String::with_capacity(name.len() + 2);
    match quote::needed_by_name(name) {
        true => quote::write_quoted(name, |part| out.push_str(part)),
        false => out.push_str(name),
    }
    out
}

fn not_a_key<T>() -> Result<T> {
    Err(Error::new(ErrorKind::Key, None))
}

macro_rules! integers {
    ($($method:ident $t:ty),+ $(,)?) => {$(
        fn $method(self, value: $t) -> Result<()> {
            self.out.push_str(itoa::Buffer::new().format(value));
            Ok(())
        }
    )+};
}

impl Serializer for Key<'_> {
    type Ok = ();
    type Error = Error;
    type SerializeSeq = Impossible<(), Error>;
    type SerializeTuple = Impossible<(), Error>;
    type SerializeTupleStruct = Impossible<(), Error>;
    type SerializeTupleVariant = Impossible<(), Error>;
    type SerializeMap = Impossible<(), Error>;
    type SerializeStruct = Impossible<(), Error>;
    type SerializeStructVariant = Impossible<(), Error>;

    integers! {
        serialize_i8 i8, serialize_i16 i16, serialize_i32 i32, serialize_i64 i64, serialize_i128 i128,
        serialize_u8 u8, serialize_u16 u16, serialize_u32 u32, serialize_u64 u64, serialize_u128 u128,
    }

    fn serialize_bool(self, value: bool) -> Result<()> {
        self.out.push_str(boolean::write(value));
        Ok(())
    }
    fn serialize_f32(self, value: f32) -> Result<()> {
        self.floats.write_f32(value, self.out);
        Ok(())
    }
    fn serialize_f64(self, value: f64) -> Result<()> {
        self.floats.write_f64(value, self.out);
        Ok(())
    }
    fn serialize_char(self, value: char) -> Result<()> {
        self.serialize_str(value.encode_utf8(&mut [0; 4]))
    }
    #[inline]
    fn serialize_str(self, value: &str) -> Result<()> {
        if self.lossless {
            self.out.push_str(&quoted(value));
        } else if let Some(encoding) = self.query {
            self.out.push_str(&query::string(value, encoding));
        } else if value.is_empty() {
            self.out.push_str("\"\"");
        } else {
            quote::write(value, self.out);
        }
        Ok(())
    }
    fn serialize_bytes(self, _: &[u8]) -> Result<()> {
        not_a_key()
    }
    fn serialize_none(self) -> Result<()> {
        not_a_key()
    }
    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Result<()> {
        value.serialize(self)
    }
    fn serialize_unit(self) -> Result<()> {
        not_a_key()
    }
    fn serialize_unit_struct(self, _: &'static str) -> Result<()> {
        not_a_key()
    }
    fn serialize_unit_variant(self, _: &'static str, _: u32, variant: &'static str) -> Result<()> {
        self.serialize_str(variant)
    }
    fn serialize_newtype_struct<T: Serialize + ?Sized>(
        self,
        name: &'static str,
        value: &T,
    ) -> Result<()> {
        if name == raw::TOKEN {
            *self.is_name = true;
            return value.serialize(Raw(self.out));
        }
        value.serialize(self)
    }
    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: &T,
    ) -> Result<()> {
        not_a_key()
    }
    fn serialize_seq(self, _: Option<usize>) -> Result<Self::SerializeSeq> {
        not_a_key()
    }
    fn serialize_tuple(self, _: usize) -> Result<Self::SerializeTuple> {
        not_a_key()
    }
    fn serialize_tuple_struct(
        self,
        _: &'static str,
        _: usize,
    ) -> Result<Self::SerializeTupleStruct> {
        not_a_key()
    }
    fn serialize_tuple_variant(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: usize,
    ) -> Result<Self::SerializeTupleVariant> {
        not_a_key()
    }
    fn serialize_map(self, _: Option<usize>) -> Result<Self::SerializeMap> {
        not_a_key()
    }
    fn serialize_struct(self, _: &'static str, _: usize) -> Result<Self::SerializeStruct> {
        not_a_key()
    }
    fn serialize_struct_variant(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: usize,
    ) -> Result<Self::SerializeStructVariant> {
        not_a_key()
    }
}
