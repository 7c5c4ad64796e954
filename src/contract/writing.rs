//! From a [`Contract`] back to the document that `/types/metadata` serves.

use super::document::{self as doc, Document};
use super::{
    Argument, Attribute, Contract, Dto, DtoKind, EnumMember, Enumeration, Operation, Origin,
    Property, Route, TypeName, TypeRef, Verbs,
};

/// The settings of the code generators, all at their defaults, as 5.9.1 echoes them after its
/// address.
const CONFIG: &str = include_str!("config.json");

impl Contract {
    /// The document of this contract, spelled as 5.9.1 does (docs/wire/types.md#document): reading
    /// it again gives the same operations and DTOs. Hidden operations and ServiceStack's own are
    /// left out.
    pub fn to_document(&self, base_url: &str) -> String {
        let body = self.to_api();
        let base_url = serde_json::Value::from(base_url);
        let config = CONFIG.replace('\n', "");
        format!("{{\"Config\":{{\"BaseUrl\":{base_url},{},{}", &config[1..], &body[1..])
    }

    /// The same without the settings of generators: the `Api` of `/metadata/app.json`.
    pub fn to_api(&self) -> String {
        let visible = |operation: &&Operation| !operation.hidden && !operation.built_in;
        let document = Document {
            namespaces: self.namespaces.clone(),
            types: self.types(),
            operations: self
                .operations
                .iter()
                .filter(visible)
                .map(|operation| self.write(operation))
                .collect(),
            ..Document::default()
        };
        serde_json::to_string(&document).expect("texts, numbers and lists always serialize")
    }

    fn types(&self) -> Vec<doc::Type> {
        let marks_keys = self.marks_keys();
        let own = self.dtos.iter().filter(|dto| dto.origin == Origin::Types);
        own.map(|own| dto(own, marks_keys)).collect()
    }

    fn write(&self, operation: &Operation) -> doc::OperationType {
        let response = match operation.response {
            Some(TypeRef::Dto(id)) => Some(self.dto(self.dto(id).definition.unwrap_or(id))),
            _ => None,
        };
        doc::OperationType {
            request: dto(self.dto(operation.request), self.marks_keys()),
            response: response.map(|response| dto(response, self.marks_keys())),
            actions: operation.actions.clone(),
            returns_void: operation.returns_void,
            method: operation.method.clone(),
            return_type: operation.response_name.as_ref().map(name),
            routes: operation.routes.iter().map(route).collect(),
            view_model: response.and_then(view_model),
            requires_auth: operation.requires_auth,
            requires_api_key: operation.requires_api_key,
            required_roles: operation.required_roles.clone(),
            requires_any_role: operation.requires_any_role.clone(),
            required_permissions: operation.required_permissions.clone(),
            requires_any_permission: operation.requires_any_permission.clone(),
            tags: operation.tags.clone(),
        }
    }
}

/// What a response is about: the type of its `Result`.
fn view_model(response: &Dto) -> Option<doc::Name> {
    let result = response.properties.iter().find(|property| property.name == "Result")?;
    Some(name(&result.type_name))
}

/// A class; where the document does not mark keys, one is `Id` or the first property, as 5.x says.
fn dto(dto: &Dto, marks_keys: bool) -> doc::Type {
    let enumeration = dto.enumeration().cloned().unwrap_or_default();
    let properties = || dto.properties.iter().filter(|property| !property.is_hidden());
    let is_id = |property: &Property| property.name.eq_ignore_ascii_case("Id");
    let key = match marks_keys {
        true => properties().position(|property| property.is_primary_key),
        false => Some(properties().position(is_id).unwrap_or(0)),
    };
    let parameters = &dto.type_name.generic_args;
    doc::Type {
        name: dto.type_name.name.clone(),
        namespace: dto.type_name.namespace.clone(),
        generic_args: parameters.iter().map(|parameter| format!("'{parameter}")).collect(),
        inherits: dto.inherits.as_ref().map(name),
        implements: dto.implements.iter().map(name).collect(),
        description: dto.description.clone(),
        notes: dto.notes.clone(),
        is_nested: dto.is_nested,
        is_enum: dto.enumeration().is_some(),
        is_enum_int: enumeration.as_number,
        is_interface: dto.kind == DtoKind::Interface,
        is_abstract: dto.kind == DtoKind::Abstract,
        data_contract: dto.data_contract.as_ref().map(|contract| doc::DataContract {
            name: contract.name.clone(),
            namespace: contract.namespace.clone(),
        }),
        properties: properties()
            .enumerate()
            .map(|(at, own)| property(own, Some(at) == key, parameters))
            .collect(),
        attributes: dto.attributes.iter().map(attribute).collect(),
        enum_names: enumeration.members.iter().map(|member| member.name.clone()).collect(),
        enum_values: numbers(&enumeration),
        enum_member_values: texts(
            &enumeration,
            |member| Some(member.on_the_wire().to_owned()),
            |member| member.wire_name.is_some(),
        ),
        enum_descriptions: texts(
            &enumeration,
            |member| member.description.clone(),
            |member| member.description.is_some(),
        ),
    }
}

