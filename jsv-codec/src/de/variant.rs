//! Enums: a bare name, or an object of one member for variants that carry something.

use super::item::Item;
use super::object::{Object, Rules};
use super::reader::Extent;
use crate::error::{Error, Result};
use serde::de::value::{BorrowedStrDeserializer, StringDeserializer};
use serde::de::{DeserializeSeed, EnumAccess, Error as _, MapAccess, VariantAccess, Visitor};

pub(super) struct Variant<'r, 'de> {
    item: Item<'r, 'de>,
    variants: &'static [&'static str],
}

impl<'r, 'de> Variant<'r, 'de> {
    pub fn new(item: Item<'r, 'de>, variants: &'static [&'static str]) -> Self {
        Self { item, variants }
    }
}

impl<'r, 'de> EnumAccess<'de> for Variant<'r, 'de> {
    type Error = Error;
    type Variant = Content<'r, 'de>;

    fn variant_seed<V: DeserializeSeed<'de>>(
        mut self,
        seed: V,
    ) -> Result<(V::Value, Self::Variant)> {
        if self.carries() {
            let mut object = Object::enter(
                self.item.reader,
                self.item.extent,
                Rules::Members(self.variants),
                "enum",
            )?;
            let name = object
                .next_key_seed(seed)?
                .ok_or_else(|| Error::custom("an enum without a variant"))?;
            return Ok((name, Content::Object(object)));
        }
        let text = self.item.text();
        let exactly = self.variants.iter().find(|variant| **variant == text);
        let known =
            exactly.or_else(|| self.variants.iter().find(|v| v.eq_ignore_ascii_case(&text)));
        let name = match known {
            Some(variant) => seed.deserialize(BorrowedStrDeserializer::<Error>::new(variant)),
            None => seed.deserialize(StringDeserializer::<Error>::new(text.into_owned())),
        };
        Ok((name?, Content::Name))
    }
}

impl Variant<'_, '_> {
    fn carries(&self) -> bool {
        match self.item.extent {
            Extent::Ahead(_) => self.item.reader.peek() == Some(b'{'),
            Extent::Cut(start, end) => {
                end > start && self.item.reader.text.as_bytes().get(start) == Some(&b'{')
            }
            Extent::Absent => false,
        }
    }
}

/// What a variant carries.
pub(super) enum Content<'r, 'de> {
    Name,
    Object(Object<'r, 'de>),
}

impl<'de> Content<'_, 'de> {
    /// Reads the one member of the object, and on to its end.
    fn read<T: DeserializeSeed<'de>>(self, seed: T) -> Result<T::Value> {
        let Self::Object(mut object) = self else {
            return Err(Error::custom(
                "this variant carries a value, and the text is its name alone",
            ));
        };
        let value = object.next_value_seed(seed)?;
        while object.next_entry::<serde::de::IgnoredAny, serde::de::IgnoredAny>()?.is_some() {}
        Ok(value)
    }
}

/// A visitor as a seed that asks for a tuple or for members.
pub(super) struct Tuple<V>(pub usize, pub V);
pub(super) struct Members<V>(pub &'static [&'static str], pub V);

impl<'de, V: Visitor<'de>> DeserializeSeed<'de> for Tuple<V> {
    type Value = V::Value;
    fn deserialize<D: serde::Deserializer<'de>>(
        self,
        deserializer: D,
    ) -> Result<V::Value, D::Error> {
        deserializer.deserialize_tuple(self.0, self.1)
    }
}

impl<'de, V: Visitor<'de>> DeserializeSeed<'de> for Members<V> {
    type Value = V::Value;
    fn deserialize<D: serde::Deserializer<'de>>(
        self,
        deserializer: D,
    ) -> Result<V::Value, D::Error> {
        deserializer.deserialize_struct("variant", self.0, self.1)
    }
}

impl<'de> VariantAccess<'de> for Content<'_, 'de> {
    type Error = Error;

    fn unit_variant(self) -> Result<()> {
        match self {
            Self::Name => Ok(()),
            content => content.read(std::marker::PhantomData::<serde::de::IgnoredAny>).map(|_| ()),
        }
    }

    fn newtype_variant_seed<T: DeserializeSeed<'de>>(self, seed: T) -> Result<T::Value> {
        self.read(seed)
    }

    fn tuple_variant<V: Visitor<'de>>(self, len: usize, visitor: V) -> Result<V::Value> {
        self.read(Tuple(len, visitor))
    }

    fn struct_variant<V: Visitor<'de>>(
        self,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value> {
        self.read(Members(fields, visitor))
    }
}
