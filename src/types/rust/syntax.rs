//! Rust's words for the types of .NET.

use crate::contract::{ListKind, Scalar};
use crate::types::syntax::TypeSyntax;

pub(super) struct Rust {
    /// The client's own types are spelled as this host spells them.
    pub has_client_types: bool,
}

impl TypeSyntax for Rust {
    fn scalar(&self, scalar: Scalar) -> &'static str {
        match scalar {
            Scalar::Boolean => "bool",
            Scalar::SByte => "i8",
            Scalar::Int16 => "i16",
            Scalar::Int32 => "i32",
            Scalar::Int64 => "i64",
            Scalar::Byte => "u8",
            Scalar::UInt16 => "u16",
            Scalar::UInt32 => "u32",
            Scalar::UInt64 => "u64",
            Scalar::Single => "f32",
            Scalar::Double | Scalar::Decimal => "f64",
            Scalar::Object => "serde_json::Value",
            // Dates, time spans and bytes are texts on the wire.
            _ => "String",
        }
    }

    fn nullable(&self, inner: String) -> String {
        inner
    }

    fn list(&self, _: ListKind, item: String) -> String {
        format!("Vec<{item}>")
    }

    /// Keys that JSON has no text for are texts.
    fn dictionary(&self, key: String, value: String) -> String {
        let number = key.starts_with(['i', 'u']) && key[1..].parse::<u8>().is_ok();
        let key = if number { key } else { "String".to_owned() };
        format!("HashMap<{key}, {value}>")
    }

    fn undefined(&self) -> &'static str {
        "String"
    }

    fn is_taken(&self, name: &str) -> bool {
        KEYWORDS.contains(&name) || TAKEN.contains(&name)
    }

    fn in_client(&self) -> &'static [&'static str] {
        if self.has_client_types {
            &["ResponseStatus", "ResponseError", "EmptyResponse", "IdResponse"]
        } else {
            &[]
        }
    }
}

/// Names that the texts need.
const TAKEN: [&str; 28] = [
    "Box",
    "Clone",
    "Debug",
    "Default",
    "Deserialize",
    "Eq",
    "HashMap",
    "Hash",
    "IRequest",
    "IReturn",
    "IReturnVoid",
    "Option",
    "PartialEq",
    "Self",
    "Serialize",
    "Some",
    "None",
    "String",
    "Vec",
    "Copy",
    "Ok",
    "Err",
    "Result",
    "bool",
    "i32",
    "i64",
    "str",
    "_",
];

pub(super) const KEYWORDS: [&str; 49] = [
    "abstract", "as", "async", "await", "become", "box", "break", "const", "continue", "do", "dyn",
    "else", "enum", "extern", "false", "final", "fn", "for", "gen", "if", "impl", "in", "let",
    "loop", "macro", "match", "mod", "move", "mut", "override", "priv", "pub", "ref", "return",
    "static", "struct", "trait", "true", "try", "type", "typeof", "union", "unsafe", "unsized",
    "use", "virtual", "where", "while", "yield",
];
