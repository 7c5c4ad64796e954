//! Members that travel in the path and in the query string.

use super::markdown;
use super::property::{Properties, about, annotated, is_required};
use super::schema::Schemas;
use super::shape::{Parameter, Schema};
use super::{Call, Segment};
use crate::contract::{Dto, Member, Property, Scalar, TypeRef};

/// The variables of a call's path, then its query.
pub(super) fn parameters(schemas: &Schemas<'_>, call: &Call<'_>) -> Vec<Parameter> {
    let dto = schemas.contract.dto(call.operation.request);
    let properties = Properties::of(schemas.contract, dto);
    let mut parameters: Vec<Parameter> = call
        .path
        .segments
        .iter()
        .filter_map(|segment| variable(schemas, dto, &properties, segment))
        .collect();
    if !call.has_body() {
        let members =
            dto.members.iter().filter(|member| !member.hidden && !call.path.fills(&member.name));
        parameters.extend(members.map(|member| query(schemas, member, properties.get(member))));
    }
    each_once(parameters)
}

fn variable(
    schemas: &Schemas<'_>,
    dto: &Dto,
    properties: &Properties<'_>,
    segment: &Segment,
) -> Option<Parameter> {
    let Segment::Variable { name, member: filled, rest } = segment else { return None };
    let member = dto.member(filled);
    let property = member.and_then(|member| properties.get(member));
    let mut description = property.map(about).unwrap_or_default();
    if *rest {
        description.push_str(" Takes the rest of the path, slashes included.");
    }
    if member.is_none() {
        description.push_str(" The operation has no such member; any text will do.");
    }
    let schema =
        member.map_or_else(|| Schema::of("string"), |member| in_address(schemas, &member.ty));
    Some(Parameter {
        name: name.clone(),
        place: "path",
        description: description.trim().to_owned(),
        required: true,
        explode: None,
        schema: annotated(schema, property),
    })
}

fn query(schemas: &Schemas<'_>, member: &Member, property: Option<&Property>) -> Parameter {
    let schema = annotated(in_address(schemas, &member.ty), property);
    Parameter {
        name: schemas.wire_name(member),
        place: "query",
        description: property.map(about).unwrap_or_default(),
        required: is_required(property),
        explode: (schema.kind == Some("array")).then_some(false),
        schema,
    }
}

/// The schema of a value in an address, where dates are ISO 8601 and whatever nests is JSV.
fn in_address(schemas: &Schemas<'_>, ty: &TypeRef) -> Schema {
    match ty {
        TypeRef::Scalar(Scalar::DateTime | Scalar::DateTimeOffset) => {
            Schema::formatted("string", "date-time")
        }
        TypeRef::Scalar(Scalar::TimeSpan | Scalar::TimeOnly) => Schema::of("string"),
        TypeRef::Scalar(Scalar::Object) => Schema::of("string"),
        TypeRef::Scalar(_) => schemas.of_type(ty),
        TypeRef::Nullable(inner) => in_address(schemas, inner),
        TypeRef::List(_, item) if is_flat(schemas, item) => {
            Schema { items: Some(Box::new(in_address(schemas, item))), ..Schema::of("array") }
        }
        TypeRef::Dto(_) if is_flat(schemas, ty) => schemas.of_type(ty),
        TypeRef::Unknown(name) => Schema {
            description: markdown(&format!("A {name}, which the contract does not define.")),
            ..Schema::of("string")
        },
        _ => Schema {
            description: "As JSV: `{Name:value,…}`, `[item,…]`.".to_owned(),
            ..Schema::of("string")
        },
    }
}

/// Scalars and enums.
fn is_flat(schemas: &Schemas<'_>, ty: &TypeRef) -> bool {
    match ty {
        TypeRef::Scalar(_) => true,
        TypeRef::Nullable(inner) => is_flat(schemas, inner),
        TypeRef::Dto(id) => schemas.contract.dto(*id).enumeration().is_some(),
        _ => false,
    }
}

/// Two members may differ in case alone until the host's case is applied.
fn each_once(parameters: Vec<Parameter>) -> Vec<Parameter> {
    let mut seen = std::collections::HashSet::new();
    parameters
        .into_iter()
        .filter(|parameter| seen.insert((parameter.place, parameter.name.clone())))
        .collect()
}
