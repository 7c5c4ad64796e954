//! All definitions that documents give, found by name.

use std::collections::HashMap;

use super::document::{Document, Type};
use super::system;
use super::type_expr::TypeExpr;
use super::{ContractError, Origin, Remark, odd};

/// One definition and where it stands.
#[derive(Debug)]
pub(super) struct Definition {
    pub source: Type,
    pub origin: Origin,
    /// JSON path.
    pub path: String,
}

impl Definition {
    /// Names of its type parameters; 5.x writes them with an apostrophe.
    pub fn parameters(&self) -> impl Iterator<Item = &str> {
        self.source.generic_args.iter().map(|name| name.trim_start_matches('\''))
    }
}

/// The definitions of a document and of ServiceStack itself.
#[derive(Debug, Default)]
pub(super) struct Definitions {
    all: Vec<Definition>,
    by_full_name: HashMap<(String, String), usize>,
    by_name: HashMap<String, usize>,
}

impl Definitions {
    /// Collects both documents. ServiceStack's own types are not the document's to change: code
    /// relies on their members. Of all others the first definition counts, since documents repeat a
    /// response for each operation.
    pub fn collect(document: &Document, built_in: &Document) -> Result<Self, ContractError> {
        let mut own = Self::default();
        for (index, source) in built_in.types.iter().enumerate() {
            own.add(source, Origin::BuiltIn, format!("$.types[{index}]"))?;
        }
        let mut all = Self::default();
        for (source, origin, path) in sources(document) {
            if source.namespace != "ServiceStack" || !own.defines(source) {
                all.add(source, origin, path)?;
            }
        }
        for (source, _, path) in sources(built_in) {
            all.add(source, Origin::BuiltIn, path)?;
        }
        Ok(all)
    }

    fn add(&mut self, source: &Type, origin: Origin, path: String) -> Result<(), ContractError> {
        if source.name.is_empty() {
            return Err(ContractError::Shape {
                path: format!("{path}.name"),
                message: "the name is missing".into(),
            });
        }
        let of_system =
            source.namespace.starts_with("System") && system::known(&source.name).is_some();
        if of_system || self.defines(source) {
            return Ok(());
        }
        let index = self.all.len();
        self.by_full_name.insert((source.namespace.clone(), source.name.clone()), index);
        self.by_name.entry(source.name.clone()).or_insert(index);
        self.all.push(Definition { source: source.clone(), origin, path });
        Ok(())
    }

    fn defines(&self, source: &Type) -> bool {
        self.index_of(source).is_some()
    }

    /// The definition of the same name and namespace.
    pub fn index_of(&self, source: &Type) -> Option<usize> {
        self.by_full_name.get(&(source.namespace.clone(), source.name.clone())).copied()
    }

    /// What is odd in the document's own.
    pub fn odd(&self) -> impl Iterator<Item = Remark> {
        let own = self.all.iter().filter(|definition| definition.origin != Origin::BuiltIn);
        own.flat_map(odd::remarks)
    }

    pub fn len(&self) -> usize {
        self.all.len()
    }

    pub fn get(&self, index: usize) -> &Definition {
        &self.all[index]
    }

    /// The definition that an expression names: by namespace and name, else by name alone, because
    /// arguments and some versions give no namespace.
    pub fn find(&self, expr: &TypeExpr) -> Option<usize> {
        let full = (expr.namespace.clone(), expr.name.clone());
        self.by_full_name.get(&full).or_else(|| self.by_name.get(&expr.name)).copied()
    }

    /// Whether the expression means this definition although .NET has a type of its name: one of
    /// the host's own, and not asked for by a namespace of .NET.
    pub fn hides_system(&self, index: usize, expr: &TypeExpr) -> bool {
        !expr.namespace.starts_with("System")
            && !self.all[index].source.namespace.starts_with("System")
    }
}

fn sources(document: &Document) -> impl Iterator<Item = (&Type, Origin, String)> {
    let types = document.types.iter().enumerate();
    let types = types.map(|(i, source)| (source, Origin::Types, format!("$.types[{i}]")));
    let operations = document.operations.iter().enumerate().flat_map(|(i, operation)| {
        let request = (&operation.request, Origin::Request, format!("$.operations[{i}].request"));
        let response = operation.response.as_ref();
        let response = response
            .map(|source| (source, Origin::Response, format!("$.operations[{i}].response")));
        std::iter::once(request).chain(response)
    });
    types.chain(operations)
}
