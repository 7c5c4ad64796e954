//! Objects, dictionaries, lists, and what may be null.

use std::{borrow::Cow, fmt};

use serde::de::{DeserializeSeed, Deserializer, Error, IgnoredAny, MapAccess, SeqAccess, Visitor};

use super::{Context, Present, Wanted};
use crate::{contract::DtoId, value::Value, wire::item};

/// Null where no text is.
pub(super) struct Absentable<'a>(pub Wanted<'a>);

impl<'de> Visitor<'de> for Absentable<'_> {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str("a value or nothing")
    }

    fn visit_none<E: Error>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        Present(self.0).deserialize(deserializer)
    }
}

/// The members of a class. Unknown ones are passed over, those that do not convert keep their default.
pub(super) struct Members<'a> {
    pub context: &'a Context<'a>,
    pub id: DtoId,
}

impl<'de> Visitor<'de> for Members<'_> {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Value, A::Error> {
        let Self { context, id } = self;
        let members = &context.contract.dto(id).members;
        context.spend(members.len())?;
        let mut object = context.contract.new_object(id);
        while let Some(name) = map.next_key::<Cow<str>>()? {
            let Some(place) = members.iter().position(|member| member.name.eq_ignore_ascii_case(&name))
            else {
                map.next_value::<IgnoredAny>()?;
                continue;
            };
            match map.next_value_seed(Wanted::new(context, &members[place].ty)) {
                Ok(value) => object.members[place] = value,
                Err(error) if context.budget.refusal().is_some() => return Err(error),
                Err(_) => {}
            }
        }
        Ok(Value::Object(object))
    }
}

/// The entries of a dictionary.
pub(super) struct Entries<'a> {
    pub key: Wanted<'a>,
    pub value: Wanted<'a>,
}

impl<'de> Visitor<'de> for Entries<'_> {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str("a dictionary")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Value, A::Error> {
        let mut entries = item::Entries::default();
        while let Some(key) = map.next_key_seed(self.key)? {
            self.key.context.spend(2)?;
            entries.put(key, map.next_value_seed(self.value)?);
        }
        Ok(entries.into_value())
    }
}

/// The items of a list.
pub(super) struct Items<'a>(pub Wanted<'a>);

impl<'de> Visitor<'de> for Items<'_> {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str("a list")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Value, A::Error> {
        let mut items = Vec::new();
        while let Some(item) = seq.next_element_seed(self.0)? {
            self.0.context.spend(1)?;
            items.push(item);
        }
        Ok(Value::List(items))
    }
}
