//! From the document's shape to the contract's, before names are resolved.

use super::default_value::Defaults;
use super::document as doc;
use super::{
    Argument, Attribute, DataContract, DataMember, Dto, DtoKind, EnumMember, Enumeration,
    Operation, Origin, Property, Route, TypeName, TypeRef, Verbs,
};

pub(super) fn dto(source: &doc::Type, origin: Origin) -> Dto {
    Dto {
        type_name: TypeName {
            name: source.name.clone(),
            namespace: source.namespace.clone(),
            generic_args: source
                .generic_args
                .iter()
                .map(|arg| arg.trim_start_matches('\'').to_owned())
                .collect(),
        },
        origin,
        definition: None,
        arguments: Vec::new(),
        base: None,
        inherits: source.inherits.as_ref().map(type_name),
        kind: kind(source),
        properties: source.properties.iter().map(property).collect(),
        members: Vec::new(),
        description: source.description.clone(),
        notes: source.notes.clone(),
        data_contract: source.data_contract.as_ref().map(|contract| DataContract {
            name: contract.name.clone(),
            namespace: contract.namespace.clone(),
        }),
        implements: source.implements.iter().map(type_name).collect(),
        is_nested: source.is_nested,
        attributes: source.attributes.iter().map(attribute).collect(),
        defaults: Defaults::default(),
    }
}

fn kind(source: &doc::Type) -> DtoKind {
    if source.is_enum {
        DtoKind::Enum(enumeration(source))
    } else if source.is_interface {
        DtoKind::Interface
    } else if source.is_abstract {
        DtoKind::Abstract
    } else {
        DtoKind::Class
    }
}

/// Numbers that are not listed count from 0; a number that does not parse counts on from its
/// predecessor.
fn enumeration(source: &doc::Type) -> Enumeration {
    let mut next = 0;
    let members = source.enum_names.iter().enumerate().map(|(index, name)| {
        let number = source.enum_values.get(index).and_then(|text| number(text)).unwrap_or(next);
        next = number.wrapping_add(1);
        EnumMember {
            name: name.clone(),
            number,
            wire_name: source
                .enum_member_values
                .get(index)
                .cloned()
                .flatten()
                .filter(|wire| wire != name),
            description: source.enum_descriptions.get(index).cloned().flatten(),
        }
    });
    Enumeration {
        members: members.collect(),
        as_number: source.is_enum_int,
        shows_values: !source.enum_values.is_empty() || !source.enum_member_values.is_empty(),
    }
}

/// An enum may be based on `UInt64`: its upper half wraps, as a cast of .NET does.
pub(super) fn number(text: &str) -> Option<i64> {
    text.parse().ok().or_else(|| text.parse::<u64>().ok().map(u64::cast_signed))
}

fn property(source: &doc::PropertyType) -> Property {
    let data_member = source.data_member.as_ref();
    Property {
        name: source.name.clone(),
        type_name: TypeName {
            name: source.type_name.trim_start_matches('\'').to_owned(),
            namespace: source.namespace.clone(),
            generic_args: source.generic_args.clone(),
        },
        ty: TypeRef::Unknown(String::new()),
        is_required: source.is_required,
        is_primary_key: source.is_primary_key,
        param_type: source.param_type.clone(),
        display_type: source.display_type.clone(),
        description: source.description.clone(),
        allowable_values: source.allowable_values.clone(),
        allowable_range: range(source),
        wire_name: data_member.and_then(|member| member.name.clone()),
        order: data_member.and_then(|member| member.order),
        is_value_type: source.is_value_type,
        is_enum: source.is_enum,
        data_member: data_member.map(|member| DataMember {
            is_required: member.is_required,
            emit_default_value: member.emit_default_value,
        }),
        upload_to: source.upload_to.clone().or_else(|| upload_to(source)),
        attributes: source.attributes.iter().map(attribute).collect(),
    }
}

/// The location that `[UploadTo]` names, where a document lists it as an attribute.
fn upload_to(source: &doc::PropertyType) -> Option<String> {
    let attribute = source.attributes.iter().find(|attribute| attribute.name == "UploadTo")?;
    let mut named = attribute.constructor_args.iter().chain(attribute.args.iter().flatten());
    named.next()?.value.clone()
}

/// Older hosts write 0 for both bounds beside allowable values.
fn range(source: &doc::PropertyType) -> Option<(i64, i64)> {
    let range = source.allowable_min.zip(source.allowable_max)?;
    (source.allowable_values.is_empty()).then_some(range)
}

fn attribute(source: &doc::Attribute) -> Attribute {
    Attribute {
        name: source.name.clone(),
        constructor_args: source.constructor_args.iter().map(argument).collect(),
        args: source.args.iter().flatten().map(argument).collect(),
    }
}

fn argument(source: &doc::PropertyType) -> Argument {
    Argument {
        name: source.name.clone(),
        type_name: TypeName {
            name: source.type_name.clone(),
            namespace: source.namespace.clone(),
            generic_args: source.generic_args.clone(),
        },
        value: source.value.clone().unwrap_or_default(),
    }
}

pub(super) fn type_name(source: &doc::Name) -> TypeName {
    TypeName {
        name: source.name.clone(),
        namespace: source.namespace.clone(),
        generic_args: source.generic_args.clone(),
    }
}

/// The name of a definition itself.
pub(super) fn own_name(source: &doc::Type) -> TypeName {
    TypeName {
        name: source.name.clone(),
        namespace: source.namespace.clone(),
        generic_args: Vec::new(),
    }
}

/// All of an operation but its types.
pub(super) fn operation(source: &doc::OperationType, request: super::DtoId) -> Operation {
    Operation {
        name: source.request.name.clone(),
        request,
        response: None,
        response_name: None,
        returns_void: source.returns_void,
        actions: source.actions.iter().map(|action| action.to_ascii_uppercase()).collect(),
        routes: source.routes.iter().map(route).collect(),
        requires_auth: source.requires_auth,
        requires_api_key: source.requires_api_key,
        required_roles: source.required_roles.clone(),
        requires_any_role: source.requires_any_role.clone(),
        required_permissions: source.required_permissions.clone(),
        requires_any_permission: source.requires_any_permission.clone(),
        tags: source.tags.clone(),
        method: source.method.clone(),
        raw: false,
        built_in: false,
        // No real document lists such an operation; those of one's own may.
        hidden: source
            .request
            .attributes
            .iter()
            .any(|attribute| attribute.name == "ExcludeMetadata"),
    }
}

fn route(source: &doc::RouteType) -> Route {
    let verbs = source.verbs.as_deref().map(str::trim).filter(|verbs| !verbs.is_empty());
    Route {
        path: source.path.clone(),
        verbs: match verbs {
            Some(verbs) if !verbs.eq_ignore_ascii_case("ANY") => {
                Verbs::Only(verbs.to_ascii_uppercase())
            }
            _ => Verbs::All,
        },
        summary: source.summary.clone(),
        notes: source.notes.clone(),
    }
}
