//! What generators share: which options are on, which DTOs a text holds, and their shape.

use crate::contract::{
    Contract, Dto, DtoId, DtoKind, EnumMember, Enumeration, Member, Operation, Origin, Property,
    Scalar, TypeRef,
};

use super::Reference;
use super::doc::{self, Mark};
use super::names::{camel_case, dotted};
use super::selection::{Selection, plain, shown};
use super::syntax::{TypeSyntax, TypeWriter};

/// The options of a language with their defaults, in the order of its header.
pub(super) type Defaults = &'static [(&'static str, &'static str)];

/// A text in the making.
pub(super) struct Generator<'a, W> {
    pub reference: &'a Reference<'a>,
    pub contract: &'a Contract,
    pub selection: Selection<'a>,
    pub type_writer: TypeWriter<'a, W>,
    defaults: Defaults,
}

/// A class or an enum as languages write it.
pub(super) struct Shape<'a> {
    pub id: DtoId,
    pub dto: &'a Dto,
    /// What it is called, without parameters.
    pub name: String,
    /// The operation whose request it is.
    pub operation: Option<&'a Operation>,
    pub marks: Vec<Mark>,
    pub fields: Vec<Field<'a>>,
}

/// A member of a class.
pub(super) struct Field<'a> {
    /// CLR name.
    pub name: &'a str,
    /// Name on the wire.
    pub wire_name: String,
    pub ty: TypeRef,
    pub description: Option<&'a str>,
    pub marks: Vec<Mark>,
    /// What it is set to in every new object.
    pub value: Option<u32>,
}

impl Field<'_> {
    /// A list, a set or a dictionary that can be created empty.
    pub fn is_collection(&self) -> bool {
        match &self.ty {
            TypeRef::List(kind, _) => !kind.is_interface(),
            other => matches!(other, TypeRef::Dictionary(..)),
        }
    }
}

/// A member's value on the wire as a literal: its number, or its text.
pub(super) fn wire_literal(
    enumeration: &Enumeration,
    member: &EnumMember,
    quoted: impl Fn(&str) -> String,
) -> String {
    if enumeration.as_number { member.number.to_string() } else { quoted(member.on_the_wire()) }
}

/// What an operation answers.
pub(super) enum Answer<'a> {
    Type(&'a TypeRef),
    Void,
    /// The document does not say.
    Untold,
}

impl<'a> Shape<'a> {
    /// Its type parameters, as the document names them.
    pub fn parameters(&self) -> &'a [String] {
        &self.dto.type_name.generic_args
    }

    /// What its operation answers; `None` for a type that is no request.
    pub fn answer(&self) -> Option<Answer<'a>> {
        let operation = self.operation?;
        Some(match &operation.response {
            Some(response) => Answer::Type(response),
            None if operation.returns_void => Answer::Void,
            None => Answer::Untold,
        })
    }

    pub fn is_interface(&self) -> bool {
        self.dto.kind == DtoKind::Interface
    }

    pub fn is_abstract(&self) -> bool {
        self.dto.kind == DtoKind::Abstract
    }
}

impl<'a, W: TypeSyntax> Generator<'a, W> {
    pub fn new(
        contract: &'a Contract,
        reference: &'a Reference<'a>,
        words: W,
        defaults: Defaults,
    ) -> Self {
        let mut selection = Selection::of(contract, &reference.options);
        let type_writer =
            TypeWriter::new(contract, words, &reference.options.list("TreatTypesAsStrings"));
        let own_types = on(reference, defaults, "AddServiceStackTypes");
        if own_types {
            selection.add_built_in();
        }
        Self { reference, contract, selection, type_writer, defaults }
    }

    /// Whether a switch is on: as asked for, else by the language's default. One that the language
    /// does not know is off.
    pub fn on(&self, option: &str) -> bool {
        on(self.reference, self.defaults, option)
    }

