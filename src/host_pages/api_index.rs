//! `/api` of 10.x: the operations of a host by tag, for programs.

use serde_json::{Value as Json, json};

use crate::contract::Operation;
use crate::host::Host;
use crate::wire::JsonDialect;

/// What stands for operations without a tag: ServiceStack's own, and others.
const UNTAGGED: (&str, &str) = ("auth", "other");

/// The index: lists of operations by name, with their addresses, by tag (recorded: topic N5).
pub fn of(host: &Host, base_url: &str) -> String {
    let mut operations: Vec<&Operation> =
        host.contract().operations().iter().filter(|operation| !operation.hidden).collect();
    operations.sort_by(|one, other| one.name.cmp(&other.name));
    let mut tags: Vec<(&str, Vec<String>)> = Vec::new();
    for operation in operations {
        for tag in tags_of(operation) {
            let described = described(host, operation, base_url);
            match tags.iter_mut().find(|(known, _)| *known == tag) {
                Some((_, listed)) => listed.push(described),
                None => tags.push((tag, vec![described])),
            }
        }
    }
    let listed = tags.into_iter().map(|(tag, listed)| (tag, format!("[{}]", listed.join(","))));
    object(listed)
}

fn tags_of(operation: &Operation) -> Vec<&str> {
    match operation.tags.as_slice() {
        [] if operation.built_in => vec![UNTAGGED.0],
        [] => vec![UNTAGGED.1],
        tags => tags.iter().map(String::as_str).collect(),
    }
}

/// System.Text.Json writes the nulls of this document.
fn described(host: &Host, operation: &Operation, base_url: &str) -> String {
    let dto = host.contract().dto(operation.request);
    let name = &operation.name;
    let links = ["api", "ui"].map(|kind| (kind, json!(format!("{base_url}/{kind}/{name}"))));
    let members = [
        ("name", json!(name)),
        ("returns", json!(operation.response_name.as_ref().map(|returned| &returned.name))),
        ("description", json!(dto.description)),
        ("notes", json!(dto.notes)),
    ];
    let has_nulls = host.parts.behaviour.dialect.json == JsonDialect::System;
    let members = members.into_iter().filter(|(_, value)| has_nulls || *value != Json::Null);
    let members = members.map(|(name, value)| (name, value.to_string()));
    let links = object(links.into_iter().map(|(kind, address)| (kind, address.to_string())));
    object(members.chain([("links", links)]))
}

/// An object of members that are written already, in their order.
pub(super) fn object<'n>(members: impl Iterator<Item = (&'n str, String)>) -> String {
    let members = members.map(|(name, value)| format!("{}:{value}", json!(name)));
    format!("{{{}}}", members.collect::<Vec<_>>().join(","))
}
