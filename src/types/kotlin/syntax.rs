//! Kotlin's words for the types of .NET.

use crate::contract::{ListKind, Scalar};
use crate::types::jvm;
use crate::types::syntax::TypeSyntax;

pub(super) struct Kotlin;

impl TypeSyntax for Kotlin {
    fn scalar(&self, scalar: Scalar) -> &'static str {
        match scalar {
            Scalar::Int32 | Scalar::UInt16 => "Int",
            Scalar::Bytes => "ByteArray",
            Scalar::Object => "Any",
            other => jvm::scalar(other),
        }
    }

    fn nullable(&self, inner: String) -> String {
        inner
    }

    fn list(&self, kind: ListKind, item: String) -> String {
        jvm::list(kind, &item)
    }

    fn dictionary(&self, key: String, value: String) -> String {
        format!("HashMap<{key},{value}>")
    }

    fn undefined(&self) -> &'static str {
        "String"
    }

    fn is_taken(&self, name: &str) -> bool {
        KEYWORDS.contains(&name) || jvm::TAKEN.contains(&name)
    }

    fn in_client(&self) -> &'static [&'static str] {
        &jvm::IN_CLIENT
    }
}

/// TypeSyntax that are no names anywhere; of those between back ticks old compilers for Android
/// accept few.
pub(super) const KEYWORDS: [&str; 29] = [
    "_",
    "as",
    "break",
    "class",
    "continue",
    "do",
    "else",
    "false",
    "for",
    "fun",
    "if",
    "in",
    "interface",
    "is",
    "null",
    "object",
    "package",
    "return",
    "super",
    "this",
    "throw",
    "true",
    "try",
    "typealias",
    "typeof",
    "val",
    "var",
    "when",
    "while",
];
