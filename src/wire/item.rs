//! What the readers of JSON and JSV agree on about lists and dictionaries (docs/wire/jsv.md#lists).

use std::collections::{HashMap, HashSet};

use crate::{
    contract::{Dto, ListKind, Scalar, TypeRef},
    value::Value,
    wire::{ReadError, text},
};

/// What an item that is not there becomes.
pub(super) enum Missing {
    /// The default of its type.
    Default,
    /// What the reader of its type makes of nothing, which may be an error.
    Read,
    /// Null, and a string that is there is taken as it stands.
    Raw,
}

/// Which of the ways of reading its items a JSON list takes.
pub(super) fn missing(kind: ListKind, of: &TypeRef) -> Missing {
    match kind {
        ListKind::Set if is_string(of) => Missing::Raw,
        ListKind::Array | ListKind::Set | ListKind::ICollection => Missing::Read,
        _ if is_string(of) || is_bare(kind, of) => Missing::Read,
        _ => Missing::Default,
    }
}

/// Whether a list that begins with `{` is read as one of objects.
pub(super) fn knows_objects(kind: ListKind, of: &TypeRef) -> bool {
    !is_bare(kind, of) && (!is_string(of) || kind == ListKind::Set)
}

/// Whether a separator at the end of a JSON list adds one more item: never in a `List<int>`, and in
/// other lists only behind an item that is there.
pub(super) fn trailing_adds(kind: ListKind, of: &TypeRef, follows_item: bool) -> bool {
    match missing(kind, of) {
        Missing::Default => follows_item,
        Missing::Read | Missing::Raw => !is_bare(kind, of),
    }
}

/// Whether the list has the reader of `List<int>`. In JSV it takes no quotes off its items.
pub(super) fn is_bare(kind: ListKind, of: &TypeRef) -> bool {
    *of == TypeRef::Scalar(Scalar::Int32)
        && matches!(kind, ListKind::List | ListKind::Stack | ListKind::Interface)
}

/// Whether the items are strings.
pub(super) fn is_string(of: &TypeRef) -> bool {
    *of == TypeRef::Scalar(Scalar::String)
}

/// The items that a list of this kind ends up with: a set has none twice, a stack turns them round.
pub(super) fn collected(kind: ListKind, mut items: Vec<Value>) -> Vec<Value> {
    match kind {
        ListKind::Stack => items.reverse(),
        ListKind::Set => {
            let mut known = HashSet::new();
            items.retain(|item| is_reference(item) || known.insert(identity(item)));
        }
        _ => {}
    }
    items
}

/// Two instances are never the same item.
fn is_reference(item: &Value) -> bool {
    matches!(item, Value::Object(_) | Value::List(_) | Value::Dictionary(_) | Value::Bytes(_))
}

/// The member of a `KeyValuePair` or a `Tuple` that a name means: `key` and `value` in any case, or
/// four characters and a number.
pub(super) fn pair_place(dto: &Dto, name: &str) -> Result<usize, ReadError> {
    if dto.is_tuple() {
        return item_place(name, dto.members.len());
    }
    let place = ["key", "value"].iter().position(|known| known.eq_ignore_ascii_case(name));
    place
        .ok_or_else(|| ReadError::serialization(format!("Incorrect KeyValuePair property: {name}")))
}

fn item_place(name: &str, count: usize) -> Result<usize, ReadError> {
    let number =
        text::after_units(name, "Item".len()).ok_or_else(|| ReadError::out_of_range("start"))?;
    let number: i32 = jsv_codec::scalar::integer::read(number)?;
    let place = usize::try_from(i64::from(number) - 1).ok().filter(|place| *place < count);
    place.ok_or_else(ReadError::index_out_of_range)
}

/// The entries of a dictionary as they are read: the last of equal keys wins and keeps the place of
/// the first.
#[derive(Default)]
pub(super) struct Entries {
    list: Vec<(Value, Value)>,
    places: HashMap<String, usize>,
}

impl Entries {
    /// Adds or replaces an entry.
    pub fn put(&mut self, key: Value, value: Value) {
        let place = *self.places.entry(identity(&key)).or_insert(self.list.len());
        match self.list.get_mut(place) {
            Some(entry) => entry.1 = value,
            None => self.list.push((key, value)),
        }
    }

    /// The dictionary.
    pub fn into_value(self) -> Value {
        Value::Dictionary(self.list)
    }
}

/// A text that equal keys share and others do not; keys are of one type.
fn identity(key: &Value) -> String {
    match key {
        Value::String(text) => text.clone(),
        other => format!("{other:?}"),
    }
}
