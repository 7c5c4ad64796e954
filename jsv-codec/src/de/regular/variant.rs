//! Enums of regular text: a bare name, or an object of one member for variants that carry
//! something.

use super::Regular;
use super::object::Object;
use crate::de::variant::{Members, Tuple};
use crate::error::{Error, Result};
use serde::de::value::BorrowedStrDeserializer;
use serde::de::{DeserializeSeed, EnumAccess, IgnoredAny, MapAccess, VariantAccess, Visitor};
use std::marker::PhantomData;

pub(super) struct Variant<'r, 'de> {
    pub reader: &'r mut Regular<'de>,
    pub variants: &'static [&'static str],
}

impl<'r, 'de> EnumAccess<'de> for Variant<'r, 'de> {
    type Error = Error;
    type Variant = Content<'r, 'de>;

    fn variant_seed<V: DeserializeSeed<'de>>(self, seed: V) -> Result<(V::Value, Self::Variant)> {
        let Self { reader, variants } = self;
        if reader.first() == Some(b'{') {
            let mut object = Object::enter(reader, Some(variants))?;
            return match object.next_key_seed(seed)? {
                Some(name) => Ok((name, Content::Object(object))),
                None => Err(object.give_up()),
            };
        }
        let text = reader.scalar()?;
        let exactly = variants.iter().find(|variant| **variant == text);
        match exactly.or_else(|| variants.iter().find(|v| v.eq_ignore_ascii_case(&text))) {
            Some(variant) => Ok((
                seed.deserialize(BorrowedStrDeserializer::<Error>::new(variant))?,
                Content::Name,
            )),
            None => Err(reader.give_up()),
        }
    }
}

/// What a variant carries.
pub(super) enum Content<'r, 'de> {
    Name,
    Object(Object<'r, 'de>),
}

impl<'de> Content<'_, 'de> {
    /// Reads the one member of the object.
    fn read<T: DeserializeSeed<'de>>(self, seed: T) -> Result<T::Value> {
        let Self::Object(mut object) = self else {
            return Err(<Error as serde::de::Error>::custom("a name alone"));
        };
        let value = object.next_value_seed(seed)?;
        object.close()?;
        Ok(value)
    }
}

impl<'de> VariantAccess<'de> for Content<'_, 'de> {
    type Error = Error;

    fn unit_variant(self) -> Result<()> {
        match self {
            Self::Name => Ok(()),
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
