//! C#'s words for the types of .NET.

use crate::contract::{ListKind, Scalar};
use crate::types::names::Words;

pub(super) struct CSharp;

impl Words for CSharp {
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
            ListKind::List => format!("List<{item}>"),
            ListKind::Array => format!("{item}[]"),
            ListKind::Set => format!("HashSet<{item}>"),
            ListKind::Interface => format!("IEnumerable<{item}>"),
        }
    }

    fn dictionary(&self, key: String, value: String) -> String {
        format!("Dictionary<{key}, {value}>")
    }

    fn undefined(&self) -> &'static str {
        "string"
    }
}
