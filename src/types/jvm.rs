//! What Java and Kotlin share: the client's names, annotations and types.

use std::fmt::Write;

use crate::contract::{ListKind, Scalar};

use super::doc::{Literal, Mark, Notation};
use super::generator::Generator;
use super::names::{dotted, free};
use super::syntax::TypeSyntax;

pub(super) const DEFAULT_IMPORTS: &str = "java.math.*,java.util.*,java.io.InputStream,net.servicestack.client.*,\
     com.google.gson.annotations.*,com.google.gson.reflect.*";

/// ServiceStack's own types that the client brings.
pub(super) const IN_CLIENT: [&str; 5] =
    ["ResponseStatus", "ResponseError", "EmptyResponse", "ErrorResponse", "IdResponse"];

/// Names that the texts need: no class may have them.
pub(super) const TAKEN: [&str; 38] = [
    "Any",
    "ArrayList",
    "BigDecimal",
    "BigInteger",
    "Boolean",
    "Byte",
    "ByteArray",
    "Char",
    "Class",
    "Companion",
    "DataContract",
    "DataMember",
    "Date",
    "Double",
    "Enum",
    "Flags",
    "Float",
    "HashMap",
    "HashSet",
    "IReturn",
    "IReturnVoid",
    "InputStream",
    "Int",
    "Integer",
    "Long",
    "Number",
    "Object",
    "Override",
    "Route",
    "SerializedName",
    "Short",
    "String",
    "TimeSpan",
    "TypeToken",
    "UUID",
    "Unit",
    "Void",
    "List",
];

/// Package and imports.
pub(super) fn opening<W: TypeSyntax>(
    out: &mut String,
    generator: &Generator<'_, W>,
    end: &str,
    keywords: &[&str],
) {
    if let Some(package) = generator.given("Package") {
        let parts: Vec<String> =
            dotted(package).split('.').map(|part| free(part.to_owned(), keywords)).collect();
        let _ = writeln!(out, "\npackage {}{end}", parts.join("."));
    }
    out.push('\n');
    for import in generator.imports() {
        let _ = writeln!(out, "import {import}{end}");
    }
}

/// The annotations that the client has; the others, and all but the first of a kind, as comments.
pub(super) fn marks(out: &mut String, indent: &str, marks: &[Mark], text: fn(&str) -> String) {
    let notation = Notation { assign: "=", text, type_of: |name| format!("{name}.class") };
    let mut seen: Vec<&str> = Vec::new();
    for mark in marks {
        let is_first = !seen.contains(&mark.name.as_str());
        seen.push(&mark.name);
        match annotation(mark).filter(|_| is_first) {
            Some(known) => {
                let _ = writeln!(out, "{indent}@{}", known.written(&notation));
            }
            None => {
                let _ = writeln!(out, "{indent}// @{}", mark.line());
            }
        }
    }
}

/// An annotation as the client declares it, without the arguments that it has not got.
fn annotation(mark: &Mark) -> Option<Mark> {
    if mark.name == "DataContract" {
        return Some(Mark::new("DataContract"));
    }
    let is_known =
        |(name, value): &&(Option<String>, Literal)| is_known(&mark.name, name.as_deref(), value);
    let mut args: Vec<(Option<String>, Literal)> =
        mark.args.iter().filter(is_known).cloned().collect();
    if mark.name == "Route" {
        let names = ["Path", "Verbs"];
        args.iter_mut().filter(|(name, _)| name.is_none()).zip(names).for_each(|(arg, name)| {
            arg.0 = Some(name.to_owned());
        });
    }
    matches!(mark.name.as_str(), "Route" | "DataMember")
        .then(|| Mark { name: mark.name.clone(), args })
}

/// The word for a scalar of .NET that both languages have.
pub(super) fn scalar(scalar: Scalar) -> &'static str {
    match scalar {
        Scalar::Boolean => "Boolean",
        Scalar::SByte => "Byte",
        Scalar::Byte | Scalar::Int16 => "Short",
        Scalar::UInt32 | Scalar::Int64 => "Long",
        Scalar::UInt64 => "BigInteger",
        Scalar::Single => "Float",
        Scalar::Double => "Double",
        Scalar::Decimal => "BigDecimal",
        Scalar::Guid => "UUID",
        Scalar::DateTime | Scalar::DateTimeOffset | Scalar::DateOnly => "Date",
        Scalar::TimeSpan | Scalar::TimeOnly => "TimeSpan",
        Scalar::Stream => "InputStream",
        _ => "String",
    }
}

/// A collection.
pub(super) fn list(kind: ListKind, item: &str) -> String {
    match kind {
        ListKind::Set => format!("HashSet<{item}>"),
        _ => format!("ArrayList<{item}>"),
    }
}

/// Whether the client's annotation has an argument of this name and kind.
fn is_known(name: &str, argument: Option<&str>, value: &Literal) -> bool {
    let text = matches!(value, Literal::Text(_));
    match (name, argument) {
        ("Route", None | Some("Summary" | "Notes")) => text,
        ("DataMember", Some("Name")) => text,
        ("DataMember", Some("Order" | "IsRequired" | "EmitDefaultValue")) => !text,
        _ => false,
    }
}
