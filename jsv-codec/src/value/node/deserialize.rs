//! A value as any type.

use super::Node;
use super::parts::{List, Object, Variant, as_declared};
use crate::de::visit_text;
use crate::error::{Error, Result};
use crate::infer;
use crate::scalar::{ScalarError, boolean, float, integer};
use crate::value::Value;
use crate::value::serde::ANY;
use crate::{dictionary, list, raw, with};
use serde::de::{Deserializer, Error as _, IntoDeserializer, Visitor};

macro_rules! scalars {
    ($($method:ident $visit:ident $t:ident $read:expr),+ $(,)?) => {$(
        fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
            visitor.$visit(self.scalar(stringify!($t), $read)?)
        }
    )+};
}

fn wide<T: std::str::FromStr>(text: &str) -> Result<T, ScalarError> {
    text.trim().parse().map_err(|_| ScalarError::Format)
}

impl<'de> Deserializer<'de> for Node<'de> {
    type Error = Error;

    /// As text is read without a type, see [`Options::infer`](crate::Options::infer).
    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
        let looks = if let Self::Text(text) = &self { infer::scalar(text) } else { None };
        match looks {
            Some(scalar) => scalar.visit(visitor),
            None => self.untyped(visitor),
        }
    }

    scalars! {
        deserialize_i8 visit_i8 i8 integer::read, deserialize_i16 visit_i16 i16 integer::read,
        deserialize_i32 visit_i32 i32 integer::read, deserialize_i64 visit_i64 i64 integer::read,
        deserialize_u8 visit_u8 u8 integer::read, deserialize_u16 visit_u16 u16 integer::read,
        deserialize_u32 visit_u32 u32 integer::read, deserialize_u64 visit_u64 u64 integer::read,
        deserialize_i128 visit_i128 i128 wide, deserialize_u128 visit_u128 u128 wide,
        deserialize_f32 visit_f32 f32 float::read_f32, deserialize_f64 visit_f64 f64 float::read_f64,
    }

    fn deserialize_bool<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
        visitor.visit_bool(self.scalar("bool", |text| boolean::read(text.trim()))?)
    }

    fn deserialize_char<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
        self.deserialize_str(visitor)
    }

    fn deserialize_str<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
        visit_text(self.text()?, visitor)
    }

    fn deserialize_string<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
        self.deserialize_str(visitor)
    }

    #[cfg(feature = "base64")]
    fn deserialize_bytes<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
        let text = self.text()?;
        let bytes = crate::scalar::bytes::read(&text);
        let bytes = bytes.map_err(|reason| {
            Error::new(crate::error::ErrorKind::scalar("bytes", reason, &text), None)
        })?;
        visitor.visit_byte_buf(bytes)
    }

    #[cfg(not(feature = "base64"))]
    fn deserialize_bytes<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
        self.deserialize_seq(visitor)
    }

    fn deserialize_byte_buf<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
        self.deserialize_bytes(visitor)
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
        if matches!(self, Self::Null) { visitor.visit_none() } else { visitor.visit_some(self) }
    }

    fn deserialize_unit<V: Visitor<'de>>(mut self, visitor: V) -> Result<V::Value> {
        let nothing = match &mut self {
            Self::Null => true,
            Self::Object(entries) => entries.next().is_none(),
            _ => false,
        };
        if nothing { visitor.visit_unit() } else { Err(self.mismatch("a value", "nothing")) }
    }

    fn deserialize_unit_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value> {
        self.deserialize_unit(visitor)
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        name: &'static str,
        visitor: V,
    ) -> Result<V::Value> {
        match name {
            ANY => self.untyped(visitor),
            with::TEXT => self.deserialize_str(visitor),
            raw::TOKEN => match self {
                Self::Null => visitor.visit_str(""),
                other => visitor.visit_string(crate::to_string(&other.value()?)?),
            },
            list::STRINGS | list::INTEGERS | list::GENERIC | list::ARRAY | list::STRING_ARRAY => {
                self.deserialize_seq(visitor)
            }
            dictionary::STRINGS => self.deserialize_map(visitor),
            _ => visitor.visit_newtype_struct(self),
        }
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
        visitor.visit_seq(List { elements: self.elements()?, index: 0 })
    }

    /// A tuple has as many elements as it has.
    fn deserialize_tuple<V: Visitor<'de>>(self, len: usize, visitor: V) -> Result<V::Value> {
        let mut list = List { elements: self.elements()?, index: 0 };
        let tuple = visitor.visit_seq(&mut list)?;
        match list.elements.count() {
            0 => Ok(tuple),
            more => Err(crate::error::too_long(len + more, len)),
        }
    }

    fn deserialize_tuple_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        len: usize,
        visitor: V,
    ) -> Result<V::Value> {
        self.deserialize_tuple(len, visitor)
    }

    fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
        visitor.visit_map(Object::new(self.entries()?, None))
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value> {
        visitor.visit_map(Object::new(self.entries()?, Some(fields)))
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value> {
        match self {
            Self::Object(mut entries) => match (entries.next(), entries.next()) {
                (Some((name, content)), None) => visitor.visit_enum(Variant {
                    name: as_declared(variants, name),
                    content: Some(content),
                }),
                _ => Err(Error::custom(
                    "expected an object of one member: a variant and what it carries",
                )),
            },
            name => visitor
                .visit_enum(Variant { name: as_declared(variants, name.text()?), content: None }),
        }
    }

    fn deserialize_identifier<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
        self.deserialize_str(visitor)
    }

    fn deserialize_ignored_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
        visitor.visit_unit()
    }
}

macro_rules! deserializer {
    ($(#[$doc:meta])* $t:ty) => {
        $(#[$doc])*
        impl<'de> Deserializer<'de> for $t {
            type Error = Error;

            deserializer! {
                @forward deserialize_any(), deserialize_bool(), deserialize_i8(), deserialize_i16(), deserialize_i32(),
                deserialize_i64(), deserialize_i128(), deserialize_u8(), deserialize_u16(), deserialize_u32(),
                deserialize_u64(), deserialize_u128(), deserialize_f32(), deserialize_f64(), deserialize_char(),
                deserialize_str(), deserialize_string(), deserialize_bytes(), deserialize_byte_buf(),
                deserialize_option(), deserialize_unit(), deserialize_unit_struct(name: &'static str),
                deserialize_newtype_struct(name: &'static str), deserialize_seq(), deserialize_tuple(len: usize),
                deserialize_tuple_struct(name: &'static str, len: usize), deserialize_map(),
                deserialize_struct(name: &'static str, fields: &'static [&'static str]),
                deserialize_enum(name: &'static str, variants: &'static [&'static str]),
                deserialize_identifier(), deserialize_ignored_any()
            }
        }

        impl<'de> IntoDeserializer<'de, Error> for $t {
            type Deserializer = Self;
            fn into_deserializer(self) -> Self {
                self
            }
        }
    };
    (@forward $($method:ident($($argument:ident: $of:ty),*)),+) => {$(
        fn $method<V: Visitor<'de>>(self, $($argument: $of,)* visitor: V) -> Result<V::Value> {
            Node::from(self).$method($($argument,)* visitor)
        }
    )+};
}

deserializer! {
    /// By move: strings are handed over as they are.
    Value
}
deserializer! {
    /// By reference: strings can be borrowed.
    &'de Value
}
