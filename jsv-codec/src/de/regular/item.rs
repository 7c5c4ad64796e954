//! One value of regular text, and what serde may ask it to be.

use super::Regular;
use super::list::List;
use super::object::Object;
use super::variant::Variant;
use crate::de::visit_text;
use crate::error::{Error, Result};
use crate::scalar::{ScalarError, boolean, float, integer};
use crate::value::{ANY, hand_over};
use crate::{dictionary, infer, lex, list as names, raw, with};
use serde::de::{Deserializer, IgnoredAny, Visitor};

/// The value at which the reader stands.
pub(super) struct Item<'r, 'de>(pub &'r mut Regular<'de>);

impl<'de> Item<'_, 'de> {
    #[inline]
    fn is_null(&self) -> bool {
        matches!(self.0.first(), None | Some(b',' | b'}'))
    }

    #[inline]
    fn scalar<T>(self, read: impl Fn(&str) -> Result<T, ScalarError>) -> Result<T> {
        let text = self.0.scalar()?;
        read(&text).map_err(|_| self.0.give_up())
    }

    /// A number that is all of the value, read where it stands.
    #[inline]
    fn number<T>(
        self,
        prefix: Option<(T, usize)>,
        read: impl Fn(&str) -> Result<T, ScalarError>,
    ) -> Result<T> {
        match prefix {
            Some((number, length))
                if matches!(self.0.rest.get(length), Some(b',' | b'}' | b']')) =>
            {
                self.0.advance(length);
                Ok(number)
            }
            _ => self.scalar(read),
        }
    }

    #[inline]
    fn list<V: Visitor<'de>>(self, visitor: V, plain: bool) -> Result<V::Value> {
        if self.0.first() != Some(b'[') {
            return Err(self.0.give_up());
        }
        let mut list = List::enter(self.0, plain)?;
        match visitor.visit_seq(&mut list) {
            Ok(value) => list.close().map(|()| value),
            Err(error) => Err(self.0.fail(error)),
        }
    }

    #[inline]
    fn object<V: Visitor<'de>>(
        self,
        visitor: V,
        members: Option<&'static [&'static str]>,
    ) -> Result<V::Value> {
        if self.0.first() != Some(b'{') {
            return Err(self.0.give_up());
        }
        let mut object = Object::enter(self.0, members)?;
        match visitor.visit_map(&mut object) {
            Ok(value) => object.close().map(|()| value),
            Err(error) => Err(self.0.fail(error)),
        }
    }

    /// What JSV itself tells: text, lists and objects.
    #[inline]
    fn untyped<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
        match self.0.first() {
            Some(b'{') => self.object(visitor, None),
            Some(b'[') => self.list(visitor, true),
            Some(b'"') => visit_text(self.0.quoted()?, visitor),
            _ if self.is_null() => visitor.visit_unit(),
            _ => visitor.visit_borrowed_str(self.0.bare(lex::value)?),
        }
    }

    /// A scalar without a type: a string, unless it is bare and looks like something else.
    fn inferred<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
        let quoted = self.0.first() == Some(b'"');
        let text = self.0.scalar()?;
        match infer::scalar(&text) {
            Some(scalar) if !quoted => scalar.visit(visitor),
            _ => visit_text(text, visitor),
        }
    }

    /// The value as it stands.
    fn raw(self) -> Result<&'de str> {
        let start = self.0.text.len() - self.0.rest.len();
        let text = self.0.text;
        match self.0.first() {
            Some(b'{') => Item(self.0).object(IgnoredAny, None)?,
            Some(b'[') => Item(self.0).list(IgnoredAny, true)?,
            Some(b'"') => {
                let length = lex::quoted(self.0.rest);
                return self.0.take(length);
            }
            _ => return self.0.bare(lex::value),
        };
        let end = text.len() - self.0.rest.len();
        text.get(start..end).ok_or_else(|| self.0.give_up())
    }
}

macro_rules! integers {
    ($($method:ident $visit:ident $t:ty),+ $(,)?) => {$(
        #[inline]
        fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
            let prefix = integer::prefix::<$t>(self.0.rest);
            visitor.$visit(self.number(prefix, integer::read::<$t>)?)
        }
    )+};
}

macro_rules! wide_integers {
    ($($method:ident $visit:ident $t:ty),+ $(,)?) => {$(
        fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
            let read = |text: &str| text.trim().parse::<$t>().map_err(|_| ScalarError::Format);
            visitor.$visit(self.scalar(read)?)
        }
    )+};
}

