//! A request DTO as it was bound.

use std::fmt;
use std::mem::size_of;
use std::sync::{Arc, LazyLock};

use serde_json::{Map, Value as Json};

use super::is_secret;
use crate::contract::{Contract, TypeRef};
use crate::value::{Object, Value};
use crate::wire::{self, DateHandler, Dialect, Format, JsConfig, Typed};

/// What stands for a name that is a whole text.
const WHOLE_TEXT: &str = "(a text of JSON or XML, read as a name)";

/// A name as it is shown. A text that was read as a form has all of it for a name, secrets
/// included: it is not repeated.
pub fn shown_name(name: String) -> String {
    let is_whole_text = name.trim_start().starts_with(['{', '[', '<']);
    if is_whole_text { WHOLE_TEXT.to_owned() } else { name }
}

/// What a secret member shows.
pub const MASK: &str = "***";

/// Dates as ISO 8601, so that nothing of them is lost.
static DIALECT: LazyLock<Dialect> = LazyLock::new(|| {
    let js = JsConfig { dates: DateHandler::Iso8601, ..JsConfig::default() };
    Dialect { js, max_values: usize::MAX, ..Dialect::default() }
});

/// A request DTO as it was bound, or the parameters of a call that has no contract.
#[derive(Clone)]
pub enum Bound {
    /// One of a contract.
    Dto {
        /// The contract of its host.
        contract: Arc<Contract>,
        /// Its members.
        object: Object,
    },
    /// Names with values.
    Parameters(Vec<(String, String)>),
}

impl Bound {
    /// Its members by their names, secrets masked. What JSON leaves out, as nulls, is not there.
    pub fn members(&self) -> Map<String, Json> {
        let members = match self {
            Self::Dto { contract, object } => json_of(contract, object),
            Self::Parameters(pairs) => {
                pairs.iter().map(|(name, value)| (name.clone(), value.as_str().into())).collect()
            }
        };
        without_secrets(members)
    }

    /// The value at a path of names in any case: `Prefix`, `Lines[0].Amount`.
    pub fn member(&self, path: &str) -> Option<Json> {
        at(&Json::Object(self.members()), path).cloned()
    }

    /// How much memory it takes, in bytes, nearly.
    pub fn size(&self) -> usize {
        match self {
            Self::Dto { object, .. } => size_of_members(object),
            Self::Parameters(pairs) => {
                pairs.iter().map(|(name, value)| 48 + name.len() + value.len()).sum()
            }
        }
    }
}

/// Its members are shown, in logs too, without their contract and their secrets.
impl fmt::Debug for Bound {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", Json::Object(self.members()))
    }
}

fn size_of_members(object: &Object) -> usize {
    object.members.iter().map(size_of_value).sum()
}

/// How much memory a value takes, in bytes, nearly.
fn size_of_value(value: &Value) -> usize {
    size_of::<Value>()
        + match value {
            Value::String(text) => text.len(),
            Value::Bytes(bytes) => bytes.len(),
            Value::List(items) => items.iter().map(size_of_value).sum(),
            Value::Object(object) => size_of_members(object),
            Value::Dictionary(entries) => {
                entries.iter().map(|(key, value)| size_of_value(key) + size_of_value(value)).sum()
            }
            _ => 0,
        }
}

/// Shows a DTO to a writer.
pub(super) fn typed<W>(
    contract: &Contract,
    object: &Object,
    write: impl FnOnce(&Typed<'_>, &Dialect) -> W,
) -> W {
    let (ty, value) = (TypeRef::Dto(object.dto), Value::Object(object.clone()));
    write(&Typed { contract, ty: &ty, value: &value }, &DIALECT)
}

/// What JSON does not carry, as a number that is none, shows no members.
fn json_of(contract: &Contract, object: &Object) -> Map<String, Json> {
    let write = |typed: &Typed<'_>, dialect: &Dialect| wire::write(Format::Json, typed, dialect);
    let text = typed(contract, object, write).unwrap_or_default();
    match serde_json::from_str(&text) {
        Ok(Json::Object(members)) => members,
        _ => Map::new(),
    }
}

/// The value at a path of names in any case.
pub(super) fn at<'m>(members: &'m Json, path: &str) -> Option<&'m Json> {
    let mut found = members;
    for step in path.split(['.', '[']).filter(|step| !step.is_empty()) {
        found = match (found, step.strip_suffix(']')) {
            (Json::Array(items), Some(index)) => items.get(index.parse::<usize>().ok()?)?,
            (Json::Object(map), key) => member_of(map, key.unwrap_or(step))?,
            _ => return None,
        };
    }
    Some(found)
}

fn member_of<'m>(members: &'m Map<String, Json>, name: &str) -> Option<&'m Json> {
    let in_any_case = || members.iter().find(|(known, _)| known.eq_ignore_ascii_case(name));
    members.get(name).or_else(|| in_any_case().map(|(_, value)| value))
}

fn without_secrets(members: Map<String, Json>) -> Map<String, Json> {
    let one = |(name, value): (String, Json)| {
        let name = shown_name(name);
        let value = if is_secret(&name) && !value.is_null() { MASK.into() } else { inner(value) };
        (name, value)
    };
    members.into_iter().map(one).collect()
}

fn inner(value: Json) -> Json {
    match value {
        Json::Object(members) => Json::Object(without_secrets(members)),
        Json::Array(items) => Json::Array(items.into_iter().map(inner).collect()),
        scalar => scalar,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_that_was_read_as_a_name_is_not_shown() {
        let pairs = vec![(r#"{"Password":"hunter2"}"#.to_owned(), String::new())];
        let shown = format!("{:?}", Bound::Parameters(pairs));
        assert_eq!(shown, format!(r#"{{"{WHOLE_TEXT}":""}}"#));
    }
}
