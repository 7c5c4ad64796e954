//! `/operations/metadata`: the operations with their routes and verbs, by name.

use serde_json::json;

use super::api_index::object;
use super::dtos;
use crate::contract::Operation;
use crate::host::{TenantHost, Version};
use crate::http::{Answer, Request, with_global_headers};
use crate::types::camel_case;

/// The list, those without a page included. It begins no session (recorded of both versions).
pub fn answer(host: &TenantHost<'_>, request: &Request) -> Answer {
    let mut operations: Vec<&Operation> = host.contract().operations().iter().collect();
    operations.sort_by(|one, other| one.name.cmp(&other.name));
    let described = |operation| described(operation, host.version());
    let listed: Vec<String> = operations.into_iter().map(described).collect();
    with_global_headers(host, dtos::written(host, request, &format!("[{}]", listed.join(","))))
}

/// No document says which class serves an operation; it is called after the operation, as
/// ServiceStack's own are.
fn described(operation: &Operation, version: Version) -> String {
    let routes: Vec<&str> = operation.routes.iter().map(|route| &*route.path).collect();
    let tags = match operation.tags.as_slice() {
        // Recorded of ServiceStack's own.
        [] if operation.built_in && version == Version::V10 => json!(["auth"]),
        tags => json!(tags),
    };
    let members = [
        ("Name", json!(operation.name)),
        ("ResponseName", json!(operation.response_name.as_ref().map(|response| &response.name))),
        ("ServiceName", json!(format!("{}Service", operation.name))),
        ("Actions", json!(operation.actions)),
        ("Routes", json!(routes)),
        ("Tags", tags),
    ];
    let set = members.into_iter().filter(|(_, value)| !value.is_null());
    let named: Vec<(String, String)> = set
        .map(|(name, value)| match version {
            Version::V5 => (name.to_owned(), value.to_string()),
            Version::V10 => (camel_case(name), value.to_string()),
        })
        .collect();
    object(named.iter().map(|(name, value)| (&**name, value.clone())))
}
