//! Swift's words for the types of .NET.

use crate::contract::{ListKind, Scalar};
use crate::types::syntax::TypeSyntax;

pub(super) struct Swift;

impl TypeSyntax for Swift {
    fn scalar(&self, scalar: Scalar) -> &'static str {
        match scalar {
            Scalar::Boolean => "Bool",
            Scalar::SByte => "Int8",
            Scalar::Byte => "UInt8",
            Scalar::Int16 => "Int16",
            Scalar::UInt16 => "UInt16",
            Scalar::UInt32 => "UInt32",
            Scalar::UInt64 => "UInt64",
            Scalar::Int32 | Scalar::Int64 => "Int",
            Scalar::Single => "Float",
            Scalar::Double | Scalar::Decimal => "Double",
            Scalar::DateTime | Scalar::DateTimeOffset | Scalar::DateOnly => "Date",
            Scalar::TimeSpan | Scalar::TimeOnly => "TimeInterval",
            Scalar::Bytes | Scalar::Stream => "Data",
            _ => "String",
        }
    }

    fn nullable(&self, inner: String) -> String {
        inner
    }

    fn list(&self, _: ListKind, item: String) -> String {
        format!("[{item}]")
    }

    /// Other keys than texts and numbers make a list of a dictionary.
    fn dictionary(&self, key: String, value: String) -> String {
        let key = if matches!(key.as_str(), "String" | "Int") { key.as_str() } else { "String" };
        format!("[{key}:{value}]")
    }

    fn undefined(&self) -> &'static str {
        "String"
    }

    fn is_taken(&self, name: &str) -> bool {
        KEYWORDS.contains(&name) || TAKEN.contains(&name)
    }

    fn in_client(&self) -> &'static [&'static str] {
        &["ResponseStatus", "ResponseError", "EmptyResponse"]
    }
}

pub(super) const KEYWORDS: [&str; 50] = [
    "Any",
    "Self",
    "_",
    "as",
    "associatedtype",
    "break",
    "case",
    "catch",
    "class",
    "continue",
    "default",
    "defer",
    "deinit",
    "do",
    "else",
    "enum",
    "extension",
    "fallthrough",
    "false",
    "fileprivate",
    "for",
    "func",
    "guard",
    "if",
    "import",
    "in",
    "inout",
    "internal",
    "is",
    "let",
    "nil",
    "operator",
    "private",
    "protocol",
    "public",
    "repeat",
    "rethrows",
    "return",
    "static",
    "struct",
    "subscript",
    "super",
    "switch",
    "throw",
    "throws",
    "true",
    "try",
    "typealias",
    "var",
    "while",
];

/// Names that the texts need.
const TAKEN: [&str; 28] = [
    "Array",
    "Bool",
    "Codable",
    "CodingKey",
    "CodingKeys",
    "Data",
    "Date",
    "Decoder",
    "Dictionary",
    "Double",
    "Encoder",
    "Float",
    "IReturn",
    "IReturnVoid",
    "Int",
    "Int16",
    "Int8",
    "Return",
    "String",
    "TimeInterval",
    "OptionSet",
    "TimeSpan",
    "Type",
    "UInt16",
    "UInt32",
    "UInt64",
    "UInt8",
    "Protocol",
];
