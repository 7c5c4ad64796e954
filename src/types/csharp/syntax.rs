//! C#'s words for the types of .NET.

use crate::contract::{ListKind, Scalar};
use crate::types::syntax::TypeSyntax;

pub(super) struct CSharp;

impl TypeSyntax for CSharp {
    fn scalar(&self, scalar: Scalar) -> &'static str {
        match scalar {
            Scalar::String => "string",
            Scalar::Boolean => "bool",
            Scalar::SByte => "sbyte",
            Scalar::Int16 => "short",
            Scalar::Int32 => "int",
            Scalar::Int64 => "long",
            Scalar::Byte => "byte",
            Scalar::UInt16 => "ushort",
            Scalar::UInt32 => "uint",
            Scalar::UInt64 => "ulong",
            Scalar::Single => "float",
            Scalar::Double => "double",
            Scalar::Decimal => "decimal",
            Scalar::Char => "char",
            Scalar::Guid => "Guid",
            Scalar::DateTime => "DateTime",
            Scalar::DateTimeOffset => "DateTimeOffset",
            Scalar::TimeSpan => "TimeSpan",
            Scalar::DateOnly => "DateOnly",
            Scalar::TimeOnly => "TimeOnly",
            Scalar::Bytes => "byte[]",
            Scalar::Uri => "Uri",
            Scalar::Object => "object",
            Scalar::Type => "Type",
            Scalar::Stream => "System.IO.Stream",
            Scalar::Version => "Version",
        }
    }

    fn nullable(&self, inner: String) -> String {
        // An undefined type is a text here, and a text can be null already.
        if inner == "string" { inner } else { format!("{inner}?") }
    }

    fn list(&self, kind: ListKind, item: String) -> String {
        match kind {
            ListKind::List | ListKind::Stack => format!("List<{item}>"),
            ListKind::Array => format!("{item}[]"),
            ListKind::Set => format!("HashSet<{item}>"),
            ListKind::Interface | ListKind::IList | ListKind::ICollection => {
                format!("IEnumerable<{item}>")
            }
        }
    }

    fn dictionary(&self, key: String, value: String) -> String {
        format!("Dictionary<{key}, {value}>")
    }

    fn undefined(&self) -> &'static str {
        "string"
    }

    fn is_taken(&self, name: &str) -> bool {
        KEYWORDS.contains(&name)
    }

    fn reports_arity_apart(&self) -> bool {
        true
    }

    fn has_namespaces(&self) -> bool {
        true
    }
}

pub(super) const KEYWORDS: [&str; 77] = [
    "abstract",
    "as",
    "base",
    "bool",
    "break",
    "byte",
    "case",
    "catch",
    "char",
    "checked",
    "class",
    "const",
    "continue",
    "decimal",
    "default",
    "delegate",
    "do",
    "double",
    "else",
    "enum",
    "event",
    "explicit",
    "extern",
    "false",
    "finally",
    "fixed",
    "float",
    "for",
    "foreach",
    "goto",
    "if",
    "implicit",
    "in",
    "int",
    "interface",
    "internal",
    "is",
    "lock",
    "long",
    "namespace",
    "new",
    "null",
    "object",
    "operator",
    "out",
    "override",
    "params",
    "private",
    "protected",
    "public",
    "readonly",
    "ref",
    "return",
    "sbyte",
    "sealed",
    "short",
    "sizeof",
    "stackalloc",
    "static",
    "string",
    "struct",
    "switch",
    "this",
    "throw",
    "true",
    "try",
    "typeof",
    "uint",
    "ulong",
    "unchecked",
    "unsafe",
    "ushort",
    "using",
    "virtual",
    "void",
    "volatile",
    "while",
];
