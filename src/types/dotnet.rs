//! What the languages of .NET share: namespaces, and what .NET has already.

use crate::contract::{EnumMember, Enumeration};

use super::generator::{Generator, Shape};
use super::names::{Unique, dotted, identifier};
use super::syntax::TypeSyntax;

/// What every text uses.
const USED: [&str; 6] = [
    "System",
    "System.Collections",
    "System.Collections.Generic",
    "System.Runtime.Serialization",
    "ServiceStack",
    "ServiceStack.DataAnnotations",
];

/// The types by namespace, without those that .NET has.
pub(super) fn shapes<'a, W: TypeSyntax>(generator: &Generator<'a, W>) -> Vec<Shape<'a>> {
    let mut shapes = generator.by_namespace();
    shapes.retain(|shape| !is_system(&shape.dto.type_name.namespace));
    shapes
}

/// .NET has its own types already.
pub(super) fn is_system(namespace: &str) -> bool {
    namespace == "System" || namespace.starts_with("System.")
}

/// The namespace that a type goes to.
pub(super) fn namespace<W: TypeSyntax>(generator: &Generator<'_, W>, shape: &Shape<'_>) -> String {
    let own = shape.dto.type_name.namespace.as_str();
    generator
        .global_namespace()
        .unwrap_or_else(|| dotted(if own.is_empty() { "Dtos" } else { own }))
}

/// The namespaces that a text opens, each once.
pub(super) fn namespaces<W: TypeSyntax>(
    generator: &Generator<'_, W>,
    shapes: &[Shape<'_>],
) -> Vec<String> {
    let mut names: Vec<String> = USED.iter().map(|name| (*name).to_owned()).collect();
    if generator.on("AddGeneratedCodeAttributes") {
        names.push("System.CodeDom.Compiler".to_owned());
    }
    names.extend(generator.reference.options.list("AddNamespaces").into_iter().map(dotted));
    names.extend(shapes.iter().map(|shape| namespace(generator, shape)));
    let mut seen: Vec<String> = Vec::new();
    for name in names {
        if !seen.contains(&name) {
            seen.push(name);
        }
    }
    seen
}

/// The members of an enum with names that differ.
pub(super) fn members(enumeration: &Enumeration) -> Vec<(&EnumMember, String)> {
    let mut names = Unique::default();
    let named = |member: &EnumMember| names.take(identifier(&member.name));
    let taken: Vec<String> = enumeration.members.iter().map(named).collect();
    enumeration.members.iter().zip(taken).collect()
}
