//! Primary keys.

use super::{Contract, Dto, DtoId, Property};

impl Contract {
    /// The member that is the primary key of a class: what the document says, else `Id`.
    ///
    /// 5.x marks the first property of a class that has none, so its marks tell nothing; 10.x marks keys
    /// alone (recorded).
    pub fn key_of(&self, id: DtoId) -> Option<usize> {
        let dto = self.dto(id);
        let is_marked = |name: &str| {
            let declared_by = dto.member(name).map(|member| self.dto(member.declared_by));
            let own = declared_by.into_iter().flat_map(|owner| &owner.properties);
            own.into_iter().any(|property| property.name == name && property.is_primary_key)
        };
        let marked = || dto.members.iter().position(|member| is_marked(&member.name));
        let told = if self.tells_keys() { marked() } else { None };
        told.or_else(|| dto.members.iter().position(|member| member.name == "Id"))
    }

    /// Whether its marks of keys tell something: a class without `Id` has none.
    pub(super) fn tells_keys(&self) -> bool {
        let has = |dto: &Dto, test: fn(&Property) -> bool| dto.properties.iter().any(test);
        let is_unmarked = |dto: &Dto| {
            !dto.properties.is_empty()
                && !has(dto, |property| property.name == "Id" || property.is_primary_key)
        };
        let known = || self.dtos.iter().filter(|dto| dto.origin != super::Origin::BuiltIn);
        known().any(|dto| has(dto, |property| property.is_primary_key)) && known().any(is_unmarked)
    }
}
