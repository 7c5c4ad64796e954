//! The tables of an operation page: authentication, routes, types.

use maud::{Markup, html};

use super::{display, parameter, security};
use crate::contract::{Contract, DtoId, DtoKind, Enumeration, Operation, Property, Route, Verbs};

/// One row of pairs; an empty one when only a login is asked for.
pub(super) fn authentication(operation: &Operation) -> Markup {
    html! {
        @if operation.requires_auth {
            table.authentication {
                caption { b { "Requires Authentication" } }
                tr { @for (label, names) in security::demands(operation) { td { (label) } td { b { (names) } } } }
            }
        }
    }
}

/// Verbs, path, summary and notes of each route, in declared order.
pub(super) fn routes(routes: &[Route]) -> Markup {
    html! {
        @if !routes.is_empty() {
            table.routes {
                caption { "The following routes are available for this service:" }
                tbody { @for route in routes { (self::route(route)) } }
            }
        }
    }
}

fn route(route: &Route) -> Markup {
    let verbs = match &route.verbs {
        Verbs::All => "All Verbs",
        Verbs::Only(verbs) => verbs,
    };
    html! {
        tr {
            th scope="row" { span.verbs data-verb=(verbs) { (verbs) } }
            td.path { (path(&route.path)) }
            td { (route.summary.as_deref().unwrap_or_default()) }
            td { i { (route.notes.as_deref().unwrap_or_default()) } }
        }
    }
}

/// A path whose variables are marked, and which may break before a slash.
fn path(path: &str) -> Markup {
    html! {
        @for (index, segment) in path.split('/').enumerate() {
            @if index > 0 { wbr; "/" }
            @if segment.starts_with('{') { var { (segment) } } @else { (segment) }
        }
    }
}

/// The table of a type; none for a class without members of its own.
pub(super) fn of_type(contract: &Contract, operation: &Operation, id: DtoId) -> Markup {
    let dto = contract.dto(id);
    let name = display::caption(&dto.type_name);
    match &dto.kind {
        DtoKind::Enum(enumeration) => self::enumeration(&name, enumeration),
        _ => html! {
            @if !dto.properties.is_empty() {
                table.params {
                    caption { b { (name) } " Parameters:" }
                    thead {
                        tr { @for title in ["Name", "Parameter", "Data Type", "Required", "Description"] { th scope="col" { (title) } } }
                    }
                    tbody { @for property in dto.properties.iter().filter(|property| !property.is_hidden()) { (row(operation, id, property)) } }
                }
            }
        },
    }
}

fn row(operation: &Operation, table: DtoId, property: &Property) -> Markup {
    let data_type =
        property.display_type.clone().unwrap_or_else(|| display::data_type(&property.type_name));
    let kind = parameter::kind(operation, table, property);
    let required = if property.is_required { "Yes" } else { "No" };
    html! {
        tr {
            td.name { (property.name) }
            td.kind data-kind=(kind) { (kind) }
            td.type { (data_type) }
            td.required data-required=(required) { (required) }
            td.about { (about(property)) }
        }
    }
}

fn about(property: &Property) -> Markup {
    html! {
        (property.description.as_deref().unwrap_or_default())
        @if !property.allowable_values.is_empty() {
            h4 { "Allowable Values" }
            ul { @for value in &property.allowable_values { li { (value) } } }
        }
        @if let Some((min, max)) = property.allowable_range {
            h4 { "Valid Range: " (min) " - " (max) }
        }
    }
}

/// Numbers are shown when the document lists them; the last column holds descriptions and has no
/// title.
fn enumeration(name: &str, enumeration: &Enumeration) -> Markup {
    html! {
        table.enum {
            caption { b { (name) } " Enum:" }
            @if enumeration.shows_values {
                thead { tr { th scope="col" { "Name" } th scope="col" { "Value" } td {} } }
            }
            tbody {
                @for member in &enumeration.members {
                    tr {
                        td.name { (member.name) }
                        @if enumeration.shows_values {
                            td { (member.wire_name.clone().unwrap_or_else(|| member.number.to_string())) }
                        }
                        td.about { (member.description.as_deref().unwrap_or_default()) }
                    }
                }
            }
        }
    }
}
