//! The Postman collection of a contract, format 2.1: what `/postman` serves.
//!
//! A folder a tag, a request an operation, with the contract's samples as bodies. Address and
//! credentials are variables of the collection, so that it fits any host that keeps the same
//! contract.

use std::collections::HashMap;

use serde_json::{Value as Json, json};

use crate::contract::{Contract, Dto, Member, TypeRef};
use crate::openapi::{Call, DocumentOptions, Samples, Segment, calls};
use crate::wire::{Dialect, Format};

const SCHEMA: &str = "https://schema.getpostman.com/json/collection/v2.1.0/collection.json";

/// A collection but for the address of its host.
#[derive(Debug, Clone)]
pub struct Collection {
    signs_in: bool,
    rest: String,
}

impl Collection {
    /// A request for every way of calling every visible operation.
    pub fn of(contract: &Contract, options: &DocumentOptions<'_>) -> Self {
        let samples = Samples::new(contract, options.dialect);
        let mut folders: Vec<(String, Vec<Json>)> = Vec::new();
        let mut places = HashMap::new();
        for call in calls(contract, options.without_route, options.one_verb) {
            let folder = call.groups().swap_remove(0);
            let place = *places.entry(folder.clone()).or_insert(folders.len());
            if place == folders.len() {
                folders.push((folder, Vec::new()));
            }
            folders[place].1.push(item(contract, options, &samples, &call));
        }
        let title = if contract.title.is_empty() { "ServiceStack host" } else { &contract.title };
        let folders =
            folders.into_iter().map(|(name, items)| json!({ "name": name, "item": items }));
        let mut rest = json!({
            "info": { "name": title, "description": "Made from the host's contract.", "schema": SCHEMA },
            "item": folders.collect::<Vec<_>>(),
        });
        let signs_in = options.sign_in.is_some();
        if signs_in {
            rest["auth"] = basic();
        }
        Self { signs_in, rest: rest.to_string() }
    }

    /// The collection for a host at `base_url`.
    pub fn at(&self, base_url: &str) -> String {
        let variables = [("baseUrl", base_url), ("userName", ""), ("password", "")];
        let variables = variables.into_iter().take(if self.signs_in { 3 } else { 1 });
        let variables: Vec<Json> = variables.map(|(key, value)| variable(key, value)).collect();
        format!("{{\"variable\":{},{}", Json::from(variables), &self.rest[1..])
    }
}

fn variable(key: &str, value: &str) -> Json {
    json!({ "key": key, "value": value, "type": "string" })
}

fn basic() -> Json {
    let parameter = |key, value| json!({ "key": key, "value": value, "type": "string" });
    json!({ "type": "basic", "basic": [parameter("username", "{{userName}}"), parameter("password", "{{password}}")] })
}

fn item(
    contract: &Contract,
    options: &DocumentOptions<'_>,
    samples: &Samples<'_>,
    call: &Call<'_>,
) -> Json {
    let dto = contract.dto(call.operation.request);
    let json = Format::Json.media_type();
    let mut headers = vec![json!({ "key": "Accept", "value": json })];
    let mut request = json!({
        "method": call.verb,
        "url": url(dto, options.dialect, samples, call),
        "description": dto.description.as_deref().unwrap_or_default(),
    });
    if call.has_body() {
        headers.push(json!({ "key": "Content-Type", "value": json }));
        let sample =
            samples.of(&TypeRef::Dto(call.operation.request), &[Format::Json]).swap_remove(0);
        let raw = sample.unwrap_or_else(|| "{}".to_owned());
        request["body"] =
            json!({ "mode": "raw", "raw": raw, "options": { "raw": { "language": "json" } } });
    }
    request["header"] = headers.into();
    if options.sign_in.is_some() && !call.operation.is_protected() {
        request["auth"] = json!({ "type": "noauth" });
    }
    json!({ "name": call.operation.name, "request": request, "response": [] })
}

/// The address in parts, as Postman keeps it. Query keys are there to be switched on: an empty
/// value is no value.
fn url(dto: &Dto, dialect: &Dialect, samples: &Samples<'_>, call: &Call<'_>) -> Json {
    let path = call.path.text(|name| format!(":{name}"));
    let mut url = json!({
        "raw": format!("{{{{baseUrl}}}}{path}"),
        "host": ["{{baseUrl}}"],
        "path": path.split('/').skip(1).collect::<Vec<_>>(),
    });
    let segments = call.path.segments.iter();
    let variables: Vec<Json> =
        segments.filter_map(|segment| path_variable(dto, samples, segment)).collect();
    if !variables.is_empty() {
        url["variable"] = variables.into();
    }
    let in_query = |member: &&Member| !member.hidden && !call.path.fills(&member.name);
    if !call.has_body() && dto.members.iter().any(|member| in_query(&member)) {
        let key = |member: &Member| json!({ "key": dialect.member_name(member), "value": "", "disabled": true });
        url["query"] = dto.members.iter().filter(in_query).map(key).collect();
    }
    url
}

/// A variable of the path with a sample of its member: an empty one would make another path.
fn path_variable(dto: &Dto, samples: &Samples<'_>, segment: &Segment) -> Option<Json> {
    let Segment::Variable { name, member, .. } = segment else { return None };
    let sample =
        dto.member(member).and_then(|member| samples.of(&member.ty, &[Format::Jsv]).swap_remove(0));
    Some(json!({ "key": name, "value": sample.unwrap_or_else(|| "String".to_owned()) }))
}
