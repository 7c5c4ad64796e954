//! The types of .NET that need no definition.

use super::{ListKind, Scalar};

/// A generic type of .NET that values know without a definition.
pub(super) enum SystemType {
    Scalar(Scalar),
    Nullable,
    List(ListKind),
    Dictionary,
}

/// What a CLR name means, when its namespace is one of .NET's or is not given.
pub(super) fn known(name: &str) -> Option<SystemType> {
    scalar(name).map(SystemType::Scalar).or_else(|| generic(name))
}

fn generic(name: &str) -> Option<SystemType> {
    Some(match name {
        "Nullable`1" => SystemType::Nullable,
        "List`1"
        | "Collection`1"
        | "LinkedList`1"
        | "Queue`1"
        | "ObservableCollection`1"
        | "ReadOnlyCollection`1" => SystemType::List(ListKind::List),
        "Stack`1" => SystemType::List(ListKind::Stack),
        "IList`1" => SystemType::List(ListKind::IList),
        "ICollection`1" => SystemType::List(ListKind::ICollection),
        "IEnumerable`1" | "IReadOnlyCollection`1" | "IReadOnlyList`1" | "ISet`1" => {
            SystemType::List(ListKind::Interface)
        }
        "HashSet`1" | "SortedSet`1" => SystemType::List(ListKind::Set),
        "Dictionary`2"
        | "IDictionary`2"
        | "IReadOnlyDictionary`2"
        | "SortedDictionary`2"
        | "ConcurrentDictionary`2" => SystemType::Dictionary,
        _ => return None,
    })
}

fn scalar(name: &str) -> Option<Scalar> {
    Some(match name {
        "String" => Scalar::String,
        "Boolean" => Scalar::Boolean,
        "SByte" => Scalar::SByte,
        "Int16" => Scalar::Int16,
        "Int32" => Scalar::Int32,
        "Int64" => Scalar::Int64,
        "Byte" => Scalar::Byte,
        "UInt16" => Scalar::UInt16,
        "UInt32" => Scalar::UInt32,
        "UInt64" => Scalar::UInt64,
        "Single" => Scalar::Single,
        "Double" => Scalar::Double,
        "Decimal" => Scalar::Decimal,
        "Char" => Scalar::Char,
        "Guid" => Scalar::Guid,
        "DateTime" => Scalar::DateTime,
        "DateTimeOffset" => Scalar::DateTimeOffset,
        "TimeSpan" => Scalar::TimeSpan,
        "DateOnly" => Scalar::DateOnly,
        "TimeOnly" => Scalar::TimeOnly,
        "Uri" => Scalar::Uri,
        "Object" => Scalar::Object,
        "Type" => Scalar::Type,
        "Stream" => Scalar::Stream,
        "Version" => Scalar::Version,
        _ => return None,
    })
}