impl<'de> Deserializer<'de> for Item<'_, 'de> {
    type Error = Error;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
        match self.0.first() {
            Some(b'{' | b'[') => self.untyped(visitor),
            _ if self.0.infer && !self.is_null() => self.inferred(visitor),
            _ => self.untyped(visitor),
        }
    }

    #[inline]
    fn deserialize_bool<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
        let (prefix, tolerant, dialect) =
            (boolean::prefix(self.0.rest), self.0.tolerant, self.0.dialect);
        let read = |text: &str| dialect.read_bool(if tolerant { text.trim() } else { text });
        visitor.visit_bool(self.number(prefix, read)?)
    }

    integers! {
        deserialize_i8 visit_i8 i8, deserialize_i16 visit_i16 i16, deserialize_i32 visit_i32 i32,
        deserialize_i64 visit_i64 i64, deserialize_u8 visit_u8 u8, deserialize_u16 visit_u16 u16,
        deserialize_u32 visit_u32 u32, deserialize_u64 visit_u64 u64,
    }
    wide_integers! { deserialize_i128 visit_i128 i128, deserialize_u128 visit_u128 u128 }

    fn deserialize_f32<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
        let dialect = self.0.dialect;
        visitor.visit_f32(self.scalar(|text| dialect.read_f32(text))?)
    }

    #[inline]
    fn deserialize_f64<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
        let (prefix, dialect) = (float::prefix(self.0.rest), self.0.dialect);
        visitor.visit_f64(self.number(prefix, |text| dialect.read_f64(text))?)
    }

    fn deserialize_char<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
        let text = self.0.scalar()?;
        let mut characters = text.chars();
        match (characters.next(), characters.next()) {
            (Some(only), None) => visitor.visit_char(only),
            _ => Err(self.0.give_up()),
        }
    }

    #[inline]
    fn deserialize_str<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
        match self.0.first() {
            Some(b'"') => visit_text(self.0.quoted()?, visitor),
            _ => visitor.visit_borrowed_str(self.0.bare(lex::string)?),
        }
    }

    #[inline]
    fn deserialize_string<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
        self.deserialize_str(visitor)
    }

    #[cfg(feature = "base64")]
    fn deserialize_bytes<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
        use crate::scalar::bytes;
        if self.0.first() == Some(b'[') {
            let reader = self.0;
            let read = bytes::read(Item(reader).raw()?);
            return visitor.visit_byte_buf(read.map_err(|_| reader.give_up())?);
        }
        visitor.visit_byte_buf(self.scalar(bytes::read_base64)?)
    }

    #[cfg(not(feature = "base64"))]
    fn deserialize_bytes<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
        self.deserialize_seq(visitor)
    }

    fn deserialize_byte_buf<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
        self.deserialize_bytes(visitor)
    }

    #[inline]
    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
        if self.is_null() { visitor.visit_none() } else { visitor.visit_some(self) }
    }

    fn deserialize_unit<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
        if self.is_null() { visitor.visit_unit() } else { Err(self.0.give_up()) }
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
            return hand_over(self.0.value()?, visitor);
        }
        match name {
            with::TEXT => self.deserialize_str(visitor),
            raw::TOKEN => visitor.visit_borrowed_str(self.raw()?),
            names::STRINGS | names::INTEGERS | names::GENERIC | names::ARRAY => {
                self.list(visitor, false)
            }
            names::STRING_ARRAY => Err(self.0.give_up()),
            dictionary::STRINGS => self.object(visitor, None),
            _ => visitor.visit_newtype_struct(self),
        }
    }

    #[inline]
    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
        self.list(visitor, true)
    }

    fn deserialize_tuple<V: Visitor<'de>>(self, _: usize, visitor: V) -> Result<V::Value> {
        self.list(visitor, true)
    }

    fn deserialize_tuple_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: usize,
        visitor: V,
    ) -> Result<V::Value> {
        self.list(visitor, true)
    }

    #[inline]
    fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
        self.object(visitor, None)
    }

    #[inline]
    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value> {
        self.object(visitor, Some(fields))
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value> {
        let levels = self.0.levels;
        let read = visitor.visit_enum(Variant { reader: self.0, variants });
        if self.0.levels == levels { read } else { Err(self.0.give_up()) }
    }

    fn deserialize_identifier<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
        self.deserialize_str(visitor)
    }

    fn deserialize_ignored_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
        self.raw()?;
        visitor.visit_unit()
    }
}
