//! Objects, dictionaries, lists, and what may be null.

use std::{borrow::Cow, fmt};

use jsv_codec::raw::RawText;
use serde::de::{DeserializeSeed, Deserializer, Error, IgnoredAny, MapAccess, SeqAccess, Visitor};

use super::{Context, Present, Wanted};
use crate::{
    contract::{DtoId, ListKind, Scalar, TypeRef},
    value::Value,
    wire::item,
};

/// Null where no text is.
pub(super) struct Absentable<'a>(pub Wanted<'a>);

impl<'de> Visitor<'de> for Absentable<'_> {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str("a value or nothing")
    }

    /// A pair is a struct, which is never null.
    fn visit_none<E: Error>(self) -> Result<Value, E> {
        Ok(self.0.default_value())
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
        let (mut hinted, mut named) = (false, false);
        while let Some(name) = map.next_key::<Cow<str>>()? {
            if name.eq_ignore_ascii_case("__type") {
                hinted |= map.next_value::<RawText>()?.0.len() > 1;
                continue;
            }
            named = true;
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
        // The name of a type alone makes no instance.
        Ok(if hinted && !named && context.reading.strict { Value::Null } else { Value::Object(object) })
    }
}

/// A `KeyValuePair` or a `Tuple`: no other names than its own, and no value that does not convert.
pub(super) struct Pair<'a> {
    pub context: &'a Context<'a>,
    pub id: DtoId,
}

impl<'de> Visitor<'de> for Pair<'_> {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str("a pair")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Value, A::Error> {
        let Self { context, id } = self;
        let dto = context.contract.dto(id);
        context.spend(dto.members.len())?;
        let mut object = context.contract.new_object(id);
        while let Some(RawText(name)) = map.next_key()? {
            let place = item::pair_place(dto, &name).map_err(|error| context.fail(error))?;
            object.members[place] = map.next_value_seed(Wanted::new(context, &dto.members[place].ty))?;
        }
        Ok(Value::Object(object))
    }
}

/// The entries of a dictionary.
pub(super) struct Entries<'a> {
    pub key: Wanted<'a>,
    pub value: Wanted<'a>,
}

impl Entries<'_> {
    /// Only where both are strings, an empty key is U+200B for the host.
    fn names_nothing(&self, key: &Value) -> bool {
        *self.value.ty != TypeRef::Scalar(Scalar::String)
            && matches!(key, Value::String(name) if name == "\u{200B}")
    }
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
            let key = if self.names_nothing(&key) { Value::String(String::new()) } else { key };
            entries.put(key, map.next_value_seed(self.value)?);
        }
        Ok(entries.into_value())
    }
}

/// The items of a list.
pub(super) struct Items<'a> {
    pub kind: ListKind,
    pub of: Wanted<'a>,
}

impl<'de> Visitor<'de> for Items<'_> {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str("a list")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Value, A::Error> {
        let mut items = Vec::new();
        while let Some(item) = seq.next_element_seed(self.of)? {
            self.of.context.spend(1)?;
            items.push(item);
        }
        Ok(Value::List(item::collected(self.kind, items)))
    }
}
