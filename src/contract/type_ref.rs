//! The resolved type of a member.

use super::DtoId;

/// The type of a member, resolved against the contract.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum TypeRef {
    /// A built-in scalar.
    Scalar(Scalar),
    /// ``Nullable`1`` of a value type.
    Nullable(Box<TypeRef>),
    /// A sequence of items.
    List(ListKind, Box<TypeRef>),
    /// ``Dictionary`2``: key and value type.
    Dictionary(Box<TypeRef>, Box<TypeRef>),
    /// A class or an enum of the contract. Closed generics (`Pair<String,Other>`,
    /// `KeyValuePair<K,V>`) are DTOs of their own.
    Dto(DtoId),
    /// A type that the document names and never defines. Its values are kept as text.
    Unknown(String),
}

impl Default for TypeRef {
    /// One that nobody named.
    fn default() -> Self {
        Self::Unknown(String::new())
    }
}

/// Which .NET collection a list is: all are written alike, but their readers differ on malformed
/// text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ListKind {
    /// ``List`1`` and other concrete sequences.
    List,
    /// ``Stack`1``: what is read last comes first.
    Stack,
    /// `T[]`.
    Array,
    /// ``HashSet`1``, ``SortedSet`1``.
    Set,
    /// ``IEnumerable`1`` and other interfaces: a list on the wire, absent from samples.
    Interface,
    /// ``IList`1``: an interface that has a reader of its own, like the next one.
    IList,
    /// ``ICollection`1``.
    ICollection,
}

impl ListKind {
    /// Whether it is an interface, of which no instance can be made.
    pub fn is_interface(self) -> bool {
        matches!(self, Self::Interface | Self::IList | Self::ICollection)
    }
}

/// The scalars of .NET that a contract may name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[expect(missing_docs, reason = "each is the .NET type of its name")]
pub enum Scalar {
    String,
    Boolean,
    SByte,
    Int16,
    Int32,
    Int64,
    Byte,
    UInt16,
    UInt32,
    UInt64,
    Single,
    Double,
    Decimal,
    Char,
    Guid,
    DateTime,
    DateTimeOffset,
    TimeSpan,
    DateOnly,
    TimeOnly,
    /// `Byte[]`.
    Bytes,
    Uri,
    /// `System.Object`: written by its runtime type, read as text.
    Object,
    /// `System.Type`.
    Type,
    /// `System.IO.Stream`: never part of a body.
    Stream,
    Version,
}

impl Scalar {
    /// Whether its values are whole numbers.
    pub(crate) fn is_whole(self) -> bool {
        matches!(
            self,
            Self::SByte
                | Self::Int16
                | Self::Int32
                | Self::Int64
                | Self::Byte
                | Self::UInt16
                | Self::UInt32
                | Self::UInt64
        )
    }

    /// Whether its values are numbers.
    pub(crate) fn is_number(self) -> bool {
        self.is_whole() || matches!(self, Self::Single | Self::Double | Self::Decimal)
    }
}
