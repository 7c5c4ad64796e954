//! Names become types: every name of the document is looked up, generics are closed, base classes
//! flattened.
//!
//! All of it is a worklist, not a recursion, so that documents which refer to themselves end.

use std::collections::HashMap;

use super::definitions::Definitions;
use super::document::{Document, Type};
use super::system::{self, SystemType};
use super::type_expr::TypeExpr;
use super::{
    ContractError, Dto, DtoId, Limits, ListKind, Origin, Remark, Scalar, TypeName, TypeRef,
};
use super::{convert, members};

/// Longest text of one argument of a closed generic: a generic that grows by nesting itself ends
/// here.
const LONGEST_ARGUMENT: usize = 1_000;

/// Turns names into types and collects the DTOs on the way.
pub(super) struct Resolver {
    definitions: Definitions,
    limits: Limits,
    /// Finished DTOs; `pending` holds these and those still to be made, in the order of their ids.
    pub dtos: Vec<Dto>,
    pending: Vec<PendingDto>,
    closed: HashMap<(usize, Vec<TypeRef>), DtoId>,
    /// Collection classes being opened (`class Tree : List<Tree>`).
    opening: Vec<usize>,
    pub remarks: Vec<Remark>,
}

/// A DTO to be made: a definition, closed with arguments if it is generic.
struct PendingDto {
    definition: usize,
    args: Vec<TypeRef>,
    texts: Vec<String>,
}

/// Where a name stands: the type parameters it may use, and the path that a remark names.
pub(super) struct Scope<'a> {
    pub parameters: &'a [(String, TypeRef)],
    pub path: &'a str,
}

impl Resolver {
    /// Resolves all definitions of both documents.
    pub fn run(
        document: &Document,
        built_in: &Document,
        limits: &Limits,
    ) -> Result<Self, ContractError> {
        let definitions = Definitions::collect(document, built_in)?;
        let open = |definition| PendingDto { definition, args: Vec::new(), texts: Vec::new() };
        let mut resolver = Self {
            pending: (0..definitions.len()).map(open).collect(),
            remarks: document.misspelt.iter().cloned().chain(definitions.odd()).collect(),
            definitions,
            limits: limits.clone(),
            dtos: Vec::new(),
            closed: HashMap::new(),
            opening: Vec::new(),
        };
        resolver.resolve_pending()?;
        Ok(resolver)
    }

    /// Makes every DTO that was asked for; their members may ask for more.
    pub fn resolve_pending(&mut self) -> Result<(), ContractError> {
        while self.dtos.len() < self.pending.len() {
            if self.pending.len() > self.limits.types {
                return Err(ContractError::TooLarge { what: "types", limit: self.limits.types });
            }
            let dto = self.make(self.dtos.len());
            self.dtos.push(dto);
        }
        members::flatten(&mut self.dtos, &self.limits)
    }

    fn make(&mut self, id: usize) -> Dto {
        let PendingDto { definition: index, args, texts } = &self.pending[id];
        let definition = self.definitions.get(*index);
        let parameters: Vec<(String, TypeRef)> = definition
            .parameters()
            .zip(args.iter().cloned().map(Some).chain(std::iter::repeat(None)))
            .map(|(name, arg)| {
                (name.to_owned(), arg.unwrap_or_else(|| TypeRef::Unknown(name.to_owned())))
            })
            .collect();
        let mut dto = convert::dto(&definition.source, definition.origin);
        let path = definition.path.clone();
        if !args.is_empty() {
            dto.origin = Origin::Closed;
            dto.definition = Some(DtoId::at(*index));
            dto.arguments.clone_from(args);
            dto.type_name.generic_args.clone_from(texts);
        }
        self.resolve_names(&mut dto, &parameters, &path);
        dto
    }

    fn resolve_names(&mut self, dto: &mut Dto, parameters: &[(String, TypeRef)], path: &str) {
        if let Some(base) = &dto.inherits {
            let path = format!("{path}.inherits");
            dto.base = match self.type_ref(base, &Scope { parameters, path: &path }) {
                TypeRef::Dto(base) => Some(base),
                _ => None,
            };
        }
        for (index, property) in dto.properties.iter_mut().enumerate() {
            let path = format!("{path}.properties[{index}].type");
            property.ty = self.type_ref(&property.type_name, &Scope { parameters, path: &path });
        }
    }

    /// The type of a name.
    pub fn type_ref(&mut self, name: &TypeName, scope: &Scope<'_>) -> TypeRef {
        match TypeExpr::of(name, self.limits.depth) {
            Some(expr) => self.resolve(&expr, scope),
            None => self.unknown(&name.name, scope, "is not the name of a type"),
        }
    }

    /// Gives the definitions of an operation that is left out a place among the types: others may
    /// name them.
    pub fn list_as_types(&mut self, operation: &str) {
        for (place, dto) in self.dtos.iter_mut().enumerate().take(self.definitions.len()) {
            let path = self.definitions.get(place).path.strip_prefix(operation);
            if dto.origin != Origin::BuiltIn && path.is_some_and(|rest| rest.starts_with('.')) {
                dto.origin = Origin::Types;
            }
        }
    }

    /// The type of a definition that stands at a path; its name need not follow the grammar of type
    /// names.
    pub fn defined_at(&mut self, source: &Type, path: &str) -> TypeRef {
        let name = convert::own_name(source);
        let scope = Scope { parameters: &[], path };
        match self.definitions.index_of(source) {
            Some(index) => self.defined(index, Vec::new(), &scope),
            None => self.type_ref(&name, &scope),
        }
    }