    /// The text of an option, if one was given.
    pub fn given(&self, option: &str) -> Option<&'a str> {
        self.reference.options.text(option).filter(|text| !text.is_empty())
    }

    /// The namespace or package that was asked for.
    pub fn global_namespace(&self) -> Option<String> {
        self.given("GlobalNamespace").map(dotted)
    }

    /// The imports that were asked for, else the language's.
    pub fn imports(&self) -> Vec<String> {
        let default = self.defaults.iter().find(|(name, _)| *name == "DefaultImports");
        let text =
            self.given("DefaultImports").or(default.map(|(_, text)| *text)).unwrap_or_default();
        let words = text.split(',').map(|import| {
            import
                .chars()
                .filter(|c| c.is_alphanumeric() || "._*/:-;".contains(*c))
                .collect::<String>()
        });
        words.filter(|import| !import.is_empty()).collect()
    }

    /// A base class always before what extends it.
    pub fn bases_first(&self) -> Vec<Shape<'a>> {
        self.shapes(self.selection.bases_first())
    }

    /// By namespace, then by name.
    pub fn by_namespace(&self) -> Vec<Shape<'a>> {
        self.shapes(self.selection.by_namespace())
    }

    fn shapes(&self, ids: Vec<DtoId>) -> Vec<Shape<'a>> {
        let in_client = self.type_writer.words.in_client();
        let brought = |id: &DtoId| {
            let dto = self.contract.dto(*id);
            dto.origin == Origin::BuiltIn && in_client.contains(&plain(dto))
        };
        ids.into_iter().filter(|id| !brought(id)).map(|id| self.shape(id)).collect()
    }

    fn shape(&self, id: DtoId) -> Shape<'a> {
        let dto = self.contract.dto(id);
        let operation = self.selection.operation_of(id);
        let mut marks = doc::marks_of(dto, operation);
        let contracted = dto.data_contract.is_some() || dto.enumeration().is_some();
        if self.on("AddDataContractAttributes") && !contracted {
            marks.push(Mark::new("DataContract"));
        }
        let name = self.type_writer.name(id).to_owned();
        Shape { id, dto, name, operation, marks, fields: self.fields(dto, operation) }
    }

    /// The class's own members, and those that options add. What a base class has already is
    /// written there alone.
    fn fields(&self, dto: &'a Dto, operation: Option<&Operation>) -> Vec<Field<'a>> {
        let inherited = self.inherited(dto);
        let is_new = |property: &&Property| !inherited.contains(&property.name.to_lowercase());
        let own: Vec<&Property> = shown(dto).filter(is_new).collect();
        let mut fields: Vec<Field<'a>> = own
            .into_iter()
            .enumerate()
            .map(|(at, property)| self.declared(property, at + 1))
            .collect();
        let has = |name: &str| dto.member(name).is_some();
        let add_status = self.on("AddResponseStatus") && plain(dto).ends_with("Response");
        if add_status && dto.kind == DtoKind::Class && !has("ResponseStatus") {
            fields.push(self.added(
                "ResponseStatus",
                TypeRef::Dto(self.contract.response_status()),
                None,
            ));
        }
        let version = self.given("AddImplicitVersion").and_then(|text| text.trim().parse().ok());
        if let Some(version) = version.filter(|_| operation.is_some() && !has("Version")) {
            fields.push(self.added("Version", TypeRef::Scalar(Scalar::Int32), Some(version)));
        }
        fields
    }

    fn declared(&self, property: &'a Property, place: usize) -> Field<'a> {
        let mut marks = doc::marks_on(property);
        if self.on("AddDataContractAttributes") && property.data_member.is_none() {
            marks.push(doc::data_member(self.on("AddIndexesToDataMembers").then_some(place)));
        }
        Field {
            name: &property.name,
            wire_name: property.wire_name.clone().unwrap_or_else(|| self.wire_name(&property.name)),
            ty: property.ty.clone(),
            description: property.description.as_deref(),
            marks,
            value: None,
        }
    }

    fn added(&self, name: &'static str, ty: TypeRef, value: Option<u32>) -> Field<'a> {
        let wire_name = self.wire_name(name);
        Field { name, wire_name, ty, description: None, marks: Vec::new(), value }
    }

    fn wire_name(&self, name: &str) -> String {
        if self.reference.camel_case { camel_case(name) } else { name.to_owned() }
    }

    /// The name of a serializer's member on the wire of this host.
    pub fn member_name(&self, member: &Member) -> String {
        let declared = &self.contract.dto(member.declared_by).properties;
        let reported =
            declared.iter().any(|property| property.wire_name.as_ref() == Some(&member.name));
        if reported { member.name.clone() } else { self.wire_name(&member.name) }
    }

    /// The names of all members of the base classes, lower case; a circle of bases ends where it
    /// closes.
    fn inherited(&self, dto: &Dto) -> Vec<String> {
        let mut names = Vec::new();
        let mut seen: Vec<DtoId> = Vec::new();
        let mut next = dto.base;
        while let Some(id) = next.filter(|id| !seen.contains(id)) {
            seen.push(id);
            let base = self.contract.dto(id);
            names.extend(base.properties.iter().map(|property| property.name.to_lowercase()));
            next = base.base;
        }
        names
    }

    /// A type as a member of this class has it.
    pub fn spell(&self, ty: &TypeRef, shape: &Shape<'_>) -> String {
        self.type_writer.spell(ty, shape.parameters())
    }

    /// The base class, if it is not the class itself.
    pub fn base(&self, shape: &Shape<'_>) -> Option<String> {
        let base = shape
            .dto
            .base
            .filter(|base| self.contract.dto(*base).definition.unwrap_or(*base) != shape.id)?;
        Some(self.type_writer.dto(base, shape.parameters()))
    }

    /// The name with the parameters as they are used: `Pair<A, B>`.
    pub fn own_name(&self, shape: &Shape<'_>) -> String {
        self.type_writer.dto(shape.id, shape.parameters())
    }

    /// The description, unless comments are off.
    pub fn shown_description<'t>(&self, description: Option<&'t str>) -> Option<&'t str> {
        description.filter(|text| !text.is_empty() && self.on("AddDescriptionAsComments"))
    }
}

fn on(reference: &Reference<'_>, defaults: Defaults, option: &str) -> bool {
    let known = defaults.iter().find(|(name, _)| *name == option);
    known.is_some_and(|(_, default)| reference.options.flag(option, *default == "True"))
}
