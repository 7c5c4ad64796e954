//! What is within a value: elements, entries, the content of a variant.

use super::{Elements, Entries, Node};
use crate::de::{Carried, Content, Name, declared};
use crate::error::{Error, Result, Step};
use serde::de::{DeserializeSeed, EnumAccess, Error as _, MapAccess, SeqAccess};
use std::borrow::Cow;

/// A name as it is declared, whatever the case of its letters; others stay.
pub(super) fn as_declared<'de>(
    names: &'static [&'static str],
    name: Cow<'de, str>,
) -> Cow<'de, str> {
    declared(&name, names).map_or(name, Cow::Borrowed)
}

pub(super) struct List<'de> {
    pub elements: Elements<'de>,
    pub index: usize,
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

pub(super) struct Object<'de> {
    entries: Entries<'de>,
    value: Option<(Cow<'de, str>, Node<'de>)>,
    /// The members of a type, whose names are found in any case.
    names: Option<&'static [&'static str]>,
}

impl<'de> Object<'de> {
    pub fn new(entries: Entries<'de>, names: Option<&'static [&'static str]>) -> Self {
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

pub(super) struct Variant<'de> {
    pub name: Cow<'de, str>,
    pub content: Option<Node<'de>>,
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
