//! Dart's words for the types of .NET.

use crate::contract::{ListKind, Scalar};
use crate::types::names::identifier;
use crate::types::syntax::TypeSyntax;

pub(super) struct Dart;

impl TypeSyntax for Dart {
    fn scalar(&self, scalar: Scalar) -> &'static str {
        match scalar {
            Scalar::Boolean => "bool",
            scalar if scalar.is_whole() => "int",
            Scalar::Single | Scalar::Double | Scalar::Decimal => "double",
            Scalar::DateTime | Scalar::DateTimeOffset | Scalar::DateOnly => "DateTime",
            Scalar::TimeSpan | Scalar::TimeOnly => "Duration",
            Scalar::Bytes | Scalar::Stream => "Uint8List",
            Scalar::Object => "dynamic",
            _ => "String",
        }
    }

    fn nullable(&self, inner: String) -> String {
        inner
    }

    fn list(&self, _: ListKind, item: String) -> String {
        format!("List<{item}>")
    }

    fn dictionary(&self, key: String, value: String) -> String {
        format!("Map<{key},{value}>")
    }

    fn undefined(&self) -> &'static str {
        "String"
    }

    fn dto(&self, name: &str, args: &[String]) -> String {
        if args.is_empty() { name.to_owned() } else { format!("{name}<{}>", args.join(",")) }
    }

    fn number_enum(&self) -> Option<&'static str> {
        Some("int")
    }

    /// Names that begin with a line are private.
    fn type_name(&self, name: &str) -> String {
        let name = identifier(name);
        if name.starts_with('_') { format!("T{name}") } else { name }
    }

    fn is_taken(&self, name: &str) -> bool {
        KEYWORDS.contains(&name) || TAKEN.contains(&name)
    }

    fn in_client(&self) -> &'static [&'static str] {
        &["ResponseStatus", "ResponseError", "EmptyResponse"]
    }
}

pub(super) const KEYWORDS: [&str; 35] = [
    "assert", "await", "break", "case", "catch", "class", "const", "continue", "default", "do",
    "else", "enum", "extends", "false", "final", "finally", "for", "if", "in", "is", "new", "null",
    "rethrow", "return", "super", "switch", "this", "throw", "true", "try", "var", "void", "while",
    "with", "yield",
];

/// Names that the texts need: no class may have them, and no member, which would hide them.
pub(super) const TAKEN: [&str; 22] = [
    "DateTime",
    "Duration",
    "IConvertible",
    "IReturn",
    "IReturnVoid",
    "JsonConverters",
    "List",
    "Map",
    "Object",
    "String",
    "Type",
    "TypeContext",
    "TypeInfo",
    "TypeOf",
    "Uint8List",
    "bool",
    "double",
    "dynamic",
    "int",
    "num",
    "Function",
    "Null",
];
