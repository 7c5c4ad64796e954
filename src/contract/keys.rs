//! Primary keys.

use super::{Contract, Dto, DtoId, Origin, Property};

impl Contract {
    /// The member that is the primary key of a class: what the document marks, else `Id`.
    pub fn key_of(&self, id: DtoId) -> Option<usize> {
        let dto = self.dto(id);
        let is_marked = |name: &str| {
            let declared_by = dto.member(name).map(|member| self.dto(member.declared_by));
            let own = declared_by.into_iter().flat_map(|owner| &owner.properties);
            own.into_iter().any(|property| property.name == name && property.is_primary_key)
        };
        let marked = dto.members.iter().position(|member| is_marked(&member.name));
        marked.or_else(|| dto.members.iter().position(|member| member.name == "Id"))
    }

    /// Takes marks of keys away that say nothing: 5.x marks the first property of a class without
    /// `Id`, 10.x keys alone (recorded).
    pub(super) fn forget_unmarked_keys(&mut self) {
        if !self.marks_keys() {
            let properties = self.dtos.iter_mut().flat_map(|dto| &mut dto.properties);
            properties.for_each(|property| property.is_primary_key = false);
        }
    }

    /// Whether its marks of keys say something: a class without `Id` has none.
    pub(super) fn marks_keys(&self) -> bool {
        let has = |dto: &Dto, test: fn(&Property) -> bool| dto.properties.iter().any(test);
        let is_unmarked = |dto: &Dto| {
            !dto.properties.is_empty()
                && !has(dto, |property| property.name == "Id" || property.is_primary_key)
        };
        let is_own = |dto: &&Dto| !matches!(dto.origin, Origin::BuiltIn | Origin::Closed);
        let known = || self.dtos.iter().filter(is_own);
        known().any(|dto| has(dto, |property| property.is_primary_key)) && known().any(is_unmarked)
    }
}
