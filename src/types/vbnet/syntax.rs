//! Visual Basic's words for the types of .NET.

use crate::contract::{ListKind, Scalar};
use crate::types::names::identifier;
use crate::types::syntax::TypeSyntax;

pub(super) struct VisualBasic;

impl TypeSyntax for VisualBasic {
    fn scalar(&self, scalar: Scalar) -> &'static str {
        match scalar {
            Scalar::String => "String",
            Scalar::Boolean => "Boolean",
            Scalar::SByte => "SByte",
            Scalar::Int16 => "Short",
            Scalar::Int32 => "Integer",
            Scalar::Int64 => "Long",
            Scalar::Byte => "Byte",
            Scalar::UInt16 => "UShort",
            Scalar::UInt32 => "UInteger",
            Scalar::UInt64 => "ULong",
            Scalar::Single => "Single",
            Scalar::Double => "Double",
            Scalar::Decimal => "Decimal",
            Scalar::Char => "Char",
            Scalar::Guid => "Guid",
            Scalar::DateTime => "Date",
            Scalar::DateTimeOffset => "DateTimeOffset",
            Scalar::TimeSpan => "TimeSpan",
            Scalar::DateOnly => "DateOnly",
            Scalar::TimeOnly => "TimeOnly",
            Scalar::Bytes => "Byte()",
            Scalar::Uri => "Uri",
            Scalar::Object => "Object",
            Scalar::Type => "Type",
            Scalar::Stream => "System.IO.Stream",
            Scalar::Version => "Version",
        }
    }

    fn nullable(&self, inner: String) -> String {
        // An undefined type is a text here, and a text can be null already.
        if inner == "String" { inner } else { format!("Nullable(Of {inner})") }
    }

    fn list(&self, kind: ListKind, item: String) -> String {
        match kind {
            ListKind::List | ListKind::Stack => format!("List(Of {item})"),
            ListKind::Array => format!("{item}()"),
            ListKind::Set => format!("HashSet(Of {item})"),
            ListKind::Interface | ListKind::IList | ListKind::ICollection => {
                format!("IEnumerable(Of {item})")
            }
        }
    }

    fn dictionary(&self, key: String, value: String) -> String {
        format!("Dictionary(Of {key}, {value})")
    }

    fn undefined(&self) -> &'static str {
        "String"
    }

    fn dto(&self, name: &str, args: &[String]) -> String {
        let name = escaped(name.to_owned());
        if args.is_empty() { name } else { format!("{name}(Of {})", args.join(", ")) }
    }

    fn parameter(&self, name: &str) -> String {
        escaped(identifier(name))
    }

    fn reports_arity_apart(&self) -> bool {
        true
    }

    fn has_namespaces(&self) -> bool {
        true
    }
}

/// TypeSyntax of the language, in any case, stand between brackets.
pub(super) fn escaped(name: String) -> String {
    if KEYWORDS.contains(&name.to_lowercase().as_str()) { format!("[{name}]") } else { name }
}

const KEYWORDS: [&str; 153] = [
    "addhandler",
    "addressof",
    "alias",
    "and",
    "andalso",
    "as",
    "boolean",
    "byref",
    "byte",
    "byval",
    "call",
    "case",
    "catch",
    "cbool",
    "cbyte",
    "cchar",
    "cdate",
    "cdbl",
    "cdec",
    "char",
    "cint",
    "class",
    "clng",
    "cobj",
    "const",
    "continue",
    "csbyte",
    "cshort",
    "csng",
    "cstr",
    "ctype",
    "cuint",
    "culng",
    "cushort",
    "date",
    "decimal",
    "declare",
    "default",
    "delegate",
    "dim",
    "directcast",
    "do",
    "double",
    "each",
    "else",
    "elseif",
    "end",
    "endif",
    "enum",
    "erase",
    "error",
    "event",
    "exit",
    "false",
    "finally",
    "for",
    "friend",
    "function",
    "get",
    "gettype",
    "getxmlnamespace",
    "global",
    "gosub",
    "goto",
    "handles",
    "if",
    "implements",
    "imports",
    "in",
    "inherits",
    "integer",
    "interface",
    "is",
    "isnot",
    "let",
    "lib",
    "like",
    "long",
    "loop",
    "me",
    "mod",
    "module",
    "mustinherit",
    "mustoverride",
    "mybase",
    "myclass",
    "namespace",
    "narrowing",
    "new",
    "next",
    "not",
    "nothing",
    "notinheritable",
    "notoverridable",
    "object",
    "of",
    "on",
    "operator",
    "option",
    "optional",
    "or",
    "orelse",
    "overloads",
    "overridable",
    "overrides",
    "paramarray",
    "partial",
    "private",
    "property",
    "protected",
    "public",
    "raiseevent",
    "readonly",
    "redim",
    "rem",
    "removehandler",
    "resume",
    "return",
    "sbyte",
    "select",
    "set",
    "shadows",
    "shared",
    "short",
    "single",
    "static",
    "step",
    "stop",
    "string",
    "structure",
    "sub",
    "synclock",
    "then",
    "throw",
    "to",
    "true",
    "try",
    "trycast",
    "typeof",
    "uinteger",
    "ulong",
    "ushort",
    "using",
    "variant",
    "wend",
    "when",
    "while",
    "widening",
    "with",
    "withevents",
    "writeonly",
    "xor",
    "_",
];
