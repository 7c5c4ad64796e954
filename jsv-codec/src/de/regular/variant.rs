//! Enums of regular text: a bare name, or an object of one member for variants that carry
//! something.

use super::Regular;
use super::object::Object;
use crate::de::name::declared;
use crate::de::variant::{Carried, Content};
use crate::error::{Error, Result};
use serde::de::value::BorrowedStrDeserializer;
use serde::de::{DeserializeSeed, EnumAccess, MapAccess};

pub(super) struct Variant<'r, 'de> {
    pub reader: &'r mut Regular<'de>,
    pub variants: &'static [&'static str],
}

impl<'r, 'de> EnumAccess<'de> for Variant<'r, 'de> {
    type Error = Error;
    type Variant = Content<Object<'r, 'de>>;

    fn variant_seed<V: DeserializeSeed<'de>>(self, seed: V) -> Result<(V::Value, Self::Variant)> {
        let Self { reader, variants } = self;
        if reader.first() == Some(b'{') {
            let mut object = Object::enter(reader, Some(variants))?;
            return match object.next_key_seed(seed)? {
                Some(name) => Ok((name, Content(Some(object)))),
                None => Err(object.give_up()),
            };
        }
        let text = reader.scalar()?;
        match declared(&text, variants) {
            Some(variant) => Ok((
                seed.deserialize(BorrowedStrDeserializer::<Error>::new(variant))?,
                Content(None),
            )),
            None => Err(reader.give_up()),
        }
    }
}

/// The one member of an object.
impl<'de> Carried<'de> for Object<'_, 'de> {
    fn read<T: DeserializeSeed<'de>>(mut self, seed: T) -> Result<T::Value> {
        let value = self.next_value_seed(seed)?;
        self.close()?;
        Ok(value)
    }
}
