//! `/api` of 10.x: the operations of a host by tag, for programs.

use serde_json::{Map, Value as Json, json};

use crate::contract::Operation;
use crate::host::Host;

/// What stands for operations without a tag.
const UNTAGGED: &str = "other";

/// The index: lists of operations with their addresses, by tag.
pub fn of(host: &Host, base_url: &str) -> String {
    let mut tags: Map<String, Json> = Map::new();
    for operation in host.contract().operations().iter().filter(|operation| !operation.hidden) {
        let tags_of =
            if operation.tags.is_empty() { &[UNTAGGED.to_owned()][..] } else { &operation.tags };
        for tag in tags_of {
            let listed = tags.entry(tag.clone()).or_insert_with(|| json!([]));
            if let Json::Array(operations) = listed {
                operations.push(described(host, operation, base_url));
            }
        }
    }
    Json::Object(tags).to_string()
}

fn described(host: &Host, operation: &Operation, base_url: &str) -> Json {
    let dto = host.contract().dto(operation.request);
    let mut described = json!({
        "name": operation.name,
        "links": { "api": format!("{base_url}/api/{}", operation.name) },
    });
    for (name, text) in [("description", &dto.description), ("notes", &dto.notes)] {
        if let Some(text) = text {
            described[name] = json!(text);
        }
    }
    described
}
