//! CSV: a header of member names and a row for each object (docs/wire/xml-csv.md#csv).

mod keys;
mod read;
mod rows;
mod write;

pub(super) use read::read;
pub(super) use write::{write, write_cut};

use crate::contract::{Contract, Dto, DtoId, TypeRef};

/// Where the first list, or dictionary, of a `[DataContract]` class is among its members: such a
/// class is its list, as far as CSV goes.
fn first_list(dto: &Dto) -> Option<usize> {
    dto.data_contract.as_ref()?;
    let is_list = |ty: &TypeRef| matches!(ty, TypeRef::List(..) | TypeRef::Dictionary(..));
    dto.members.iter().position(|member| is_list(&member.ty))
}

/// The class of a type; none for enums and everything else that is no row.
fn class(contract: &Contract, ty: &TypeRef) -> Option<DtoId> {
    match ty {
        TypeRef::Dto(id) if contract.dto(*id).enumeration().is_none() => Some(*id),
        _ => None,
    }
}
