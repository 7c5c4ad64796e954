//! Java's words for the types of .NET.

use crate::contract::{ListKind, Scalar};
use crate::types::jvm;
use crate::types::syntax::TypeSyntax;

pub(super) struct Java {
    /// The class around all others.
    pub outer: String,
}

impl TypeSyntax for Java {
    fn scalar(&self, scalar: Scalar) -> &'static str {
        match scalar {
            Scalar::Int32 | Scalar::UInt16 => "Integer",
            Scalar::Bytes => "byte[]",
            Scalar::Object => "Object",
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
        name.eq_ignore_ascii_case(&self.outer)
            || KEYWORDS.contains(&name)
            || jvm::TAKEN.contains(&name)
    }

    fn in_client(&self) -> &'static [&'static str] {
        &jvm::IN_CLIENT
    }
}

pub(super) const KEYWORDS: [&str; 54] = [
    "_",
    "abstract",
    "assert",
    "boolean",
    "break",
    "byte",
    "case",
    "catch",
    "char",
    "class",
    "const",
    "continue",
    "default",
    "do",
    "double",
    "else",
    "enum",
    "extends",
    "false",
    "final",
    "finally",
    "float",
    "for",
    "goto",
    "if",
    "implements",
    "import",
    "instanceof",
    "int",
    "interface",
    "long",
    "native",
    "new",
    "null",
    "package",
    "private",
    "protected",
    "public",
    "return",
    "short",
    "static",
    "strictfp",
    "super",
    "switch",
    "synchronized",
    "this",
    "throw",
    "throws",
    "transient",
    "true",
    "try",
    "void",
    "volatile",
    "while",
];
