//! JSON with places, by serde_json's raw values: each is a part of the text.

use std::fmt;

use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};
use serde_json::value::RawValue;

use super::{DEEPEST, Kind, Node};
use crate::stub::mistake::Fault;

pub(super) fn read(text: &str) -> Result<Node, Fault> {
    let raw: &RawValue = serde_json::from_str(text).map_err(|error| fault(&error, text))?;
    node(raw, text, 0)
}

fn fault(error: &serde_json::Error, text: &str) -> Fault {
    let said = error.to_string();
    let reason = said.rsplit_once(" at line ").map_or(&*said, |(reason, _)| reason);
    let before = text.split_inclusive('\n').take(error.line().saturating_sub(1));
    Fault::at(before.map(str::len).sum(), format!("is no JSON: {reason}"))
}

fn node(raw: &RawValue, whole: &str, depth: usize) -> Result<Node, Fault> {
    let text = raw.get();
    let at = text.as_ptr().addr() - whole.as_ptr().addr();
    if depth > DEEPEST {
        return Err(Fault::at(at, format!("nests deeper than {DEEPEST} levels")));
    }
    let inner = |error: serde_json::Error| Fault::at(at, error.to_string());
    let kind = match text.as_bytes().first() {
        Some(b'{') => {
            let Members(members) = serde_json::from_str(text).map_err(inner)?;
            let mut entries: Vec<(String, Node)> = Vec::with_capacity(members.len());
            for (name, raw) in members {
                if entries.iter().any(|(known, _)| *known == name) {
                    return Err(Fault::at(at, format!("`{name}` is given twice")));
                }
                entries.push((name, node(raw, whole, depth + 1)?));
            }
            Kind::Table(entries)
        }
        Some(b'[') => {
            let items: Vec<&RawValue> = serde_json::from_str(text).map_err(inner)?;
            Kind::List(
                items
                    .into_iter()
                    .map(|raw| node(raw, whole, depth + 1))
                    .collect::<Result<_, _>>()?,
            )
        }
        Some(b'"') => Kind::Text(serde_json::from_str(text).map_err(inner)?),
        Some(b't') => Kind::Bool(true),
        Some(b'f') => Kind::Bool(false),
        Some(b'n') => Kind::Null,
        _ => Kind::Number(text.to_owned()),
    };
    Ok(Node { at, kind })
}

/// The members of an object in their order.
struct Members<'t>(Vec<(String, &'t RawValue)>);

impl<'de> Deserialize<'de> for Members<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(MembersVisitor)
    }
}

struct MembersVisitor;

impl<'de> Visitor<'de> for MembersVisitor {
    type Value = Members<'de>;

    fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut members = Vec::new();
        while let Some(member) = map.next_entry()? {
            members.push(member);
        }
        Ok(Members(members))
    }
}
