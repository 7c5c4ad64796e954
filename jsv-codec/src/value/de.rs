//! A `Value` as a deserializer, by reference and by move: types are read out of it without any text in between.

use super::{Text, Value};
use crate::de::Name;
use crate::error::{Error, ErrorKind, Result, Step};
use crate::raw;
use crate::scalar::{ScalarError, boolean, float, integer};
use serde::de::value::StrDeserializer;
use serde::de::{
    DeserializeSeed, Deserializer, EnumAccess, Error as _, IntoDeserializer, MapAccess, SeqAccess,
    Unexpected, VariantAccess, Visitor,
};

/// A value that lives no longer than the reading: its strings are copied.
#[derive(Clone, Copy)]
struct Passing<'a>(&'a Value);

impl Value {
    /// What serde calls this when it wanted something else.
    fn unexpected(&self) -> Unexpected<'_> {
        match self {
            Self::Null => Unexpected::Unit,
            Self::Text(text) => Unexpected::Str(text),
            Self::List(_) => Unexpected::Seq,
            Self::Object(_) => Unexpected::Map,
        }
    }

    fn scalar<T>(&self, expected: &'static str, read: impl Fn(&str) -> Result<T, ScalarError>) -> Result<T> {
        match self {
            Self::Text(text) => {
                read(text).map_err(|reason| Error::new(ErrorKind::Scalar { expected, reason }, None))
            }
            other => Err(Error::invalid_type(other.unexpected(), &expected)),
        }
    }
}

macro_rules! scalars {
    ($($method:ident $visit:ident $t:ident $read:expr),+ $(,)?) => {$(
        fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
            visitor.$visit(self.value().scalar(stringify!($t), $read)?)
        }
    )+};
}

/// The same for both kinds of reference: what they are made by, how a string is visited and a key is read.
macro_rules! deserializer {
    ([$($generics:tt)*] $type:ty, $make:expr, $visit:ident, $key:expr) => {
        impl<$($generics)*> Deserializer<'de> for $type {
            type Error = Error;

            fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
                match self.value() {
                    Value::Null => visitor.visit_unit(),
                    Value::Text(text) => visitor.$visit(text.as_str()),
                    Value::List(elements) => {
                        visitor.visit_seq(Elements { elements: elements.iter(), index: 0, make: $make })
                    }
                    Value::Object(_) => self.deserialize_struct("", &[], visitor),
                }
            }

            scalars! {
                deserialize_bool visit_bool bool |text: &str| boolean::read(text.trim()),
                deserialize_i8 visit_i8 i8 integer::read, deserialize_i16 visit_i16 i16 integer::read,
                deserialize_i32 visit_i32 i32 integer::read, deserialize_i64 visit_i64 i64 integer::read,
                deserialize_u8 visit_u8 u8 integer::read, deserialize_u16 visit_u16 u16 integer::read,
                deserialize_u32 visit_u32 u32 integer::read, deserialize_u64 visit_u64 u64 integer::read,
                deserialize_f32 visit_f32 f32 float::read_f32, deserialize_f64 visit_f64 f64 float::read_f64,
                deserialize_i128 visit_i128 i128 |text: &str| text.trim().parse().map_err(|_| ScalarError::Format),
                deserialize_u128 visit_u128 u128 |text: &str| text.trim().parse().map_err(|_| ScalarError::Format),
            }

            fn deserialize_bytes<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
                match self.value() {
                    #[cfg(feature = "base64")]
                    Value::Text(_) => {
                        let read = crate::scalar::bytes::read_base64;
                        visitor.visit_byte_buf(self.value().scalar("bytes", read)?)
                    }
                    _ => self.deserialize_any(visitor),
                }
            }

            fn deserialize_byte_buf<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
                self.deserialize_bytes(visitor)
            }

            fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
                if self.value().is_null() { visitor.visit_none() } else { visitor.visit_some(self) }
            }

            /// Raw text is written anew.
            fn deserialize_newtype_struct<V: Visitor<'de>>(
                self,
                name: &'static str,
                visitor: V,
            ) -> Result<V::Value> {
                match name {
                    raw::TOKEN => visitor.visit_string(crate::to_string(self.value())?),
                    name if name.starts_with("$jsv_codec::") => self.deserialize_any(visitor),
                    _ => visitor.visit_newtype_struct(self),
                }
            }

            /// Names are found in any case, as in text.
            fn deserialize_struct<V: Visitor<'de>>(
                self,
                _: &'static str,
                fields: &'static [&'static str],
                visitor: V,
            ) -> Result<V::Value> {
                let Value::Object(map) = self.value() else { return self.deserialize_any(visitor) };
                let entries = map.entries().iter();
                visitor.visit_map(Entries { entries, fields, last: None, make: $make, key: $key })
            }

            fn deserialize_enum<V: Visitor<'de>>(
                self,
                _: &'static str,
                variants: &'static [&'static str],
                visitor: V,
            ) -> Result<V::Value> {
                let (name, value) = match self.value() {
                    Value::Text(text) => (text.as_str(), None),
                    Value::Object(map) => match map.entries().first() {
                        Some((name, value)) => (name.as_str(), Some($make(value))),
                        None => return Err(Error::custom("an enum without a variant")),
                    },
                    other => return Err(Error::invalid_type(other.unexpected(), &"an enum")),
                };
                visitor.visit_enum(Variant { name: declared(name, variants).unwrap_or(name), value })
            }

            fn deserialize_ignored_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
                visitor.visit_unit()
            }

            serde::forward_to_deserialize_any! {
                char str string unit unit_struct seq tuple tuple_struct map identifier
            }
        }
    };
}

