//! DTOs: classes and enums of a contract.

use super::default_value::Defaults;
use super::{DtoId, TypeRef};

/// A type as the document names it, before it is resolved (docs/wire/types.md#names-of-types).
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
#[derive(Debug, Clone, PartialEq)]
pub struct Dto {
    /// The type's own name; closed generics keep the definition's (``Pair`2``) and name their
    /// arguments in it too.
    pub type_name: TypeName,
    /// Where it was found.
    pub origin: Origin,
    /// For a closed generic, the open definition that the document lists.
    pub definition: Option<DtoId>,
    /// For a closed generic, its arguments.
    pub arguments: Vec<TypeRef>,
    /// The base class.
    pub base: Option<DtoId>,
    /// The base class as named.
    pub inherits: Option<TypeName>,
    /// Class or enum.
    pub kind: DtoKind,
    /// The class's own properties, as declared.
    pub properties: Vec<Property>,
    /// What a serializer sees: own members first, then the base's; by `[DataMember(Order)]` where
    /// given.
    pub members: Vec<Member>,
    /// Shown on pages.
    pub description: Option<String>,
    /// `[Notes]`.
    pub notes: Option<String>,
    /// `[DataContract]`.
    pub data_contract: Option<DataContract>,
    /// Interfaces of the host that it implements, as named.
    pub implements: Vec<TypeName>,
    /// Declared within another class.
    pub is_nested: bool,
    /// Attributes that code generators repeat.
    pub attributes: Vec<Attribute>,
    /// The members' defaults.
    pub(super) defaults: Defaults,
}

impl Dto {
    /// Whether its default is an instance and not null: enums, and the one struct that documents
    /// describe.
    pub fn is_value_type(&self) -> bool {
        let name = &self.type_name;
        matches!(self.kind, DtoKind::Enum(_))
            || (name.name == "KeyValuePair`2" && name.namespace.starts_with("System"))
    }

    /// Whether it is one of .NET's tuples, which have readers of their own.
    pub fn is_tuple(&self) -> bool {
        self.type_name.name.starts_with("Tuple`") && self.type_name.namespace == "System"
    }

    /// Whether it is a query of AutoQuery: such a request may have members that its class has not.
    pub fn is_query(&self) -> bool {
        let is_known = |base: &TypeName| {
            matches!(base.name.as_str(), "QueryDb`1" | "QueryDb`2" | "QueryData`1" | "QueryData`2")
        };
        self.inherits.as_ref().is_some_and(is_known)
    }

    /// Where the member of this name stands, in any case: so do all readers look for it.
    pub fn place_of(&self, name: &str) -> Option<usize> {
        self.members.iter().position(|member| member.name.eq_ignore_ascii_case(name))
    }

    /// The member of this name, in any case.
    pub fn member(&self, name: &str) -> Option<&Member> {
        self.place_of(name).map(|place| &self.members[place])
    }

    /// The enum, if it is one.
    pub fn enumeration(&self) -> Option<&Enumeration> {
        match &self.kind {
            DtoKind::Enum(enumeration) => Some(enumeration),
            DtoKind::Class | DtoKind::Abstract | DtoKind::Interface => None,
        }
    }
}

/// Where a DTO was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Origin {
    /// Listed under `types`.
    Types,
    /// The request of an operation.
    Request,
    /// The response of an operation.
    Response,
    /// ServiceStack's own; documents leave these out.
    BuiltIn,
    /// A closed generic, made from its definition.
    Closed,
}

/// Class or enum.
#[derive(Debug, Clone, PartialEq)]
pub enum DtoKind {
    /// A class or struct with members.
    Class,
    /// A class that cannot be created: samples leave it out.
    Abstract,
    /// An interface: samples leave it out.
    Interface,
    /// An enum.
    Enum(Enumeration),
}

/// The members of an enum.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Enumeration {
    /// In declared order.
    pub members: Vec<EnumMember>,
    /// Written as a number (`[Flags]` or treated as integer).
    pub as_number: bool,
    /// The document listed the numbers, so pages show them.
    pub shows_values: bool,
}

/// One member of an enum.
#[derive(Debug, Clone, PartialEq)]
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

impl EnumMember {
    /// Its text on the wire: `[EnumMember(Value)]`, else the name.
    pub fn on_the_wire(&self) -> &str {
        self.wire_name.as_deref().unwrap_or(&self.name)
    }
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
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Property {
    /// CLR name.
    pub name: String,
    /// Type as named.
    pub type_name: TypeName,
    /// Type resolved.
    pub ty: TypeRef,
    /// Required by annotation.
    pub is_required: bool,
    /// `[PrimaryKey]`, or what counts as such.
    pub is_primary_key: bool,
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
    /// A value type by the document, whether nullable or not.
    pub is_value_type: bool,
    /// An enum by the document, even when it does not define it.
    pub is_enum: bool,
    /// The location of `[UploadTo]`: the member takes the path of an uploaded file.
    pub upload_to: Option<String>,
    /// `[DataMember]`, whose name and order are above.
    pub data_member: Option<DataMember>,
    /// Attributes that code generators repeat.
    pub attributes: Vec<Attribute>,
}

impl Property {
    /// Its name on the wire: `[DataMember(Name)]`, else the CLR name.
    pub fn on_the_wire(&self) -> &str {
        self.wire_name.as_deref().unwrap_or(&self.name)
    }

    /// `[ExcludeMetadata]`, which no real document lists; those of one's own may.
    pub fn is_hidden(&self) -> bool {
        self.attributes.iter().any(|attribute| attribute.name == "ExcludeMetadata")
    }
}

/// What is left of `[DataMember]` besides name and order.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct DataMember {
    /// `IsRequired`.
    pub is_required: Option<bool>,
    /// `EmitDefaultValue`; documents have it only when false.
    pub emit_default_value: Option<bool>,
}

/// An attribute of a class or a property.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Attribute {
    /// Its name without `Attribute`.
    pub name: String,
    /// Arguments by position.
    pub constructor_args: Vec<Argument>,
    /// Arguments by name.
    pub args: Vec<Argument>,
}

/// An argument of an attribute.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Argument {
    /// Name.
    pub name: String,
    /// Type.
    pub type_name: TypeName,
    /// Value: text as it is, `Enum.Member`, `typeof(Name)`, all else as JSON.
    pub value: String,
}

/// A member as serializers see it.
#[derive(Debug, Clone, PartialEq)]
pub struct Member {
    /// The name on the wire: `[DataMember(Name)]`, else the CLR name.
    pub name: String,
    /// Its name is `[DataMember(Name)]`'s, which no host cases.
    pub renamed: bool,
    /// Type.
    pub ty: TypeRef,
    /// `[ExcludeMetadata]`: read and written like any other, but pages and `/types/*` do not know
    /// of it.
    pub hidden: bool,
    /// The class that declares it (XML orders members class by class).
    pub declared_by: DtoId,
}
