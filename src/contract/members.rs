//! What a serializer sees of a class.

use std::collections::HashSet;

use super::{ContractError, Dto, DtoId, Limits, Member};

/// Lists the members of every DTO that has none yet: its own first, then those of its base classes,
/// as 5.9.1 writes them; a `[DataContract]` puts them in the order of their `[DataMember(Order)]`,
/// those without an order first.
///
/// # Errors
/// More members than the limits allow.
pub(super) fn flatten(dtos: &mut [Dto], limits: &Limits) -> Result<(), ContractError> {
    let mut count = 0;
    for index in 0..dtos.len() {
        let members = members(dtos, DtoId::at(index), limits.depth);
        count += members.len();
        if count > limits.members {
            return Err(ContractError::TooLarge { what: "members", limit: limits.members });
        }
        dtos[index].members = members;
    }
    Ok(())
}

/// A class that inherits itself ends where it is met again, a chain of bases at `depth`.
fn members(dtos: &[Dto], dto: DtoId, depth: usize) -> Vec<Member> {
    let chain: Vec<DtoId> =
        std::iter::successors(Some(dto), |id| dtos[id.index()].base).take(depth).collect();
    let mut found: Vec<(i32, Member)> = Vec::new();
    let mut names = HashSet::new();
    for (position, id) in chain.iter().enumerate() {
        if chain[..position].contains(id) {
            break;
        }
        for property in &dtos[id.index()].properties {
            let name = property.on_the_wire();
            // A derived property hides the base's of the same name.
            if names.insert(name) {
                let member = Member {
                    name: name.to_owned(),
                    renamed: name != property.name,
                    ty: property.ty.clone(),
                    hidden: property.is_hidden(),
                    declared_by: *id,
                };
                found.push((property.order.unwrap_or(-1), member));
            }
        }
    }
    if dtos[dto.index()].data_contract.is_some() {
        found.sort_by_key(|(order, _)| *order);
    }
    found.into_iter().map(|(_, member)| member).collect()
}
