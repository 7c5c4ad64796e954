//! A value as what any type wants it to be, without any text in between.

use super::{Map, Value, map, serde::ANY};
use crate::de::{Carried, Content, Name, declared};
use crate::error::{Error, ErrorKind, Result, Step};
use crate::infer;
use crate::scalar::{ScalarError, boolean, float, integer};
use crate::{dictionary, list, raw, with};
use serde::de::{
    DeserializeSeed, Deserializer, EnumAccess, Error as _, IntoDeserializer, MapAccess, SeqAccess,
    Visitor,
};
use std::borrow::Cow;

/// A value, owned or borrowed.
enum Node<'de> {
    Null,
    Text(Cow<'de, str>),
    List(Elements<'de>),
    Object(Entries<'de>),
}

impl<'de> From<Value> for Node<'de> {
    fn from(value: Value) -> Self {
        match value {
            Value::Null => Self::Null,
            Value::Text(text) => Self::Text(Cow::Owned(text.into())),
            Value::List(elements) => Self::List(Elements::Owned(elements.into_iter())),
            Value::Object(map) => Self::Object(Entries::Owned(map.into_iter())),
        }
    }
}

impl<'de> From<&'de Value> for Node<'de> {
    fn from(value: &'de Value) -> Self {
        match value {
            Value::Null => Self::Null,
            Value::Text(text) => Self::Text(Cow::Borrowed(text)),
            Value::List(elements) => Self::List(Elements::Borrowed(elements.iter())),
            Value::Object(map) => Self::Object(Entries::Borrowed(map.entries())),
        }
    }
}

enum Elements<'de> {
    Owned(std::vec::IntoIter<Value>),
    Borrowed(std::slice::Iter<'de, Value>),
}

enum Entries<'de> {
    Owned(map::IntoIter),
    Borrowed(map::Entries<'de>),
}

impl<'de> Iterator for Elements<'de> {
    type Item = Node<'de>;
    fn next(&mut self) -> Option<Node<'de>> {
        match self {
            Self::Owned(values) => values.next().map(Node::from),
            Self::Borrowed(values) => values.next().map(Node::from),
        }
    }
}

impl<'de> Iterator for Entries<'de> {
    type Item = (Cow<'de, str>, Node<'de>);
    fn next(&mut self) -> Option<Self::Item> {
        match self {
            Self::Owned(entries) => {
                entries.next().map(|(key, value)| (Cow::Owned(key.into()), value.into()))
            }
            Self::Borrowed(entries) => {
                entries.next().map(|(key, value)| (Cow::Borrowed(key.as_str()), value.into()))
            }
        }
    }
}

fn string<'de, V: Visitor<'de>>(text: Cow<'de, str>, visitor: V) -> Result<V::Value> {
    match text {
        Cow::Borrowed(text) => visitor.visit_borrowed_str(text),
        Cow::Owned(text) => visitor.visit_string(text),
    }
}

impl<'de> Node<'de> {
    fn scalar<T>(
        &self,
        expected: &'static str,
        read: fn(&str) -> Result<T, ScalarError>,
    ) -> Result<T> {
        match self {
            Self::Text(text) => read(text)
                .map_err(|reason| Error::new(ErrorKind::scalar(expected, reason, text), None)),
            Self::Null => {
                Err(Error::new(ErrorKind::scalar(expected, ScalarError::Format, ""), None))
            }
            Self::List(_) => Err(self.mismatch("a list", expected)),
            Self::Object(_) => Err(self.mismatch("an object", expected)),
        }
    }

    fn mismatch(&self, found: &str, expected: &str) -> Error {
        Error::custom(format_args!("expected {expected}, found {found}"))
    }

