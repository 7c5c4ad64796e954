//! A value as what any type wants it to be, without any text in between.

mod deserialize;
mod parts;

use parts::{List, Object};

use super::{Map, Value, map};
use crate::de::visit_text;
use crate::error::{Error, ErrorKind, Result};
use crate::scalar::ScalarError;
use serde::de::{Error as _, Visitor};
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
            Self::Text(text) => visit_text(text, visitor),
            Self::List(elements) => visitor.visit_seq(List { elements, index: 0 }),
            Self::Object(entries) => visitor.visit_map(Object::new(entries, None)),
        }
    }
}
