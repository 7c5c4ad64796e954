//! Types as a language spells them.

use std::collections::HashMap;

use crate::contract::{Contract, DtoId, ListKind, Origin, Scalar, TypeRef};

use super::names::{Unique, identifier};
use super::selection::plain;

/// The words of a language for the types of .NET.
pub(super) trait TypeSyntax {
    fn scalar(&self, scalar: Scalar) -> &'static str;
    fn nullable(&self, inner: String) -> String;
    fn list(&self, kind: ListKind, item: String) -> String;
    fn dictionary(&self, key: String, value: String) -> String;
    /// A type that the document names and never defines: its values are texts.
    fn undefined(&self) -> &'static str;
    /// A class or an enum, with its arguments if it is generic.
    fn dto(&self, name: &str, args: &[String]) -> String {
        if args.is_empty() { name.to_owned() } else { format!("{name}<{}>", args.join(", ")) }
    }
    /// A type parameter where it is used.
    fn parameter(&self, name: &str) -> String {
        identifier(name)
    }
    /// What a class or an enum of this name is called.
    fn type_name(&self, name: &str) -> String {
        identifier(name)
    }
    /// A word of the language, or a name that the text needs itself: no type may have it.
    fn is_taken(&self, _name: &str) -> bool {
        false
    }
    /// Types may share a name when they differ in their number of parameters.
    fn reports_arity_apart(&self) -> bool {
        false
    }
    /// Every namespace of the document becomes one of the text.
    fn has_namespaces(&self) -> bool {
        false
    }
    /// What stands for an enum that is a number on the wire, where the client reads no enum from
    /// one.
    fn number_enum(&self) -> Option<&'static str> {
        None
    }
    /// ServiceStack's own types that the language's client brings.
    fn in_client(&self) -> &'static [&'static str] {
        &[]
    }
    /// What a type of the client is called.
    fn of_client(&self, name: &str) -> String {
        name.to_owned()
    }
}

/// Spells the types of one contract.
pub(super) struct TypeWriter<'c, W> {
    pub contract: &'c Contract,
    pub words: W,
    /// By the place of the DTO; those of closed generics are their definition's.
    names: Vec<String>,
    as_text: Vec<String>,
}

impl<'c, W: TypeSyntax> TypeWriter<'c, W> {
    /// Gives every type of the contract a name. `as_text` are types that are to be written as
    /// texts.
    pub fn new(contract: &'c Contract, words: W, as_text: &[&str]) -> Self {
        let names = type_names(contract, &words);
        Self {
            contract,
            words,
            names,
            as_text: as_text.iter().map(|name| (*name).to_owned()).collect(),
        }
    }

    /// A type within a class that has these type parameters.
    pub fn spell(&self, ty: &TypeRef, parameters: &[String]) -> String {
        let spell = |ty: &TypeRef| self.spell(ty, parameters);
        match ty {
            TypeRef::Scalar(scalar) if self.is_text(&format!("{scalar:?}")) => {
                self.words.scalar(Scalar::String).to_owned()
            }
            TypeRef::Scalar(scalar) => self.words.scalar(*scalar).to_owned(),
            TypeRef::Nullable(inner) => self.words.nullable(spell(inner)),
            TypeRef::List(kind, item) => self.words.list(*kind, spell(item)),
            TypeRef::Dictionary(key, value) => self.words.dictionary(spell(key), spell(value)),
            TypeRef::Dto(id) if self.is_text(plain(self.contract.dto(*id))) => {
                self.words.scalar(Scalar::String).to_owned()
            }
            TypeRef::Dto(id) => self.number(*id).unwrap_or_else(|| self.dto(*id, parameters)),
            TypeRef::Unknown(name) if parameters.contains(name) => self.words.parameter(name),
            TypeRef::Unknown(_) => self.words.undefined().to_owned(),
        }
    }

    fn number(&self, id: DtoId) -> Option<String> {
        let as_number =
            self.contract.dto(id).enumeration().is_some_and(|enumeration| enumeration.as_number);
        self.words.number_enum().filter(|_| as_number).map(str::to_owned)
    }

    fn is_text(&self, name: &str) -> bool {
        self.as_text.iter().any(|text| text.eq_ignore_ascii_case(name))
    }

    /// A class or an enum with its arguments.
    pub fn dto(&self, id: DtoId, parameters: &[String]) -> String {
        let dto = self.contract.dto(id);
        let args: Vec<String> = match dto.definition {
            Some(_) => dto.arguments.iter().map(|arg| self.spell(arg, parameters)).collect(),
            None => dto
                .type_name
                .generic_args
                .iter()
                .map(|parameter| self.words.parameter(parameter))
                .collect(),
        };
        self.words.dto(self.name(id), &args)
    }

    /// What a type is called, without parameters.
    pub fn name(&self, id: DtoId) -> &str {
        &self.names[self.contract.dto(id).definition.unwrap_or(id).index()]
    }
}

/// A name for every type, no two alike. Case distinguishes nothing: some languages read names
/// without it.
fn type_names(contract: &Contract, words: &impl TypeSyntax) -> Vec<String> {
    let mut scopes: HashMap<(&str, usize), Unique> = HashMap::new();
    let brought = words.in_client();
    brought.iter().for_each(|name| {
        scopes.entry(("", 0)).or_default().take((*name).to_owned());
    });
    let named = contract.dtos().map(|(_, dto)| {
        if dto.definition.is_some() {
            return String::new();
        }
        if dto.origin == Origin::BuiltIn && brought.contains(&plain(dto)) {
            return words.of_client(plain(dto));
        }
        let namespace = if words.has_namespaces() { dto.type_name.namespace.as_str() } else { "" };
        let arity = if words.reports_arity_apart() { dto.type_name.generic_args.len() } else { 0 };
        let wanted = words.type_name(plain(dto));
        let free = if words.is_taken(&wanted) { format!("{wanted}_") } else { wanted };
        scopes.entry((namespace, arity)).or_default().take(free)
    });
    named.collect()
}
