//! Which DTOs a text holds, and in which order.

use crate::contract::{Contract, Dto, DtoId, Operation, Origin, Property, TypeRef};

use super::Options;

/// The chosen DTOs: never closed generics, which are spelled where they are used.
pub(super) struct Selection<'c> {
    pub contract: &'c Contract,
    chosen: Vec<bool>,
}

impl<'c> Selection<'c> {
    /// All of the document's own, or those that `IncludeTypes` names, without those of
    /// `ExcludeTypes`.
    ///
    /// `Foo` is that type alone, `Foo.*` an operation with all it refers to, `{tag}` the operations
    /// of a tag with all they refer to, `Namespace/*` the types of a namespace.
    pub fn of(contract: &'c Contract, options: &Options) -> Self {
        let mut selection = Self { contract, chosen: vec![false; contract.dtos().count()] };
        let include = options.list("IncludeTypes");
        let own = |dto: &Dto| !matches!(dto.origin, Origin::BuiltIn | Origin::Closed);
        if include.is_empty() {
            selection.choose(|dto| own(dto), true);
            let hidden = contract.operations().iter().filter(|operation| operation.hidden);
            hidden.for_each(|operation| selection.chosen[operation.request.index()] = false);
        }
        for pattern in include {
            selection.include(pattern);
        }
        for name in options.list("ExcludeTypes") {
            selection.choose(|dto| plain(dto).eq_ignore_ascii_case(name), false);
        }
        selection
    }

    fn choose(&mut self, wanted: impl Fn(&Dto) -> bool, chosen: bool) {
        for (id, dto) in self.contract.dtos() {
            if wanted(dto) {
                self.chosen[id.index()] = chosen;
            }
        }
    }

    fn include(&mut self, pattern: &str) {
        let name = pattern.strip_suffix(".*").unwrap_or(pattern);
        // A header may have had to tear the end apart: where comments nest, it would begin one.
        let namespace = pattern.strip_suffix("/*").or_else(|| pattern.strip_suffix("/ *"));
        if let Some(namespace) = namespace {
            self.choose(
                |dto| dto.type_name.namespace == namespace && dto.origin != Origin::Closed,
                true,
            );
        } else if let Some(tag) = name.strip_prefix('{').and_then(|name| name.strip_suffix('}')) {
            let tagged = self
                .contract
                .operations()
                .iter()
                .filter(|operation| operation.tags.iter().any(|own| own == tag));
            tagged.for_each(|operation| self.operation(operation));
        } else if name != pattern {
            match self.contract.operation(name) {
                Some(operation) => self.operation(operation),
                None => self.named(name).into_iter().for_each(|id| self.reach(&TypeRef::Dto(id))),
            }
        } else {
            self.named(name).into_iter().for_each(|id| self.chosen[id.index()] = true);
        }
    }

    fn named(&self, name: &str) -> Vec<DtoId> {
        let named = |(_, dto): &(DtoId, &Dto)| {
            dto.origin != Origin::Closed && plain(dto).eq_ignore_ascii_case(name)
        };
        self.contract.dtos().filter(named).map(|(id, _)| id).collect()
    }

    fn operation(&mut self, operation: &Operation) {
        self.reach(&TypeRef::Dto(operation.request));
        operation.response.iter().for_each(|response| self.reach(response));
    }

    /// Chooses a type and everything of the host that it refers to.
    fn reach(&mut self, ty: &TypeRef) {
        for id in self.referenced(vec![ty.clone()]) {
            self.chosen[id.index()] |= self.contract.dto(id).origin != Origin::BuiltIn;
        }
    }

    /// ServiceStack's own types that the chosen ones refer to: languages whose client lacks them
    /// write them out.
    pub fn add_built_in(&mut self) {
        let requests = self
            .contract
            .operations()
            .iter()
            .filter(|operation| self.chosen[operation.request.index()]);
        let responses = requests.filter_map(|operation| operation.response.clone());
        let roots = self.ids().map(TypeRef::Dto).chain(responses).collect();
        for id in self.referenced(roots) {
            self.chosen[id.index()] |= self.contract.dto(id).origin == Origin::BuiltIn;
        }
    }

    /// Definitions that types lead to, they themselves included.
    fn referenced(&self, mut ahead: Vec<TypeRef>) -> Vec<DtoId> {
        let mut seen = vec![false; self.chosen.len()];
        let mut found = Vec::new();
        while let Some(ty) = ahead.pop() {
            match ty {
                TypeRef::Nullable(inner) | TypeRef::List(_, inner) => ahead.push(*inner),
                TypeRef::Dictionary(key, value) => ahead.extend([*key, *value]),
                TypeRef::Dto(id) if !std::mem::replace(&mut seen[id.index()], true) => {
                    let dto = self.contract.dto(id);
                    match dto.definition {
                        Some(definition) => ahead.push(TypeRef::Dto(definition)),
                        None => found.push(id),
                    }
                    ahead.extend(dto.arguments.iter().cloned());
                    ahead.extend(dto.base.map(TypeRef::Dto));
                    ahead.extend(dto.properties.iter().map(|property| property.ty.clone()));
                }
                _ => {}
            }
        }
        found
    }

    fn ids(&self) -> impl Iterator<Item = DtoId> + '_ {
        self.contract.dtos().map(|(id, _)| id).filter(|id| self.chosen[id.index()])
    }

    /// The operation whose request this is.
    pub fn operation_of(&self, id: DtoId) -> Option<&'c Operation> {
        self.contract.operations().iter().find(|operation| operation.request == id)
    }

    /// By namespace, then by name.
    pub fn by_namespace(&self) -> Vec<DtoId> {
        let mut ids: Vec<DtoId> = self.ids().collect();
        ids.sort_by_key(|id| {
            let name = &self.contract.dto(*id).type_name;
            (name.namespace.as_str(), name.name.as_str())
        });
        ids
    }

    /// Types first, then responses, then requests; a base class always before what extends it.
    pub fn bases_first(&self) -> Vec<DtoId> {
        let mut ids: Vec<DtoId> = self.ids().collect();
        let requests: Vec<DtoId> =
            self.contract.operations().iter().map(|operation| operation.request).collect();
        ids.sort_by_key(|id| match self.contract.dto(*id).origin {
            _ if requests.contains(id) => 3,
            Origin::BuiltIn => 0,
            Origin::Response => 2,
            _ => 1,
        });
        let mut ordered = Vec::with_capacity(ids.len());
        for id in ids {
            self.place(id, &mut ordered);
        }
        ordered
    }

    /// Places a class after its bases; a circle of bases ends where it closes.
    fn place(&self, id: DtoId, ordered: &mut Vec<DtoId>) {
        let definition = |id: DtoId| self.contract.dto(id).definition.unwrap_or(id);
        let mut chain: Vec<DtoId> = Vec::new();
        let mut next = Some(id);
        while let Some(id) = next.map(definition).filter(|id| !chain.contains(id)) {
            chain.push(id);
            next = self.contract.dto(id).base;
        }
        for id in chain.into_iter().rev() {
            if self.chosen[id.index()] && !ordered.contains(&id) {
                ordered.push(id);
            }
        }
    }
}

/// The name without its arity.
pub(super) fn plain(dto: &Dto) -> &str {
    dto.type_name.name.split('`').next().unwrap_or(&dto.type_name.name)
}

/// The properties that a text may have.
pub(super) fn shown(dto: &Dto) -> impl Iterator<Item = &Property> {
    dto.properties.iter().filter(|property| !property.is_hidden())
}
