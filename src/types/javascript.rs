//! What TypeScript and JavaScript share.

use crate::contract::{Contract, DtoKind, Scalar, TypeRef};

use super::names::{identifier, single_quoted};

/// TypeSyntax of the language, and names that the texts need themselves: no class may have them.
pub(super) const TAKEN: [&str; 54] = [
    "any",
    "arguments",
    "Array",
    "as",
    "async",
    "await",
    "Blob",
    "boolean",
    "break",
    "case",
    "catch",
    "class",
    "const",
    "continue",
    "debugger",
    "default",
    "delete",
    "do",
    "else",
    "enum",
    "eval",
    "export",
    "extends",
    "false",
    "finally",
    "for",
    "function",
    "if",
    "import",
    "in",
    "instanceof",
    "interface",
    "IReturn",
    "IReturnVoid",
    "let",
    "new",
    "null",
    "number",
    "Object",
    "package",
    "Partial",
    "return",
    "static",
    "string",
    "super",
    "switch",
    "this",
    "throw",
    "true",
    "try",
    "typeof",
    "undefined",
    "void",
    "with",
];

/// A member by its name on the wire: between quotes if it is no name of the language.
pub(super) fn property(wire_name: &str) -> String {
    match wire_name {
        // A class has no field of this name but a computed one.
        "constructor" => "['constructor']".to_owned(),
        plain if identifier(plain) == plain => plain.to_owned(),
        other => single_quoted(other),
    }
}

/// An empty answer: `new` stands for a new object of its class.
pub(super) fn empty(contract: &Contract, response: &TypeRef, spelled: &str) -> &'static str {
    match response {
        TypeRef::Dto(id)
            if matches!(contract.dto(*id).kind, DtoKind::Class | DtoKind::Abstract) =>
        {
            "new"
        }
        TypeRef::List(..) => "[]",
        _ => match spelled {
            "string" => "''",
            "number" => "0",
            "boolean" => "false",
            _ => "{}",
        },
    }
}

/// The word for a scalar of .NET.
pub(super) fn scalar(scalar: Scalar) -> &'static str {
    match scalar {
        Scalar::Boolean => "boolean",
        scalar if scalar.is_number() => "number",
        Scalar::Object => "any",
        Scalar::Stream => "Blob",
        _ => "string",
    }
}
