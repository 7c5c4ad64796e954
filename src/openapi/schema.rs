//! DTOs as schemas.

use std::collections::{HashMap, HashSet};

use super::Names;
use super::markdown;
use super::names::plain;
use super::property::{Properties, annotated, is_required, paragraphs};
use super::scalar::{enumerated, fixed};
use super::shape::{Map, Schema};
use crate::contract::{Contract, Dto, DtoId, DtoKind, Member, Origin, Scalar, TypeName, TypeRef};
use crate::wire::{DateHandler, Dialect, JsonDialect};

/// The schemas of a contract. A class is described as a whole, its base's members with its own:
/// that is what serializers see, and a class that inherits itself does no harm.
pub(super) struct Schemas<'c> {
    pub contract: &'c Contract,
    dialect: &'c Dialect,
    /// What has a schema, in the contract's order.
    reported: Vec<DtoId>,
    names: HashMap<DtoId, String>,
}

impl<'c> Schemas<'c> {
    /// The DTOs that visible operations lead to, and those listed under `types`.
    pub fn of(contract: &'c Contract, dialect: &'c Dialect) -> Self {
        let mut reached = reached(contract);
        reached.sort_unstable();
        let mut given = Names::default();
        let names = reached.iter().map(|id| (*id, named(&contract.dto(*id).type_name, &mut given)));
        let names = names.collect();
        Self { contract, dialect, reported: reached, names }
    }

    /// The components, by name.
    pub fn all(&self) -> Vec<(String, Schema)> {
        self.reported.iter().map(|id| (self.names[id].clone(), self.dto(*id))).collect()
    }

    /// The schema of a type: a reference for a DTO.
    pub fn of_type(&self, ty: &TypeRef) -> Schema {
        match ty {
            TypeRef::Scalar(scalar) => self.scalar(*scalar),
            TypeRef::Nullable(inner) => Schema { nullable: true, ..self.of_type(inner).opened() },
            TypeRef::List(_, item) => {
                Schema { items: Some(Box::new(self.of_type(item))), ..Schema::of("array") }
            }
            TypeRef::Dictionary(_, value) => Schema {
                additional_properties: Some(Box::new(self.of_type(value))),
                ..Schema::of("object")
            },
            TypeRef::Dto(id) => {
                self.names.get(id).map(|name| Schema::named(name)).unwrap_or_default()
            }
            TypeRef::Unknown(name) => Schema {
                description: format!(
                    "`{}`, which the contract does not define.",
                    name.replace('`', "'")
                ),
                ..Schema::default()
            },
        }
    }

    /// The schema of those members of a class that pass; hidden ones never do.
    pub fn object(&self, dto: &Dto, passes: impl Fn(&Member) -> bool) -> Schema {
        let properties = Properties::of(self.contract, dto);
        let mut schema = Schema::of("object");
        for member in dto.members.iter().filter(|member| !member.hidden && passes(member)) {
            let property = properties.get(member);
            let name = self.wire_name(member);
            if is_required(property) {
                schema.required.push(name.clone());
            }
            schema.properties.0.push((name, annotated(self.of_type(&member.ty), property)));
        }
        schema.properties = each_once(schema.properties);
        schema
    }

    /// A member's name in JSON.
    pub fn wire_name(&self, member: &Member) -> String {
        self.dialect.member_name(member).into_owned()
    }

    fn dto(&self, id: DtoId) -> Schema {
        let dto = self.contract.dto(id);
        let about = [&dto.description, &dto.notes]
            .map(|text| markdown(text.as_deref().unwrap_or_default()));
        match &dto.kind {
            DtoKind::Enum(enumeration) => enumerated(enumeration, about),
            _ => Schema { description: paragraphs(about), ..self.object(dto, |_| true) },
        }
    }

    fn scalar(&self, scalar: Scalar) -> Schema {
        match scalar {
            Scalar::DateTime | Scalar::DateTimeOffset => self.date(),
            other => fixed(other),
        }
    }

    /// Dates as the host writes them; ISO 8601 is read besides.
    fn date(&self) -> Schema {
        if self.dialect.json == JsonDialect::System {
            return Schema::formatted("string", "date-time");
        }
        let example = match self.dialect.js.dates {
            DateHandler::TimestampOffset | DateHandler::DcjsCompatible => "/Date(1767225600000)/",
            DateHandler::UnixTime | DateHandler::UnixTimeMs => {
                return Schema::formatted("integer", "int64");
            }
            DateHandler::Rfc1123 => "Thu, 01 Jan 2026 00:00:00 GMT",
            DateHandler::Iso8601DateTime => "2026-01-01 00:00:00",
            DateHandler::Iso8601DateOnly => return Schema::formatted("string", "date"),
            DateHandler::Iso8601 => return Schema::formatted("string", "date-time"),
        };
        let description = "A date; ISO 8601 (`2026-01-01T00:00:00Z`) is read as well.".to_owned();
        Schema { description, example: Some(example.into()), ..Schema::of("string") }
    }
}

/// Two members may differ in case alone until the host's case is applied; JSON objects hold the
/// first.
fn each_once(properties: Map<Schema>) -> Map<Schema> {
    let mut seen = HashSet::new();
    Map(properties.0.into_iter().filter(|(name, _)| seen.insert(name.clone())).collect())
}

/// A type's name as a component: `Pair_String_Int32`.
fn named(name: &TypeName, given: &mut Names) -> String {
    let simple = name.name.split('`').next().unwrap_or_default();
    let parts: Vec<&str> =
        std::iter::once(simple).chain(name.generic_args.iter().map(String::as_str)).collect();
    let wish = plain(&parts.join("_"));
    if given.holds(&wish) && !name.namespace.is_empty() {
        return given.claim(&plain(&format!("{}.{wish}", name.namespace)));
    }
    given.claim(&wish)
}

/// Everything that members of operations' types lead to. A list and no recursion: documents decide
/// how deep types nest.
fn reached(contract: &Contract) -> Vec<DtoId> {
    let mut ahead: Vec<DtoId> = vec![contract.error_response()];
    let listed = |dto: &Dto| dto.origin == Origin::Types && dto.type_name.generic_args.is_empty();
    ahead.extend(contract.dtos().filter(|(_, dto)| listed(dto)).map(|(id, _)| id));
    for operation in contract.operations().iter().filter(|operation| !operation.hidden) {
        ahead.push(operation.request);
        operation.response.iter().for_each(|response| mentioned(response, &mut ahead));
    }
    let mut seen = HashSet::new();
    let mut order = Vec::new();
    while let Some(id) = ahead.pop() {
        if seen.insert(id) {
            order.push(id);
            let members = contract.dto(id).members.iter().filter(|member| !member.hidden);
            members.for_each(|member| mentioned(&member.ty, &mut ahead));
        }
    }
    order
}

/// The DTOs within a type, whose nesting the contract's limits bound.
fn mentioned(ty: &TypeRef, found: &mut Vec<DtoId>) {
    match ty {
        TypeRef::Dto(id) => found.push(*id),
        TypeRef::Nullable(inner) | TypeRef::List(_, inner) => mentioned(inner, found),
        TypeRef::Dictionary(key, value) => {
            mentioned(key, found);
            mentioned(value, found);
        }
        TypeRef::Scalar(_) | TypeRef::Unknown(_) => {}
    }
}
