//! The order of a class's members in XML: the base class first, within a class those with an order
//! last, and otherwise by name (docs/wire/xml-csv.md#xml).

use super::name::{self, Namespace};
use crate::contract::{Contract, Dto, DtoId, TypeRef};

/// What XML knows of a class.
pub(super) struct Layout<'a> {
    /// In the order of the wire.
    pub slots: Vec<Slot<'a>>,
    /// Namespaces of base classes that the class itself does not share; its element declares them.
    pub base_namespaces: Vec<Namespace>,
}

/// A member.
pub(in crate::wire) struct Slot<'a> {
    /// Where its value is in an object.
    pub place: usize,
    /// Its element.
    pub name: &'a str,
    /// The namespace of its element: that of the class which declares it.
    pub(super) namespace: Namespace,
    /// Its type.
    pub ty: &'a TypeRef,
    /// `[DataMember(EmitDefaultValue = false)]`: no element for a default.
    pub skips_default: bool,
    /// The namespace of its type, where it differs from the class's: the element declares it, even
    /// on a null.
    pub(super) declares: Option<Namespace>,
}

impl<'a> Layout<'a> {
    /// The layout of a class.
    pub fn of(contract: &'a Contract, id: DtoId) -> Self {
        let mut slots: Vec<(usize, i32, Slot)> = Vec::new();
        for (place, member) in contract.dto(id).members.iter().enumerate() {
            let class = contract.dto(member.declared_by);
            let property = contract.property(member);
            let order = property.and_then(|property| property.order).unwrap_or(-1);
            let namespace = name::namespace(class);
            let declares = declares(contract, &member.ty, &namespace);
            let data_member = property.and_then(|property| property.data_member.as_ref());
            let skips_default =
                data_member.is_some_and(|member| member.emit_default_value == Some(false));
            let name = element(class, &member.name);
            let slot = Slot { place, name, namespace, ty: &member.ty, skips_default, declares };
            slots.push((distance(contract, id, member.declared_by), order, slot));
        }
        slots.sort_by(|(a_depth, a_order, a), (b_depth, b_order, b)| {
            b_depth.cmp(a_depth).then(a_order.cmp(b_order)).then(a.name.cmp(b.name))
        });
        let own = name::namespace(contract.dto(id));
        let mut base_namespaces: Vec<_> =
            slots.iter().map(|(.., slot)| slot.namespace.clone()).collect();
        base_namespaces.retain(|namespace| *namespace != own);
        base_namespaces.dedup();
        Self { slots: slots.into_iter().map(|(.., slot)| slot).collect(), base_namespaces }
    }
}

/// `KeyValuePair` is written by its private fields, as the recorded sample of `Big` shows.
fn element<'a>(class: &Dto, member: &'a str) -> &'a str {
    match member {
        "Key" if class.is_value_type() => "key",
        "Value" if class.is_value_type() => "value",
        _ => member,
    }
}

/// How many classes lie between a class and one of its bases.
fn distance(contract: &Contract, from: DtoId, to: DtoId) -> usize {
    std::iter::successors(Some(from), |id| contract.dto(*id).base)
        .take(64)
        .position(|id| id == to)
        .unwrap_or(0)
}

/// The namespace that an element of this type declares within a class of `namespace`.
pub(super) fn declares(contract: &Contract, ty: &TypeRef, namespace: &str) -> Option<Namespace> {
    if name::is_built_in(contract, ty) {
        return None;
    }
    Some(name::of(contract, ty).namespace).filter(|own| **own != *namespace)
}
