//! What the contract says of a member beside its type.

use std::collections::HashMap;

use serde_json::{Number, Value as Json};

use super::markdown;
use super::shape::Schema;
use crate::contract::{Contract, Dto, DtoId, Member, Property};

/// The declarations of a DTO's members.
pub(super) struct Properties<'c>(HashMap<(DtoId, &'c str), &'c Property>);

impl<'c> Properties<'c> {
    pub fn of(contract: &'c Contract, dto: &Dto) -> Self {
        let mut classes: Vec<DtoId> = dto.members.iter().map(|member| member.declared_by).collect();
        classes.dedup();
        classes.sort_unstable();
        classes.dedup();
        let named = |id: DtoId| {
            let properties = contract.dto(id).properties.iter();
            properties.map(move |property| ((id, property.on_the_wire()), property))
        };
        Self(classes.into_iter().flat_map(named).collect())
    }

    pub fn get(&self, member: &Member) -> Option<&'c Property> {
        self.0.get(&(member.declared_by, member.name.as_str())).copied()
    }
}

/// Whether the contract asks for the member.
pub(super) fn is_required(property: Option<&Property>) -> bool {
    property.is_some_and(|property| {
        let by_contract = property.data_member.as_ref().and_then(|member| member.is_required);
        property.is_required || by_contract == Some(true)
    })
}

/// The schema of a member's type with what its declaration adds: description, allowable values and
/// range.
pub(super) fn annotated(schema: Schema, property: Option<&Property>) -> Schema {
    let Some(property) = property else { return schema };
    let plain = property.description.is_none()
        && property.allowable_values.is_empty()
        && property.allowable_range.is_none();
    if plain {
        return schema;
    }
    let mut schema = schema.opened();
    if let Some((min, max)) = property.allowable_range
        && matches!(schema.kind, Some("integer" | "number"))
    {
        (schema.minimum, schema.maximum) = (Some(min.into()), Some(max.into()));
    }
    let about =
        [about(property), limit(&mut schema, &property.allowable_values), schema.description];
    schema.description = paragraphs(about);
    schema
}

/// What is said of a member in words.
pub(super) fn about(property: &Property) -> String {
    markdown(property.description.as_deref().unwrap_or_default())
}

/// Texts that are not empty, an empty line between them.
pub(super) fn paragraphs(texts: impl IntoIterator<Item = String>) -> String {
    let texts: Vec<String> = texts.into_iter().filter(|text| !text.is_empty()).collect();
    texts.join("\n\n")
}

/// Puts allowable values into the schema of a text or a number; what the schema cannot say is
/// written in words.
fn limit(schema: &mut Schema, allowed: &[String]) -> String {
    let values: Option<Vec<Json>> = match schema.kind {
        Some("string") if schema.values.is_empty() => {
            Some(allowed.iter().map(|text| Json::from(text.as_str())).collect())
        }
        Some("integer") => {
            allowed.iter().map(|text| text.parse::<i64>().ok().map(Json::from)).collect()
        }
        Some("number") => allowed.iter().map(|text| number(text)).collect(),
        _ => None,
    };
    match values {
        Some(values) => {
            schema.values = distinct(values);
            String::new()
        }
        None if allowed.is_empty() => String::new(),
        None => format!("Allowable values: {}", markdown(&allowed.join(", "))),
    }
}

fn number(text: &str) -> Option<Json> {
    text.parse().ok().and_then(Number::from_f64).map(Json::Number)
}

/// Each value once, in the order of first appearance: OpenAPI wants it so.
pub(super) fn distinct(values: Vec<Json>) -> Vec<Json> {
    let mut seen = std::collections::HashSet::new();
    values.into_iter().filter(|value| seen.insert(value.to_string())).collect()
}
