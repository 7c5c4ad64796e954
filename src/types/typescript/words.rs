//! TypeScript's words for the types of .NET.

use crate::contract::{ListKind, Scalar};
use crate::types::names::Words;

pub(super) struct TypeScript;

impl Words for TypeScript {
    fn scalar(&self, scalar: Scalar) -> &'static str {
        match scalar {
            Scalar::Boolean => "boolean",
            Scalar::SByte
            | Scalar::Int16
            | Scalar::Int32
            | Scalar::Int64
            | Scalar::Byte
            | Scalar::UInt16
            | Scalar::UInt32
            | Scalar::UInt64
            | Scalar::Single
            | Scalar::Double
            | Scalar::Decimal => "number",
            Scalar::Object => "any",
            Scalar::Stream => "Blob",
            _ => "string",
        }
    }

    fn nullable(&self, inner: String) -> String {
        inner
    }

    fn list(&self, _: ListKind, item: String) -> String {
        format!("{item}[]")
    }

    fn dictionary(&self, _: String, value: String) -> String {
        format!("{{ [index: string]: {value}; }}")
    }

    fn undefined(&self) -> &'static str {
        "string"
    }
}