    fn resolve(&mut self, expr: &TypeExpr, scope: &Scope<'_>) -> TypeRef {
        if expr.ranks > 0 {
            return match self.resolve(&expr.item(), scope) {
                TypeRef::Scalar(Scalar::Byte) => TypeRef::Scalar(Scalar::Bytes),
                item => TypeRef::List(ListKind::Array, Box::new(item)),
            };
        }
        if let Some((_, argument)) = scope.parameters.iter().find(|(name, _)| *name == expr.name) {
            return argument.clone();
        }
        let args: Vec<TypeRef> = expr.args.iter().map(|arg| self.resolve(arg, scope)).collect();
        let defined = self.definitions.find(expr);
        let known = system::known(&expr.name);
        match (defined, known) {
            (Some(index), Some(_)) if self.definitions.hides_system(index, expr) => {
                self.defined(index, args, scope)
            }
            (_, Some(known)) => self.known(known, args, expr, scope),
            (Some(index), None) => self.defined(index, args, scope),
            (None, None) => self.unknown(&expr.name, scope, "is not defined"),
        }
    }

    fn known(
        &mut self,
        known: SystemType,
        args: Vec<TypeRef>,
        expr: &TypeExpr,
        scope: &Scope<'_>,
    ) -> TypeRef {
        let mut args = args.into_iter().map(Box::new);
        match (known, args.next(), args.next()) {
            (SystemType::Scalar(scalar), None, None) => TypeRef::Scalar(scalar),
            (SystemType::Nullable, Some(inner), None) => TypeRef::Nullable(inner),
            (SystemType::List(kind), Some(item), None) => TypeRef::List(kind, item),
            (SystemType::Dictionary, Some(key), Some(value)) => TypeRef::Dictionary(key, value),
            _ => self.unknown(&expr.name, scope, "has the wrong number of arguments"),
        }
    }

    fn defined(&mut self, index: usize, args: Vec<TypeRef>, scope: &Scope<'_>) -> TypeRef {
        if let Some(collection) = self.collection(index) {
            return collection;
        }
        let definition = self.definitions.get(index);
        let arity = definition.parameters().count();
        // An open definition names itself without arguments, as in the response of
        // `QueryResponse<T>`.
        if arity == 0 || args.is_empty() {
            return TypeRef::Dto(DtoId::at(index));
        }
        let texts: Vec<String> = args.iter().map(|arg| self.text(arg)).collect();
        if args.len() != arity || texts.iter().any(|text| text.len() > LONGEST_ARGUMENT) {
            let name = definition.source.name.clone();
            return self.unknown(&name, scope, "cannot be closed with these arguments");
        }
        TypeRef::Dto(self.close(index, args, texts))
    }

    fn close(&mut self, definition: usize, args: Vec<TypeRef>, texts: Vec<String>) -> DtoId {
        let next = DtoId::at(self.pending.len());
        let id = *self.closed.entry((definition, args.clone())).or_insert(next);
        if id == next {
            self.pending.push(PendingDto { definition, args, texts });
        }
        id
    }

    /// A class that extends a collection of .NET is that collection to every serializer.
    fn collection(&mut self, index: usize) -> Option<TypeRef> {
        let definition = self.definitions.get(index);
        let base = definition.source.inherits.as_ref()?;
        if !matches!(system::known(&base.name), Some(SystemType::List(_) | SystemType::Dictionary))
            || self.opening.contains(&index)
        {
            return None;
        }
        let (name, path) = (convert::type_name(base), format!("{}.inherits", definition.path));
        self.opening.push(index);
        let collection = self.type_ref(&name, &Scope { parameters: &[], path: &path });
        self.opening.pop();
        Some(collection)
    }

    fn unknown(&mut self, name: &str, scope: &Scope<'_>, what: &str) -> TypeRef {
        let shown: String = name.chars().take(100).collect();
        self.remarks
            .push(Remark { path: scope.path.to_owned(), message: format!("`{shown}` {what}") });
        TypeRef::Unknown(name.to_owned())
    }

    /// The C#-like text that documents use for arguments: `List<Foo>`, `Int32[]`.
    fn text(&self, ty: &TypeRef) -> String {
        match ty {
            TypeRef::Scalar(Scalar::Bytes) => "Byte[]".to_owned(),
            TypeRef::Scalar(scalar) => format!("{scalar:?}"),
            TypeRef::Nullable(inner) => format!("Nullable<{}>", self.text(inner)),
            TypeRef::List(ListKind::Array, item) => format!("{}[]", self.text(item)),
            TypeRef::List(ListKind::Set, item) => format!("HashSet<{}>", self.text(item)),
            TypeRef::List(_, item) => format!("List<{}>", self.text(item)),
            TypeRef::Dictionary(key, value) => {
                format!("Dictionary<{},{}>", self.text(key), self.text(value))
            }
            TypeRef::Dto(id) => self.dto_text(*id),
            TypeRef::Unknown(name) => name.clone(),
        }
    }

    fn dto_text(&self, id: DtoId) -> String {
        let pending = &self.pending[id.index()];
        let name = &self.definitions.get(pending.definition).source.name;
        let name = name.split('`').next().unwrap_or(name);
        if pending.texts.is_empty() {
            name.to_owned()
        } else {
            format!("{name}<{}>", pending.texts.join(","))
        }
    }
}
