//! Member names and dictionary keys on their way to a visitor.

use crate::error::{Error, ErrorKind, Result};
use crate::quote::unquote;
use crate::raw;
use crate::scalar::{ScalarError, boolean, float, integer};
use serde::de::value::{BorrowedStrDeserializer, CowStrDeserializer};
use serde::de::{Deserializer, Visitor};
use std::borrow::Cow;

/// What stands before a colon.
pub(crate) enum Name<'de> {
    /// The name of a member, trimmed.
    Member(&'de str),
    /// The name of a member that had to be changed to take its quotes off.
    Owned(String),
    /// The key of a dictionary, quotes and all.
    Key(&'de str),
    /// As `Key`, by the rules of 10.x.
    Modern(&'de str),
}

impl<'de> From<Cow<'de, str>> for Name<'de> {
    fn from(name: Cow<'de, str>) -> Self {
        match name {
            Cow::Borrowed(name) => Self::Member(name),
            Cow::Owned(name) => Self::Owned(name),
        }
    }
}

impl<'de> Name<'de> {
    fn text(self) -> Cow<'de, str> {
        match self {
            Self::Key(raw) => unquote(raw),
            Self::Modern(raw) => modern_key(raw),
            Self::Member(name) => Cow::Borrowed(name),
            Self::Owned(name) => Cow::Owned(name),
        }
    }

    fn scalar<T>(
        self,
        expected: &'static str,
        read: impl Fn(&str) -> Result<T, ScalarError>,
    ) -> Result<T> {
        let text = self.text();
        read(&text).map_err(|reason| Error::new(ErrorKind::scalar(expected, reason, &text), None))
    }
}

/// A name as it is declared, in the same case if there is one, else in any case.
pub(crate) fn declared(name: &str, names: &'static [&'static str]) -> Option<&'static str> {
    let exactly = names.iter().find(|declared| **declared == name);
    exactly.or_else(|| names.iter().find(|declared| declared.eq_ignore_ascii_case(name))).copied()
}

/// The outer quotes are taken off. Only if what is left begins with a quote, its first and last
/// characters go as well and doubled quotes become one.
fn modern_key(raw: &str) -> Cow<'_, str> {
    match raw.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')) {
        Some(inner) => unquote(inner),
        None => Cow::Borrowed(raw),
    }
}

macro_rules! scalars {
    ($($method:ident $visit:ident $t:ident $read:expr),+ $(,)?) => {$(
        fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
            visitor.$visit(self.scalar(stringify!($t), $read)?)
        }
    )+};
}

impl<'de> Deserializer<'de> for Name<'de> {
    type Error = Error;

    #[inline]
    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
        match self {
            Self::Member(name) => visitor.visit_borrowed_str(name),
            other => super::visit_text(other.text(), visitor),
        }
    }

    scalars! {
        deserialize_bool visit_bool bool boolean::read,
        deserialize_i8 visit_i8 i8 integer::read, deserialize_i16 visit_i16 i16 integer::read,
        deserialize_i32 visit_i32 i32 integer::read, deserialize_i64 visit_i64 i64 integer::read,
        deserialize_u8 visit_u8 u8 integer::read, deserialize_u16 visit_u16 u16 integer::read,
        deserialize_u32 visit_u32 u32 integer::read, deserialize_u64 visit_u64 u64 integer::read,
        deserialize_f32 visit_f32 f32 float::read_f32, deserialize_f64 visit_f64 f64 float::read_f64,
        deserialize_i128 visit_i128 i128 |text: &str| text.parse().map_err(|_| ScalarError::Format),
        deserialize_u128 visit_u128 u128 |text: &str| text.parse().map_err(|_| ScalarError::Format),
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
        visitor.visit_some(self)
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        name: &'static str,
        visitor: V,
    ) -> Result<V::Value> {
        match (name, self) {
            (raw::TOKEN, Self::Key(raw) | Self::Modern(raw)) => visitor.visit_borrowed_str(raw),
            (raw::TOKEN, name) => name.deserialize_any(visitor),
            (_, name) => visitor.visit_newtype_struct(name),
        }
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value> {
        let text = self.text();
        match declared(&text, variants) {
            Some(variant) => visitor.visit_enum(BorrowedStrDeserializer::new(variant)),
            None => visitor.visit_enum(CowStrDeserializer::new(text)),
        }
    }

    serde::forward_to_deserialize_any! {
        char str string bytes byte_buf unit unit_struct seq tuple tuple_struct map struct identifier ignored_any
    }
}
