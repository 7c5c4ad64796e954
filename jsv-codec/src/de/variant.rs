//! Enums: a bare name, or an object of one member for variants that carry something.

use super::item::Item;
use super::name::declared;
use super::object::{Object, Rules};
use super::reader::Extent;
use crate::error::{Error, Result};
use serde::de::value::{BorrowedStrDeserializer, StringDeserializer};
use serde::de::{
    DeserializeSeed, EnumAccess, Error as _, IgnoredAny, MapAccess, VariantAccess, Visitor,
};
use std::marker::PhantomData;

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
    type Variant = Content<Object<'r, 'de>>;

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
            return Ok((name, Content(Some(object))));
        }
        let text = self.item.text();
        let name = match declared(&text, self.variants) {
            Some(variant) => seed.deserialize(BorrowedStrDeserializer::<Error>::new(variant)),
            None => seed.deserialize(StringDeserializer::<Error>::new(text.into_owned())),
        };
        Ok((name?, Content(None)))
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

/// What a variant carries, in whatever it is read from.
pub(crate) trait Carried<'de> {
    /// Reads all of it as what the variant asks for.
    fn read<T: DeserializeSeed<'de>>(self, seed: T) -> Result<T::Value>;
}

/// The one member of an object; whatever comes behind it is passed over.
impl<'de> Carried<'de> for Object<'_, 'de> {
    fn read<T: DeserializeSeed<'de>>(mut self, seed: T) -> Result<T::Value> {
        let value = self.next_value_seed(seed)?;
        while self.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
        Ok(value)
    }
}

/// A variant behind its name. None: the name stands alone.
pub(crate) struct Content<C>(pub Option<C>);

impl<'de, C: Carried<'de>> Content<C> {
    fn read<T: DeserializeSeed<'de>>(self, seed: T) -> Result<T::Value> {
        let alone = || Error::custom("this variant carries a value, and there is its name alone");
        self.0.ok_or_else(alone)?.read(seed)
    }
}

/// A visitor as a seed that asks for a tuple or for members.
struct Tuple<V>(usize, V);
struct Members<V>(&'static [&'static str], V);

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

impl<'de, C: Carried<'de>> VariantAccess<'de> for Content<C> {
    type Error = Error;

    fn unit_variant(self) -> Result<()> {
        match self {
            Self(None) => Ok(()),
            content => content.read(PhantomData::<IgnoredAny>).map(|_| ()),
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
