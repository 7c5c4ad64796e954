//! Which types an operation page shows, and in which order (docs/wire/pages.md#types-on-a-page).

use crate::contract::{Contract, Dto, DtoId, Operation, Origin, TypeName, TypeRef};

/// The types of an operation, depth first: the request, its base, the types its members name; then
/// the response and its own. A type is listed once, save a response that was listed before: a
/// request that answers itself is shown twice.
pub(super) fn types(contract: &Contract, operation: &Operation) -> Vec<DtoId> {
    let mut walk =
        Walk { contract, listed: Vec::new(), seen: vec![false; contract.dtos().count()] };
    walk.follow(operation.request);
    if let Some(TypeRef::Dto(response)) = operation.response {
        let response = contract.dto(response).definition.unwrap_or(response);
        walk.follow(response);
    }
    walk.listed
}

struct Walk<'c> {
    contract: &'c Contract,
    listed: Vec<DtoId>,
    seen: Vec<bool>,
}

impl Walk<'_> {
    /// Lists a root and, before each next sibling, whatever it leads to. A stack instead of
    /// recursion: documents decide how deep types nest.
    fn follow(&mut self, root: DtoId) {
        let mut ahead = vec![root];
        while let Some(id) = ahead.pop() {
            let known = std::mem::replace(&mut self.seen[id.index()], true);
            if known && id != root {
                continue;
            }
            self.listed.push(id);
            if known {
                return;
            }
            ahead.extend(self.mentions(id).into_iter().rev());
        }
    }

    /// The types that a type names: its base and that one's arguments, then for each property its
    /// type and the arguments. Only what stands directly in the document counts; `List<List<Foo>>`
    /// does not lead to `Foo`.
    fn mentions(&self, id: DtoId) -> Vec<DtoId> {
        let dto = self.contract.dto(id);
        let names =
            dto.inherits.iter().chain(dto.properties.iter().map(|property| &property.type_name));
        names.flat_map(|name| self.named(name)).collect()
    }

    fn named(&self, name: &TypeName) -> Vec<DtoId> {
        let simple = name.name.split('[').next().unwrap_or(&name.name);
        let names = std::iter::once(simple).chain(name.generic_args.iter().map(String::as_str));
        names
            .filter_map(|name| self.contract.find_dto(name))
            .filter(|id| shown(self.contract.dto(*id)))
            .collect()
    }
}

/// `ResponseStatus` and the types of .NET get no table.
fn shown(dto: &Dto) -> bool {
    let name = &dto.type_name;
    let status = name.namespace == "ServiceStack"
        && matches!(name.name.as_str(), "ResponseStatus" | "ResponseError");
    dto.origin != Origin::Closed && !status && !is_system(&name.namespace)
}

fn is_system(namespace: &str) -> bool {
    namespace == "System" || namespace.starts_with("System.")
}
