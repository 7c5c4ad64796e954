//! Objects, dictionaries, lists, and what may be null.

use std::{borrow::Cow, fmt};

use jsv_codec::raw::RawText;
use serde::de::{
    Deserialize, DeserializeSeed, Deserializer, Error, IgnoredAny, MapAccess, SeqAccess, Visitor,
};

use super::{Context, Present, Wanted};
use crate::{
    contract::{DtoId, ListKind, Scalar, TypeRef},
    value::Value,
    wire::{Diagnostics, item},
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

/// The members of a class. Unknown ones are passed over, those that do not convert keep their
/// default.
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
        let dto = context.contract.dto(id);
        context.spend(dto.members.len())?;
        let mut object = context.contract.new_object(id);
        let (mut hinted, mut named) = (false, false);
        while let Some(Name(name)) = map.next_key()? {
            if name.eq_ignore_ascii_case("__type") {
                hinted |= map.next_value::<RawText>()?.0.len() > 1;
                continue;
            }
            named = true;
            let Some(place) = context.reading.place_of(dto, &name) else {
                if let Some(diagnostics) = context.reading.notes {
                    diagnostics.note_unknown(context.contract, id, &name);
                }
                map.next_value::<IgnoredAny>()?;
                continue;
            };
            let wanted = Wanted::new(context, &dto.members[place].ty);
            let read = match context.reading.notes {
                None => map.next_value_seed(wanted),
                Some(diagnostics) => {
                    noted(diagnostics, wanted, (&dto.members[place].name, &name), &mut map)
                }
            };
            match read {
                Ok(value) => object.members[place] = value,
                Err(error) if context.budget.refusal().is_some() => return Err(error),
                Err(error) if context.reading.js.throw_on_error => return Err(error),
                Err(_) => {}
            }
        }
        // The name of a type alone makes no instance.
        Ok(if hinted && !named && context.reading.strict {
            Value::Null
        } else {
            Value::Object(object)
        })
    }
}

impl Wanted<'_> {
    /// Comes back from where a value of this type was read.
    fn left<T, E>(self, diagnostics: &Diagnostics, read: Result<T, E>) -> Result<T, E> {
        let found = if read.is_err() { self.context.misfit.take() } else { String::new() };
        diagnostics.leave_with(read, self.context.contract, self.ty, &found)
    }
}

/// A member's name, a part of the text wherever it can be.
struct Name<'t>(Cow<'t, str>);

impl<'de: 't, 't> Deserialize<'de> for Name<'t> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_str(NameVisitor)
    }
}

struct NameVisitor;

impl<'de> Visitor<'de> for NameVisitor {
    type Value = Name<'de>;

    fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str("a name")
    }

    fn visit_borrowed_str<E: Error>(self, name: &'de str) -> Result<Name<'de>, E> {
        Ok(Name(Cow::Borrowed(name)))
    }

    fn visit_str<E: Error>(self, name: &str) -> Result<Name<'de>, E> {
        Ok(Name(Cow::Owned(name.to_owned())))
    }
}

/// Reads the value of a member, and notes what is wrong with it. The value's text is not known any
/// more.
fn noted<'de, A: MapAccess<'de>>(
    diagnostics: &Diagnostics,
    wanted: Wanted<'_>,
    (name, written): (&str, &str),
    map: &mut A,
) -> Result<Value, A::Error> {
    diagnostics.enter_member(name);
    diagnostics.note_repeated(written);
    let read = wanted.left(diagnostics, map.next_value_seed(wanted));
    if read.is_err() {
        diagnostics.note_misfit(written);
    }
    read
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
            let place = item::pair_place(dto, unquoted(&name, context))
                .map_err(|error| context.fail(error))?;
            object.members[place] =
                map.next_value_seed(Wanted::new(context, &dto.members[place].ty))?;
        }
        Ok(Value::Object(object))
    }
}

/// 10.x takes the quotes off names.
fn unquoted<'t>(name: &'t str, context: &Context<'_>) -> &'t str {
    let inner = name.strip_prefix('"').and_then(|rest| rest.strip_suffix('"'));
    match context.reading.text {
        jsv_codec::Dialect::Classic => name,
        jsv_codec::Dialect::Modern => inner.map_or(name, str::trim),
    }
}

/// The entries of a dictionary.
pub(super) struct Entries<'a> {
    pub key: Wanted<'a>,
    pub value: Wanted<'a>,
}

impl Entries<'_> {
    fn entry<'de, A: MapAccess<'de>>(&self, key: &Value, map: &mut A) -> Result<Value, A::Error> {
        let Some(diagnostics) = self.value.context.reading.notes else {
            return map.next_value_seed(self.value);
        };
        match key {
            Value::String(name) => diagnostics.enter_item(name),
            other => diagnostics.enter_item(format!("{other:?}")),
        }
        self.value.left(diagnostics, map.next_value_seed(self.value))
    }

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
            let value = self.entry(&key, &mut map)?;
            entries.put(key, value);
        }
        Ok(entries.into_value())
    }
}

/// The items of a list.
pub(super) struct Items<'a> {
    pub kind: ListKind,
    pub of: Wanted<'a>,
}

impl Items<'_> {
    fn item<'de, A: SeqAccess<'de>>(
        &self,
        index: usize,
        seq: &mut A,
    ) -> Result<Option<Value>, A::Error> {
        let Some(diagnostics) = self.of.context.reading.notes else {
            return seq.next_element_seed(self.of);
        };
        diagnostics.enter_item(index);
        self.of.left(diagnostics, seq.next_element_seed(self.of))
    }
}

/// In sets and collections of strings 10.x makes U+200B of `""`, and an empty string of a first item
/// without a text (recorded).
fn newer(item: Value, is_first: bool) -> Value {
    match item {
        Value::String(text) if text.is_empty() => Value::String("\u{200B}".to_owned()),
        Value::Null if is_first => Value::String(String::new()),
        item => item,
    }
}

impl<'de> Visitor<'de> for Items<'_> {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str("a list")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Value, A::Error> {
        let reading = self.of.context.reading;
        let is_newer = reading.strict
            && reading.text == jsv_codec::Dialect::Modern
            && matches!(self.kind, ListKind::Set | ListKind::ICollection)
            && item::is_string(self.of.ty);
        let mut items = Vec::new();
        while let Some(item) = self.item(items.len(), &mut seq)? {
            self.of.context.spend(1)?;
            items.push(if is_newer { newer(item, items.is_empty()) } else { item });
        }
        Ok(Value::List(item::collected(self.kind, items)))
    }
}
