//! A value as any type.

use super::Item;
use crate::de::list;
use crate::de::object;
use crate::de::variant::Variant;
use crate::de::visit_text;
use crate::error::{Error, Result};
use crate::scalar::{ScalarError, boolean, float, integer};
use crate::value::ANY;
use crate::{lex, list as names, raw, with};
use serde::de::{Deserializer, Visitor};

macro_rules! integers {
    ($($method:ident $visit:ident $t:ty),+ $(,)?) => {$(
        #[inline]
        fn $method<V: Visitor<'de>>(mut self, visitor: V) -> Result<V::Value> {
            self.reader.numeric = true;
            match self.in_place(integer::prefix::<$t>) {
                Some(number) => visitor.$visit(number),
                None => visitor.$visit(self.scalar(stringify!($t), integer::read::<$t>)?),
            }
        }
    )+};
}

macro_rules! wide_integers {
    ($($method:ident $visit:ident $t:ty),+ $(,)?) => {$(
        fn $method<V: Visitor<'de>>(mut self, visitor: V) -> Result<V::Value> {
            self.reader.numeric = true;
            let read = |text: &str| text.trim().parse::<$t>().map_err(|_| ScalarError::Format);
            visitor.$visit(self.scalar(stringify!($t), read)?)
        }
    )+};
}

impl<'de> Deserializer<'de> for Item<'_, 'de> {
    type Error = Error;

    /// See [`Options::infer`](crate::Options::infer).
    fn deserialize_any<V: Visitor<'de>>(mut self, visitor: V) -> Result<V::Value> {
        match self.first_byte() {
            Some(b'{' | b'[') => self.untyped(visitor),
            _ if self.reader.infer && !self.is_null() => self.inferred(visitor),
            _ => self.untyped(visitor),
        }
    }

    #[inline]
    fn deserialize_bool<V: Visitor<'de>>(mut self, visitor: V) -> Result<V::Value> {
        if let Some(value) = self.in_place(boolean::prefix) {
            return visitor.visit_bool(value);
        }
        let tolerant = self.reader.tolerant;
        // No text at all is the default, as in ServiceStack.
        if !tolerant && self.is_null() {
            return visitor.visit_bool(false);
        }
        let dialect = self.reader.dialect;
        let read = |text: &str| dialect.read_bool(if tolerant { text.trim() } else { text });
        visitor.visit_bool(self.scalar("bool", read)?)
    }

    integers! {
        deserialize_i8 visit_i8 i8, deserialize_i16 visit_i16 i16, deserialize_i32 visit_i32 i32,
        deserialize_i64 visit_i64 i64, deserialize_u8 visit_u8 u8, deserialize_u16 visit_u16 u16,
        deserialize_u32 visit_u32 u32, deserialize_u64 visit_u64 u64,
    }
    wide_integers! { deserialize_i128 visit_i128 i128, deserialize_u128 visit_u128 u128 }

    fn deserialize_f32<V: Visitor<'de>>(mut self, visitor: V) -> Result<V::Value> {
        self.reader.numeric = true;
        let dialect = self.reader.dialect;
        visitor.visit_f32(self.scalar("f32", |text| dialect.read_f32(text))?)
    }

    #[inline]
    fn deserialize_f64<V: Visitor<'de>>(mut self, visitor: V) -> Result<V::Value> {
        self.reader.numeric = true;
        match self.in_place(float::prefix) {
            Some(number) => visitor.visit_f64(number),
            None => {
                let dialect = self.reader.dialect;
                visitor.visit_f64(self.scalar("f64", |text| dialect.read_f64(text))?)
            }
        }
    }

    /// The first character, as `System.Char` is read, NUL when there is none; for a careful reader
    /// the only one.
    fn deserialize_char<V: Visitor<'de>>(mut self, visitor: V) -> Result<V::Value> {
        let text = self.text();
        let mut characters = text.chars();
        match (characters.next(), characters.next()) {
            (Some(only), None) => visitor.visit_char(only),
            _ if self.reader.careful => Err(self.mismatch("one character", &text)),
            (first, _) => visitor.visit_char(first.unwrap_or('\0')),
        }
    }

    #[inline]
    fn deserialize_str<V: Visitor<'de>>(mut self, visitor: V) -> Result<V::Value> {
        if let Some(text) = self.bare(lex::string) {
            return visitor.visit_borrowed_str(text);
        }
        if self.reader.json && self.reader.careful && self.is_null() {
            return visitor.visit_unit();
        }
        visit_text(self.string()?, visitor)
    }

    #[inline]
    fn deserialize_string<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
        self.deserialize_str(visitor)
    }

    #[cfg(feature = "base64")]
    fn deserialize_bytes<V: Visitor<'de>>(mut self, visitor: V) -> Result<V::Value> {
        use crate::scalar::bytes;
        // A list within quotes is none, so the quotes have to be seen.
        let is_list = self.first_byte() == Some(b'[');
        let read = |text: &str| if is_list { bytes::read(text) } else { bytes::read_base64(text) };
        visitor.visit_byte_buf(self.scalar("bytes", read)?)
    }

    #[cfg(not(feature = "base64"))]
    fn deserialize_bytes<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
        self.deserialize_seq(visitor)
    }

    fn deserialize_byte_buf<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
        self.deserialize_bytes(visitor)
    }

    #[inline]
    fn deserialize_option<V: Visitor<'de>>(mut self, visitor: V) -> Result<V::Value> {
        if self.is_null() { visitor.visit_none() } else { visitor.visit_some(self) }
    }

    fn deserialize_unit<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
        self.unit()?;
        visitor.visit_unit()
    }

    fn deserialize_unit_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value> {
        self.deserialize_unit(visitor)
    }

    #[inline]
    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        name: &'static str,
        visitor: V,
    ) -> Result<V::Value> {
        if name == ANY {
            return self.untyped(visitor);
        }
        match name {
            with::TEXT => self.deserialize_str(visitor),
            raw::TOKEN => self.raw(visitor),
            names::STRINGS => self.list(visitor, list::Rules::Strings),
            names::INTEGERS => self.list(visitor, list::Rules::Integers),
            names::GENERIC => self.list(visitor, list::Rules::Generic),
            names::ARRAY => self.list(visitor, list::Rules::Array),
            names::STRING_ARRAY => self.list(visitor, list::Rules::StringArray),
            crate::dictionary::STRINGS => {
                self.object(visitor, object::Rules::Strings, "Dictionary")
            }
            _ => visitor.visit_newtype_struct(self),
        }
    }

    #[inline]
    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
        self.list(visitor, list::Rules::Plain)
    }

    fn deserialize_tuple<V: Visitor<'de>>(self, len: usize, visitor: V) -> Result<V::Value> {
        self.tuple(len, visitor)
    }

    fn deserialize_tuple_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        len: usize,
        visitor: V,
    ) -> Result<V::Value> {
        self.tuple(len, visitor)
    }

    #[inline]
    fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
        self.object(visitor, object::Rules::Entries, "Dictionary")
    }

    #[inline]
    fn deserialize_struct<V: Visitor<'de>>(
        self,
        name: &'static str,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value> {
        self.object(visitor, object::Rules::Members(fields), name)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value> {
        let start = self.start();
        let read = visitor.visit_enum(Variant::new(Item::new(self.reader, self.extent), variants));
        read.map_err(|error| error.placed(start, self.reader.pos))
    }

    fn deserialize_identifier<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
        self.deserialize_str(visitor)
    }

    fn deserialize_ignored_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
        self.reader.slice(self.extent);
        visitor.visit_unit()
    }
}
