//! How a type is asked for in a form.

use crate::contract::{Contract, DtoId, Enumeration, Scalar, TypeRef};

/// What a form shows for a type.
pub(super) enum Shape<'c> {
    /// One line of text.
    Line(Option<Scalar>),
    /// One of the members of an enum.
    Choice(&'c Enumeration),
    /// Any number of items.
    List(&'c TypeRef),
    /// Any number of keys with their values.
    Dictionary(&'c TypeRef, &'c TypeRef),
    /// The members of a class, if it is there at all.
    Class(DtoId),
}

/// The shape of a type. Flags are numbers or several names, so they are a line.
pub(super) fn of<'c>(contract: &'c Contract, ty: &'c TypeRef) -> Shape<'c> {
    match ty {
        TypeRef::Nullable(inner) => of(contract, inner),
        TypeRef::Scalar(scalar) => Shape::Line(Some(*scalar)),
        TypeRef::Unknown(_) => Shape::Line(None),
        TypeRef::List(_, item) => Shape::List(item),
        TypeRef::Dictionary(key, value) => Shape::Dictionary(key, value),
        TypeRef::Dto(id) => match contract.dto(*id).enumeration() {
            Some(members) if members.as_number => Shape::Line(None),
            Some(members) => Shape::Choice(members),
            None => Shape::Class(*id),
        },
    }
}

/// The path of a member or an item below another.
pub(super) fn below(path: &str, place: impl std::fmt::Display) -> String {
    if path.is_empty() { place.to_string() } else { format!("{path}.{place}") }
}

/// How deep forms nest. Types may hold themselves, but only a person fills them in.
pub(super) const DEEPEST: usize = 24;

/// The most fields one form shows.
pub(super) const MOST_FIELDS: usize = 2_000;
