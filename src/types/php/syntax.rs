//! PHP's words for the types of .NET, as PHPDoc writes them.

use crate::contract::{ListKind, Scalar};
use crate::types::syntax::TypeSyntax;

pub(super) struct Php;

impl TypeSyntax for Php {
    fn scalar(&self, scalar: Scalar) -> &'static str {
        match scalar {
            Scalar::Boolean => "bool",
            scalar if scalar.is_whole() => "int",
            Scalar::Single | Scalar::Double | Scalar::Decimal => "float",
            Scalar::DateTime | Scalar::DateTimeOffset | Scalar::DateOnly => "DateTime",
            Scalar::TimeSpan | Scalar::TimeOnly => "DateInterval",
            Scalar::Bytes | Scalar::Stream => "ByteArray",
            Scalar::Object => "mixed",
            _ => "string",
        }
    }

    fn nullable(&self, inner: String) -> String {
        inner
    }

    fn list(&self, _: ListKind, item: String) -> String {
        format!("array<{item}>")
    }

    fn dictionary(&self, key: String, value: String) -> String {
        format!("array<{key},{value}>")
    }

    fn undefined(&self) -> &'static str {
        "string"
    }

    fn number_enum(&self) -> Option<&'static str> {
        Some("int")
    }

    /// Names are read without regard to case.
    fn is_taken(&self, name: &str) -> bool {
        let name = name.to_lowercase();
        KEYWORDS.contains(&name.as_str()) || TAKEN.contains(&name.as_str())
    }

    fn in_client(&self) -> &'static [&'static str] {
        &["ResponseStatus", "ResponseError", "EmptyResponse", "IdResponse"]
    }
}

pub(super) const KEYWORDS: [&str; 70] = [
    "abstract",
    "and",
    "array",
    "as",
    "break",
    "callable",
    "case",
    "catch",
    "class",
    "clone",
    "const",
    "continue",
    "declare",
    "default",
    "die",
    "do",
    "echo",
    "else",
    "elseif",
    "empty",
    "enddeclare",
    "endfor",
    "endforeach",
    "endif",
    "endswitch",
    "endwhile",
    "enum",
    "eval",
    "exit",
    "extends",
    "final",
    "finally",
    "fn",
    "for",
    "foreach",
    "function",
    "global",
    "goto",
    "if",
    "implements",
    "include",
    "instanceof",
    "insteadof",
    "interface",
    "isset",
    "list",
    "match",
    "namespace",
    "new",
    "or",
    "parent",
    "print",
    "private",
    "protected",
    "public",
    "readonly",
    "require",
    "return",
    "self",
    "static",
    "switch",
    "throw",
    "trait",
    "try",
    "unset",
    "use",
    "var",
    "while",
    "xor",
    "yield",
];

/// Names that the texts need, and types of the language.
const TAKEN: [&str; 25] = [
    "bool",
    "bytearray",
    "dateinterval",
    "datetime",
    "exception",
    "false",
    "float",
    "int",
    "ireturn",
    "ireturnvoid",
    "iterable",
    "jsonconverters",
    "jsonserializable",
    "mixed",
    "never",
    "null",
    "object",
    "returns",
    "string",
    "true",
    "void",
    "stdclass",
    "include_once",
    "require_once",
    "numeric",
];
