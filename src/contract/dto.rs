//! DTOs: classes and enums of a contract.

use super::TypeRef;

/// The place of a DTO in its contract.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct DtoId(pub(super) u32);

/// A type as the document names it, before it is resolved (spec 06 section 6).
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
pub struct TypeName {
    /// CLR name: `Int32`, ``List`1``, `Coupon`, `Foo[]`.
    pub name: String,
    /// Namespace; empty when the document gives none.
    pub namespace: String,
    /// Arguments, closed and C#-like when nested (`List<Foo>`).
    pub generic_args: Vec<String>,
}

/// A class or an enum.
#[derive(Debug, Clone)]
pub struct Dto {
    /// The type's own name; closed generics keep the definition's (``Pair`2``) and tell their arguments in it too.
    pub type_name: TypeName,
    /// For a closed generic, the open definition that the document lists.
    pub definition: Option<DtoId>,
    /// The base class.
    pub base: Option<DtoId>,
    /// The base class as named.
    pub inherits: Option<TypeName>,
    /// Class or enum.
    pub kind: DtoKind,
    /// The class's own properties, as declared.
    pub properties: Vec<Property>,
    /// What a serializer sees: own members first, then the base's; by `[DataMember(Order)]` where given.
    pub members: Vec<Member>,
    /// Shown on pages.
    pub description: Option<String>,
    /// `[DataContract]`.
    pub data_contract: Option<DataContract>,
}

/// Class or enum.
#[derive(Debug, Clone)]
pub enum DtoKind {
    /// A class or struct with members.
    Class,
    /// An enum.
    Enum(Enumeration),
}

/// The members of an enum.
#[derive(Debug, Clone, Default)]
pub struct Enumeration {
    /// In declared order.
    pub members: Vec<EnumMember>,
    /// Written as a number (`[Flags]` or treated as integer).
    pub as_number: bool,
    /// The document listed the numbers, so pages show them.
    pub shows_values: bool,
}

/// One member of an enum.
#[derive(Debug, Clone)]
pub struct EnumMember {
    /// Name.
    pub name: String,
    /// Number.
    pub number: i64,
    /// `[EnumMember(Value)]`, the text on the wire.
    pub wire_name: Option<String>,
    /// Description.
    pub description: Option<String>,
}

/// `[DataContract]` of a class.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct DataContract {
    /// Root element of its XML.
    pub name: Option<String>,
    /// Its XML namespace.
    pub namespace: Option<String>,
}

/// A declared property with all that pages show.
#[derive(Debug, Clone)]
pub struct Property {
    /// CLR name.
    pub name: String,
    /// Type as named.
    pub type_name: TypeName,
    /// Type resolved.
    pub ty: TypeRef,
    /// Required by annotation.
    pub is_required: bool,
    /// `[ApiMember(ParameterType)]`.
    pub param_type: Option<String>,
    /// `[ApiMember(DataType)]`.
    pub display_type: Option<String>,
    /// Description.
    pub description: Option<String>,
    /// `[ApiAllowableValues]`.
    pub allowable_values: Vec<String>,
    /// `[ApiAllowableValues(min, max)]`.
    pub allowable_range: Option<(i64, i64)>,
    /// `[DataMember(Name)]`.
    pub wire_name: Option<String>,
    /// `[DataMember(Order)]`.
    pub order: Option<i32>,
    /// Carries `[ApiMember]` (its siblings without it are shown as `body`).
    pub api_member: bool,
}

/// A member as serializers see it.
#[derive(Debug, Clone)]
pub struct Member {
    /// The name on the wire: `[DataMember(Name)]`, else the CLR name.
    pub name: String,
    /// Type.
    pub ty: TypeRef,
    /// The class that declares it (XML orders members class by class).
    pub declared_by: DtoId,
}
