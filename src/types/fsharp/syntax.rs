//! F#'s words for the types of .NET.

use crate::contract::{ListKind, Scalar};
use crate::types::names::identifier;
use crate::types::syntax::TypeSyntax;

pub(super) struct FSharp;

impl TypeSyntax for FSharp {
    fn scalar(&self, scalar: Scalar) -> &'static str {
        match scalar {
            Scalar::String => "String",
            Scalar::Boolean => "Boolean",
            Scalar::SByte => "SByte",
            Scalar::Int16 => "Int16",
            Scalar::Int32 => "Int32",
            Scalar::Int64 => "Int64",
            Scalar::Byte => "Byte",
            Scalar::UInt16 => "UInt16",
            Scalar::UInt32 => "UInt32",
            Scalar::UInt64 => "UInt64",
            Scalar::Single => "Single",
            Scalar::Double => "Double",
            Scalar::Decimal => "Decimal",
            Scalar::Char => "Char",
            Scalar::Guid => "Guid",
            Scalar::DateTime => "DateTime",
            Scalar::DateTimeOffset => "DateTimeOffset",
            Scalar::TimeSpan => "TimeSpan",
            Scalar::DateOnly => "DateOnly",
            Scalar::TimeOnly => "TimeOnly",
            Scalar::Bytes => "Byte[]",
            Scalar::Uri => "Uri",
            Scalar::Object => "Object",
            Scalar::Type => "Type",
            Scalar::Stream => "System.IO.Stream",
            Scalar::Version => "Version",
        }
    }

    fn nullable(&self, inner: String) -> String {
        // An undefined type is a text here, and a text can be null already.
        if inner == "String" { inner } else { format!("Nullable<{inner}>") }
    }

    fn list(&self, kind: ListKind, item: String) -> String {
        match kind {
            ListKind::List | ListKind::Stack => format!("ResizeArray<{item}>"),
            ListKind::Array => format!("{item}[]"),
            ListKind::Set => format!("HashSet<{item}>"),
            ListKind::Interface | ListKind::IList | ListKind::ICollection => {
                format!("IEnumerable<{item}>")
            }
        }
    }

    fn dictionary(&self, key: String, value: String) -> String {
        format!("Dictionary<{key},{value}>")
    }

    fn undefined(&self) -> &'static str {
        "String"
    }

    fn dto(&self, name: &str, args: &[String]) -> String {
        let name = escaped(name.to_owned());
        if args.is_empty() { name } else { format!("{name}<{}>", args.join(",")) }
    }

    fn parameter(&self, name: &str) -> String {
        format!("'{}", identifier(name))
    }

    fn is_taken(&self, name: &str) -> bool {
        TAKEN.contains(&name)
    }

    fn reports_arity_apart(&self) -> bool {
        true
    }
}

/// TypeSyntax of the language stand between back ticks.
pub(super) fn escaped(name: String) -> String {
    if KEYWORDS.contains(&name.as_str()) { format!("``{name}``") } else { name }
}

/// Names that the texts need: a type of the text would hide them.
const TAKEN: [&str; 36] = [
    "AllowNullLiteral",
    "Boolean",
    "Byte",
    "Char",
    "DataContract",
    "DataMember",
    "DateTime",
    "DateTimeOffset",
    "Decimal",
    "Dictionary",
    "Double",
    "EnumMember",
    "Flags",
    "Guid",
    "HashSet",
    "IEnumerable",
    "IReturn",
    "IReturnVoid",
    "Int16",
    "Int32",
    "Int64",
    "Nullable",
    "Object",
    "ResizeArray",
    "Route",
    "SByte",
    "Single",
    "String",
    "TimeSpan",
    "Type",
    "UInt16",
    "UInt32",
    "UInt64",
    "Unchecked",
    "Uri",
    "Version",
];

const KEYWORDS: [&str; 84] = [
    "_",
    "abstract",
    "and",
    "as",
    "asr",
    "assert",
    "atomic",
    "base",
    "begin",
    "break",
    "checked",
    "class",
    "component",
    "const",
    "constraint",
    "constructor",
    "continue",
    "default",
    "delegate",
    "do",
    "done",
    "downcast",
    "downto",
    "elif",
    "else",
    "end",
    "event",
    "exception",
    "extern",
    "external",
    "false",
    "finally",
    "fixed",
    "for",
    "fun",
    "function",
    "global",
    "if",
    "in",
    "include",
    "inherit",
    "inline",
    "interface",
    "internal",
    "land",
    "lazy",
    "let",
    "lor",
    "lsl",
    "lsr",
    "lxor",
    "match",
    "member",
    "mixin",
    "mod",
    "module",
    "mutable",
    "namespace",
    "new",
    "not",
    "null",
    "of",
    "open",
    "or",
    "override",
    "parallel",
    "private",
    "process",
    "protected",
    "public",
    "pure",
    "rec",
    "return",
    "sealed",
    "select",
    "sig",
    "static",
    "struct",
    "tailcall",
    "then",
    "to",
    "trait",
    "true",
    "try",
];