/// Numbers are written only where they do not simply count from 0, and of flags.
fn numbers(enumeration: &Enumeration) -> Vec<String> {
    let counts =
        enumeration.members.iter().zip(0..).all(|(member, number)| member.number == number);
    if counts && !enumeration.as_number {
        return Vec::new();
    }
    enumeration.members.iter().map(|member| member.number.to_string()).collect()
}

/// A list beside the names; empty when no member gives anything to it.
fn texts(
    enumeration: &Enumeration,
    text: impl Fn(&EnumMember) -> Option<String>,
    given: impl Fn(&EnumMember) -> bool,
) -> Vec<Option<String>> {
    let any = enumeration.members.iter().any(given);
    if any { enumeration.members.iter().map(text).collect() } else { Vec::new() }
}

fn property(property: &Property, is_primary_key: bool, parameters: &[String]) -> doc::PropertyType {
    let mut written = typed(&property.name, &property.type_name);
    if parameters.contains(&written.type_name) {
        written.type_name.insert(0, '\'');
    }
    let data_member = property.data_member.as_ref().map(|member| doc::DataMember {
        name: property.wire_name.clone(),
        order: property.order,
        is_required: member.is_required,
        emit_default_value: member.emit_default_value,
    });
    doc::PropertyType {
        is_value_type: property.is_value_type,
        is_enum: property.is_enum,
        is_primary_key,
        description: property.description.clone(),
        data_member,
        param_type: property.param_type.clone(),
        display_type: property.display_type.clone(),
        is_required: property.is_required,
        allowable_values: property.allowable_values.clone(),
        allowable_min: property.allowable_range.map(|(min, _)| min),
        allowable_max: property.allowable_range.map(|(_, max)| max),
        upload_to: property.upload_to.clone(),
        attributes: property.attributes.iter().map(attribute).collect(),
        ..written
    }
}

fn typed(name: &str, type_name: &TypeName) -> doc::PropertyType {
    doc::PropertyType {
        name: name.to_owned(),
        type_name: type_name.name.clone(),
        is_system_type: type_name.namespace == "System"
            || type_name.namespace.starts_with("System."),
        namespace: type_name.namespace.clone(),
        generic_args: type_name.generic_args.clone(),
        ..doc::PropertyType::default()
    }
}

fn attribute(attribute: &Attribute) -> doc::Attribute {
    let by_position = !attribute.constructor_args.is_empty();
    doc::Attribute {
        name: attribute.name.clone(),
        constructor_args: attribute.constructor_args.iter().map(argument).collect(),
        args: (!by_position).then(|| attribute.args.iter().map(argument).collect()),
    }
}

fn argument(argument: &Argument) -> doc::PropertyType {
    doc::PropertyType {
        value: Some(argument.value.clone()),
        is_value_type: argument.type_name.name == "Boolean",
        ..typed(&argument.name, &argument.type_name)
    }
}

fn name(name: &TypeName) -> doc::Name {
    doc::Name {
        name: name.name.clone(),
        namespace: name.namespace.clone(),
        generic_args: name.generic_args.clone(),
    }
}

fn route(route: &Route) -> doc::RouteType {
    doc::RouteType {
        path: route.path.clone(),
        verbs: match &route.verbs {
            Verbs::All => None,
            Verbs::Only(verbs) => Some(verbs.clone()),
        },
        notes: route.notes.clone(),
        summary: route.summary.clone(),
    }
}