    /// The elements of a list. One that is still text is read; null is an empty one.
    fn elements(self) -> Result<Elements<'de>> {
        match self {
            Self::List(elements) => Ok(elements),
            Self::Null => Ok(Elements::Borrowed([].iter())),
            Self::Text(text) => {
                Ok(Elements::Owned(crate::from_str::<Vec<Value>>(&text)?.into_iter()))
            }
            Self::Object(_) => Err(self.mismatch("an object", "a list")),
        }
    }

    /// The entries of an object. One that is still text is read; null is an empty one.
    fn entries(self) -> Result<Entries<'de>> {
        match self {
            Self::Object(entries) => Ok(entries),
            Self::Null => Ok(Entries::Owned(Map::new().into_iter())),
            Self::Text(text) => Ok(Entries::Owned(crate::from_str::<Map>(&text)?.into_iter())),
            Self::List(_) => Err(self.mismatch("a list", "an object")),
        }
    }

    /// The text of a scalar, and of anything else as it would be written.
    fn text(self) -> Result<Cow<'de, str>> {
        match self {
            Self::Text(text) => Ok(text),
            Self::Null => Ok(Cow::Borrowed("")),
            other => Ok(Cow::Owned(crate::to_string(&other.value()?)?)),
        }
    }

    fn value(self) -> Result<Value> {
        serde::Deserialize::deserialize(self)
    }

    fn untyped<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
        match self {
            Self::Null => visitor.visit_unit(),
            Self::Text(text) => string(text, visitor),
            Self::List(elements) => visitor.visit_seq(List { elements, index: 0 }),
            Self::Object(entries) => visitor.visit_map(Object::new(entries, None)),
        }
    }
}

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
        string(self.text()?, visitor)
    }

    fn deserialize_string<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
        self.deserialize_str(visitor)
    }

    #[cfg(feature = "base64")]
    fn deserialize_bytes<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
        let text = self.text()?;
        let bytes = crate::scalar::bytes::read(&text);
        let bytes =
            bytes.map_err(|reason| Error::new(ErrorKind::scalar("bytes", reason, &text), None))?;
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

/// A name as it is declared, whatever the case of its letters; others stay.
fn as_declared<'de>(names: &'static [&'static str], name: Cow<'de, str>) -> Cow<'de, str> {
    declared(&name, names).map_or(name, Cow::Borrowed)
}

struct List<'de> {
    elements: Elements<'de>,
    index: usize,
}

impl<'de> SeqAccess<'de> for List<'de> {
    type Error = Error;

    fn next_element_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<Option<T::Value>> {
        let Some(element) = self.elements.next() else { return Ok(None) };
        self.index += 1;
        let read = seed.deserialize(element);
        read.map(Some).map_err(|error| error.inside(Step::Element(self.index - 1)))
    }
}

struct Object<'de> {
    entries: Entries<'de>,
    value: Option<(Cow<'de, str>, Node<'de>)>,
    /// The members of a type, whose names are found in any case.
    names: Option<&'static [&'static str]>,
}

impl<'de> Object<'de> {
    fn new(entries: Entries<'de>, names: Option<&'static [&'static str]>) -> Self {
        Self { entries, value: None, names }
    }
}

impl<'de> MapAccess<'de> for Object<'de> {
    type Error = Error;

    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>> {
        let Some((key, value)) = self.entries.next() else { return Ok(None) };
        self.value = Some((key.clone(), value));
        let name = match self.names {
            Some(names) => as_declared(names, key),
            None => key,
        };
        seed.deserialize(Name::from(name)).map(Some)
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value> {
        let (key, value) =
            self.value.take().ok_or_else(|| Error::custom("a value without a key"))?;
        seed.deserialize(value).map_err(|error| error.inside(Step::Member(key.into_owned())))
    }
}

struct Variant<'de> {
    name: Cow<'de, str>,
    content: Option<Node<'de>>,
}

impl<'de> EnumAccess<'de> for Variant<'de> {
    type Error = Error;
    type Variant = Content<Node<'de>>;

    fn variant_seed<V: DeserializeSeed<'de>>(self, seed: V) -> Result<(V::Value, Self::Variant)> {
        Ok((seed.deserialize(Name::from(self.name))?, Content(self.content)))
    }
}

impl<'de> Carried<'de> for Node<'de> {
    fn read<T: DeserializeSeed<'de>>(self, seed: T) -> Result<T::Value> {
        seed.deserialize(self)
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
