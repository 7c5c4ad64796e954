//! Classes without a base, for languages that have none: the members of the base are written with
//! the class's own.

use crate::contract::{Contract, DtoId, TypeRef};

use super::generator::{Generator, Shape};
use super::syntax::TypeSyntax;

/// A member, wherever it was declared.
pub(super) struct Flat<'a> {
    /// The name before any change of case.
    pub name: String,
    /// Name on the wire.
    pub wire_name: String,
    pub ty: TypeRef,
    pub description: Option<&'a str>,
    pub value: Option<u32>,
}

/// The members of a class, its own first.
pub(super) fn members<'a, W: TypeSyntax>(
    generator: &Generator<'a, W>,
    shape: &Shape<'a>,
) -> Vec<Flat<'a>> {
    let own = shape.fields.iter().map(|field| Flat {
        name: field.name.to_owned(),
        wire_name: field.wire_name.clone(),
        ty: field.ty.clone(),
        description: field.description,
        value: field.value,
    });
    let mut members: Vec<Flat<'a>> = own.collect();
    for member in shape.dto.members.iter().filter(|member| !member.hidden) {
        let declared = generator.contract.property(member);
        let description = declared.and_then(|property| property.description.as_deref());
        let wire_name = generator.member_name(member);
        if !members.iter().any(|own| own.wire_name == wire_name) {
            let name = member.name.clone();
            members.push(Flat { name, wire_name, ty: member.ty.clone(), description, value: None });
        }
    }
    members
}

/// Whether a value of this type holds, without a list or a dictionary between, one of that class:
/// such a value has no end.
pub(super) fn holds(contract: &Contract, ty: &TypeRef, class: DtoId) -> bool {
    let definition = |id: DtoId| contract.dto(id).definition.unwrap_or(id);
    let mut ahead = vec![ty];
    let mut seen: Vec<DtoId> = Vec::new();
    while let Some(ty) = ahead.pop() {
        match ty {
            TypeRef::Nullable(inner) => ahead.push(inner),
            TypeRef::Dto(id) if definition(*id) == class => return true,
            TypeRef::Dto(id) if !seen.contains(id) => {
                seen.push(*id);
                let dto = contract.dto(*id);
                ahead.extend(dto.members.iter().map(|member| &member.ty));
                ahead.extend(&dto.arguments);
            }
            _ => {}
        }
    }
    false
}
