//! A contract of the classes that the vectors use.

use serde_json::{Value as Json, json};
use servicestack_emulator::contract::Contract;

/// The types that a value names for what stands in the place of an object.
pub fn types_within(value: &Json, types: &mut Vec<String>) {
    match value {
        Json::Object(members) => {
            types.extend(members.get("is").and_then(Json::as_str).map(str::to_owned));
            members.values().for_each(|member| types_within(member, types));
        }
        Json::Array(items) => items.iter().for_each(|item| types_within(item, types)),
        _ => {}
    }
}

/// A class `Roots` has a property for each of `types`. System.Text.Json sees members without
/// `[DataMember]` too.
pub fn of(types: &[String], is_system: bool) -> Contract {
    let roots: Vec<Json> =
        types.iter().enumerate().map(|(i, name)| property(&format!("P{i}"), name)).collect();
    let mut document: Json = serde_json::from_str(include_str!("types.json")).expect("it is ours");
    let all = document["types"].as_array_mut().expect("a list");
    for class in all.iter_mut().filter(|class| class["dataContract"].is_object()) {
        let properties = class["properties"].as_array_mut().expect("a list");
        properties.retain(|property| is_system || property["dataMember"].is_object());
    }
    all.push(json!({"name": "Roots", "namespace": "V", "properties": roots}));
    Contract::read(document.to_string().as_bytes()).expect("the document is one of ours")
}

fn property(name: &str, ty: &str) -> Json {
    json!({"name": name, "type": ty})
}
