//! Go's words for the types of .NET.

use crate::contract::{ListKind, Scalar};
use crate::types::names::{capital, identifier};
use crate::types::syntax::TypeSyntax;

pub(super) struct Go;

impl TypeSyntax for Go {
    fn scalar(&self, scalar: Scalar) -> &'static str {
        match scalar {
            Scalar::Boolean => "bool",
            Scalar::SByte => "int8",
            Scalar::Int16 => "int16",
            Scalar::Int32 => "int",
            Scalar::Int64 => "int64",
            Scalar::Byte => "uint8",
            Scalar::UInt16 => "uint16",
            Scalar::UInt32 => "uint32",
            Scalar::UInt64 => "uint64",
            Scalar::Single => "float32",
            Scalar::Double | Scalar::Decimal => "float64",
            Scalar::Bytes | Scalar::Stream => "[]byte",
            Scalar::Object => "any",
            // Dates are `/Date(ms)/` and time spans `PT1H`, which `time` does not read.
            _ => "string",
        }
    }

    fn nullable(&self, inner: String) -> String {
        if inner == "any" || inner.starts_with(['*', '[']) { inner } else { format!("*{inner}") }
    }

    fn list(&self, _: ListKind, item: String) -> String {
        // A list of bytes would be base64.
        let item = if item == "uint8" { "uint16".to_owned() } else { item };
        format!("[]{item}")
    }

    /// Keys that JSON has no text for are texts.
    fn dictionary(&self, key: String, value: String) -> String {
        let number = ["int", "uint"].iter().any(|start| key.starts_with(start));
        let key = if number { key } else { "string".to_owned() };
        format!("map[{key}]{value}")
    }

    fn undefined(&self) -> &'static str {
        "string"
    }

    fn dto(&self, name: &str, args: &[String]) -> String {
        if args.is_empty() { name.to_owned() } else { format!("{name}[{}]", args.join(", ")) }
    }

    fn type_name(&self, name: &str) -> String {
        exported(name)
    }

    fn in_client(&self) -> &'static [&'static str] {
        &["ResponseStatus", "ResponseError", "EmptyResponse"]
    }

    fn of_client(&self, name: &str) -> String {
        format!("ss.{name}")
    }
}

/// Only what begins with a capital is seen outside of the package.
pub(super) fn exported(name: &str) -> String {
    let name = capital(&identifier(name));
    if name.chars().next().is_some_and(char::is_uppercase) { name } else { format!("X{name}") }
}

pub(super) const KEYWORDS: [&str; 25] = [
    "break",
    "case",
    "chan",
    "const",
    "continue",
    "default",
    "defer",
    "else",
    "fallthrough",
    "for",
    "func",
    "go",
    "goto",
    "if",
    "import",
    "interface",
    "map",
    "package",
    "range",
    "return",
    "select",
    "struct",
    "switch",
    "type",
    "var",
];