trait Held<'a> {
    fn value(self) -> &'a Value;
}

impl<'a> Held<'a> for &'a Value {
    fn value(self) -> &'a Value {
        self
    }
}

impl<'a> Held<'a> for Passing<'a> {
    fn value(self) -> &'a Value {
        self.0
    }
}

deserializer!(['de] &'de Value, |value: &'de Value| value, visit_borrowed_str, |key| Name::Member(key));
deserializer!(['de, 'a] Passing<'a>, Passing, visit_str, |key: &str| Name::Owned(key.to_owned()));

impl<'de> IntoDeserializer<'de, Error> for &'de Value {
    type Deserializer = Self;
    fn into_deserializer(self) -> Self {
        self
    }
}

macro_rules! forward {
    ($($method:ident($($argument:ident: $t:ty),*)),+ $(,)?) => {$(
        fn $method<V: Visitor<'de>>(self, $($argument: $t,)* visitor: V) -> Result<V::Value> {
            Passing(&self).$method($($argument,)* visitor)
        }
    )+};
}

impl<'de> Deserializer<'de> for Value {
    type Error = Error;

    forward! {
        deserialize_any(), deserialize_bool(), deserialize_i8(), deserialize_i16(), deserialize_i32(),
        deserialize_i64(), deserialize_i128(), deserialize_u8(), deserialize_u16(), deserialize_u32(),
        deserialize_u64(), deserialize_u128(), deserialize_f32(), deserialize_f64(), deserialize_char(),
        deserialize_str(), deserialize_string(), deserialize_bytes(), deserialize_byte_buf(), deserialize_option(),
        deserialize_unit(), deserialize_unit_struct(name: &'static str),
        deserialize_newtype_struct(name: &'static str), deserialize_seq(), deserialize_tuple(len: usize),
        deserialize_tuple_struct(name: &'static str, len: usize), deserialize_map(),
        deserialize_struct(name: &'static str, fields: &'static [&'static str]),
        deserialize_enum(name: &'static str, variants: &'static [&'static str]),
        deserialize_identifier(), deserialize_ignored_any(),
    }
}

impl IntoDeserializer<'_, Error> for Value {
    type Deserializer = Self;
    fn into_deserializer(self) -> Self {
        self
    }
}

/// The declared name that is this one but for its case.
fn declared(name: &str, names: &'static [&'static str]) -> Option<&'static str> {
    names.iter().find(|known| **known == name || known.eq_ignore_ascii_case(name)).copied()
}

struct Elements<'a, D> {
    elements: std::slice::Iter<'a, Value>,
    index: usize,
    make: fn(&'a Value) -> D,
}

impl<'de, D: Deserializer<'de, Error = Error>> SeqAccess<'de> for Elements<'_, D> {
    type Error = Error;

    fn next_element_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<Option<T::Value>> {
        let Some(value) = self.elements.next() else { return Ok(None) };
        let step = Step::Element(self.index);
        self.index += 1;
        seed.deserialize((self.make)(value)).map(Some).map_err(|error| error.inside(step))
    }

    fn size_hint(&self) -> Option<usize> {
        Some(self.elements.len())
    }
}

struct Entries<'a, 'de, D> {
    entries: std::slice::Iter<'a, (Text, Value)>,
    fields: &'static [&'static str],
    last: Option<&'a (Text, Value)>,
    make: fn(&'a Value) -> D,
    key: fn(&'a str) -> Name<'de>,
}

impl<'de, D: Deserializer<'de, Error = Error>> MapAccess<'de> for Entries<'_, 'de, D> {
    type Error = Error;

    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>> {
        self.last = self.entries.next();
        let Some((key, _)) = self.last else { return Ok(None) };
        let name = declared(key, self.fields).map_or_else(|| (self.key)(key), Name::Member);
        seed.deserialize(name).map(Some)
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value> {
        let (key, value) = self.last.take().ok_or_else(|| Error::custom("a value without a key"))?;
        let value = seed.deserialize((self.make)(value));
        value.map_err(|error| error.inside(Step::Member(key.to_string())))
    }

    fn size_hint(&self) -> Option<usize> {
        Some(self.entries.len())
    }
}

/// The name of a variant and what it carries.
struct Variant<'a, D> {
    name: &'a str,
    value: Option<D>,
}

impl<'de, D: Deserializer<'de, Error = Error>> EnumAccess<'de> for Variant<'_, D> {
    type Error = Error;
    type Variant = Content<D>;

    fn variant_seed<T: DeserializeSeed<'de>>(self, seed: T) -> Result<(T::Value, Content<D>)> {
        let name = StrDeserializer::<Error>::new(self.name);
        Ok((seed.deserialize(name)?, Content(self.value)))
    }
}

struct Content<D>(Option<D>);

impl<D> Content<D> {
    fn value(self) -> Result<D> {
        self.0.ok_or_else(|| Error::custom("this variant carries a value, and the text is its name alone"))
    }
}

impl<'de, D: Deserializer<'de, Error = Error>> VariantAccess<'de> for Content<D> {
    type Error = Error;

    fn unit_variant(self) -> Result<()> {
        Ok(())
    }
    fn newtype_variant_seed<T: DeserializeSeed<'de>>(self, seed: T) -> Result<T::Value> {
        seed.deserialize(self.value()?)
    }
    fn tuple_variant<V: Visitor<'de>>(self, len: usize, visitor: V) -> Result<V::Value> {
        self.value()?.deserialize_tuple(len, visitor)
    }
    fn struct_variant<V: Visitor<'de>>(
        self,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value> {
        self.value()?.deserialize_struct("variant", fields, visitor)
    }
}
