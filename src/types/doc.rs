//! Attributes and comments that generators repeat.

use crate::contract::{Attribute, DataContract, Dto, Operation, Property, Verbs};

use super::names::{dotted, identifier, quoted};

/// An attribute as C# writes it, without brackets: `Route("/hello", "GET")`.
pub(super) fn attributes_of(dto: &Dto, operation: Option<&Operation>) -> Vec<String> {
    let routes = operation.into_iter().flat_map(|operation| &operation.routes).map(|route| {
        let mut args = vec![quoted(&route.path)];
        if let Verbs::Only(verbs) = &route.verbs {
            args.push(quoted(verbs));
        }
        args.extend(route.summary.as_ref().map(|text| format!("Summary={}", quoted(text))));
        args.extend(route.notes.as_ref().map(|text| format!("Notes={}", quoted(text))));
        format!("Route({})", args.join(", "))
    });
    let contract = dto.data_contract.iter().map(data_contract);
    routes.chain(dto.attributes.iter().map(attribute)).chain(contract).collect()
}

fn data_contract(contract: &DataContract) -> String {
    let name = contract.name.as_ref().map(|name| format!("Name={}", quoted(name)));
    let namespace = contract.namespace.as_ref().map(|name| format!("Namespace={}", quoted(name)));
    called("DataContract", &name.into_iter().chain(namespace).collect::<Vec<_>>())
}

/// The attributes of a property, `DataMember` among them.
pub(super) fn attributes_on(property: &Property) -> Vec<String> {
    let member = property.data_member.as_ref().map(|member| {
        let args = [
            property.wire_name.as_ref().map(|name| format!("Name={}", quoted(name))),
            property.order.map(|order| format!("Order={order}")),
            member.is_required.map(|required| format!("IsRequired={required}")),
            member.emit_default_value.map(|emit| format!("EmitDefaultValue={emit}")),
        ];
        called("DataMember", &args.into_iter().flatten().collect::<Vec<_>>())
    });
    property.attributes.iter().map(attribute).chain(member).collect()
}

fn attribute(attribute: &Attribute) -> String {
    let by_position = attribute.constructor_args.iter().map(|arg| value(&arg.type_name.name, &arg.value));
    let by_name = attribute
        .args
        .iter()
        .map(|arg| format!("{}={}", identifier(&arg.name), value(&arg.type_name.name, &arg.value)));
    called(&identifier(&attribute.name), &by_position.chain(by_name).collect::<Vec<_>>())
}

fn called(name: &str, args: &[String]) -> String {
    if args.is_empty() { name.to_owned() } else { format!("{name}({})", args.join(", ")) }
}

/// Documents tell an argument's value as text: what is no plain literal of its type stays a text.
fn value(type_name: &str, text: &str) -> String {
    let literal = match type_name {
        "String" => false,
        "Boolean" => matches!(text, "true" | "false"),
        "Type" => return type_of(text).unwrap_or_else(|| quoted(text)),
        _ => text.parse::<f64>().is_ok_and(f64::is_finite) || is_member(text),
    };
    if literal { text.to_owned() } else { quoted(text) }
}

fn type_of(text: &str) -> Option<String> {
    let name = text.strip_prefix("typeof(")?.strip_suffix(')')?;
    (dotted(name) == name).then(|| text.to_owned())
}

/// `Enum.Member`.
fn is_member(text: &str) -> bool {
    text.contains('.') && dotted(text) == text
}
