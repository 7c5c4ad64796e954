//! What the readers of JSON and JSV agree on about lists and dictionaries (oracle #4).

use std::collections::HashMap;

use crate::{
    contract::{ListKind, Scalar, TypeRef},
    value::Value,
};

/// Whether a separator at the end of a list adds one more item, null or default: lists of strings and of nullables do,
/// `List<int>` does not, arrays and sets of anything but objects do.
pub(super) fn trailing_adds(kind: ListKind, of: &TypeRef) -> bool {
    match of {
        _ if is_bare(kind, of) => false,
        TypeRef::Dto(_) => false,
        _ => true,
    }
}

/// Whether the list is a `List<int>`, which has a reader of its own: it takes no quotes off its items.
pub(super) fn is_bare(kind: ListKind, of: &TypeRef) -> bool {
    *of == TypeRef::Scalar(Scalar::Int32) && !matches!(kind, ListKind::Array | ListKind::Set)
}

/// The entries of a dictionary as they are read: the last of equal keys wins and keeps the place of the first.
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
