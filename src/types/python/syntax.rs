//! Python's words for the types of .NET.

use crate::contract::{ListKind, Scalar};
use crate::types::syntax::TypeSyntax;

pub(super) struct Python;

impl TypeSyntax for Python {
    fn scalar(&self, scalar: Scalar) -> &'static str {
        match scalar {
            Scalar::Boolean => "bool",
            scalar if scalar.is_whole() => "int",
            Scalar::Single | Scalar::Double => "float",
            Scalar::Decimal => "decimal.Decimal",
            Scalar::DateTime | Scalar::DateTimeOffset | Scalar::DateOnly => "datetime.datetime",
            Scalar::TimeSpan | Scalar::TimeOnly => "datetime.timedelta",
            Scalar::Bytes | Scalar::Stream => "bytes",
            Scalar::Object => "Any",
            _ => "str",
        }
    }

    fn nullable(&self, inner: String) -> String {
        format!("Optional[{inner}]")
    }

    fn list(&self, kind: ListKind, item: String) -> String {
        match kind {
            ListKind::Set => format!("Set[{item}]"),
            _ => format!("List[{item}]"),
        }
    }

    fn dictionary(&self, key: String, value: String) -> String {
        format!("Dict[{key}, {value}]")
    }

    fn undefined(&self) -> &'static str {
        "str"
    }

    fn dto(&self, name: &str, args: &[String]) -> String {
        if args.is_empty() { name.to_owned() } else { format!("{name}[{}]", args.join(", ")) }
    }

    fn is_taken(&self, name: &str) -> bool {
        TAKEN.contains(&name)
    }

    fn in_client(&self) -> &'static [&'static str] {
        &["ResponseStatus", "ResponseError", "EmptyResponse", "ErrorResponse"]
    }
}

/// TypeSyntax of Python that a class may not have, and names that the text needs.
const TAKEN: [&str; 25] = [
    "Any",
    "Dict",
    "Enum",
    "False",
    "Generic",
    "IReturn",
    "IReturnVoid",
    "IntEnum",
    "LetterCase",
    "List",
    "None",
    "Optional",
    "Set",
    "True",
    "TypeVar",
    "Undefined",
    "bool",
    "bytes",
    "class",
    "config",
    "datetime",
    "decimal",
    "float",
    "int",
    "str",
];
