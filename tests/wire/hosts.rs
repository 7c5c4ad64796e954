//! The contracts that the recordings speak of.

use serde_json::{Value as Json, json};
use servicestack_emulator::{
    contract::{Contract, TypeRef},
    value::Value,
    wire::{self, Dialect, Format, Typed},
};

/// A contract of the classes that the serializer vectors use, and a class `Roots` with one property
/// for each of `types`, so that any C# type name can be resolved.
pub fn vectors(types: &[String]) -> Contract {
    let roots: Vec<Json> =
        types.iter().enumerate().map(|(i, name)| property(&format!("P{i}"), name)).collect();
    let document = json!({
        "config": {},
        "types": [
            class("P", &[("A", "Int32"), ("B", "String")]),
            class("S", &[("V", "String")]),
            generic("T1`1", &["T"], &[("V", "T")]),
            class("Base", &[("X", "Int32"), ("Y", "String")]),
            inherits("Der", "Base", &[("Z", "Int32"), ("W", "String")]),
            class("Node", &[("N", "String"), ("Next", "Node"), ("Kids", "List<Node>")]),
            class("HasI", &[("I", "Object"), ("O", "Object")]),
            class("IG", &[("A", "Int32"), ("RO", "Int32")]),
            json!({"name": "DC", "namespace": "V", "dataContract": {}, "properties": [
                {"name": "A", "type": "Int32", "dataMember": {"name": "a_b", "order": 2}},
                {"name": "C", "type": "String", "dataMember": {"order": 1}},
            ]}),
            json!({"name": "E1", "namespace": "V", "isEnum": true, "enumNames": ["A", "B"], "enumValues": ["0", "5"]}),
            json!({"name": "F1", "namespace": "V", "isEnum": true, "isEnumInt": true,
                   "enumNames": ["None", "One", "Two"], "enumValues": ["0", "1", "2"]}),
            json!({"name": "Roots", "namespace": "V", "properties": roots}),
        ],
        "operations": [],
    });
    Contract::read(document.to_string().as_bytes()).expect("the document is one of ours")
}

fn class(name: &str, properties: &[(&str, &str)]) -> Json {
    generic(name, &[], properties)
}

fn generic(name: &str, parameters: &[&str], properties: &[(&str, &str)]) -> Json {
    let properties: Vec<Json> = properties.iter().map(|(name, ty)| property(name, ty)).collect();
    json!({"name": name, "namespace": "V", "genericArgs": parameters, "properties": properties})
}

fn inherits(name: &str, base: &str, properties: &[(&str, &str)]) -> Json {
    let mut class = class(name, properties);
    class["inherits"] = json!({"name": base, "namespace": "V"});
    class
}

fn property(name: &str, ty: &str) -> Json {
    json!({"name": name, "type": ty})
}

/// The type of a vector: the `index`th property of `Roots`.
pub fn root(contract: &Contract, index: usize) -> TypeRef {
    let roots = contract.find_dto("Roots").expect("the document defines it");
    contract.dto(roots).properties[index].ty.clone()
}

/// Writes a value of a type.
pub fn write(
    format: Format,
    contract: &Contract,
    ty: &TypeRef,
    value: &Value,
    dialect: &Dialect,
) -> String {
    wire::write(format, &Typed { contract, ty, value }, dialect)
        .unwrap_or_else(|error| format!("!{error}"))
}

/// The contract of the recorded hosts: what their own `/types/metadata` documents list, and the few
/// operations that these leave out. `Roots` as in [`vectors`].
pub fn recorded(types: &[&str]) -> Contract {
    let roots: Vec<Json> =
        types.iter().enumerate().map(|(i, name)| property(&format!("P{i}"), name)).collect();
    let mut document = document("types-metadata-c");
    let more = document_operations("types-metadata-d")
        .into_iter()
        .chain(document_operations("types-metadata"));
    let operations = document["Operations"].as_array_mut().expect("operations are a list");
    for operation in more {
        let known =
            operations.iter().any(|other| other["Request"]["Name"] == operation["Request"]["Name"]);
        if !known {
            operations.push(operation);
        }
    }
    operations.push(json!({"Request": {"Name": "PlainReq", "Namespace": "ApexERP", "Properties": [
        {"Name": "A", "Type": "Int32"}, {"Name": "Mode", "Type": "String"},
    ]}, "Actions": ["ANY"]}));
    let own = [
        json!({"Name": "PlainReqResponse", "Namespace": "ApexERP", "Properties": [{"Name": "B", "Type": "Int32"}]}),
        json!({"Name": "Roots", "Namespace": "ApexERP", "Properties": roots}),
    ];
    document["Types"].as_array_mut().expect("types are a list").extend(own);
    Contract::read(document.to_string().as_bytes()).expect("the recorded documents are valid")
}

fn document(name: &str) -> Json {
    let text = std::fs::read_to_string(format!("fixtures/conformance/{name}.json"))
        .expect("the fixture is there");
    serde_json::from_str(&text).expect("the fixture is JSON")
}

fn document_operations(name: &str) -> Vec<Json> {
    document(name)["Operations"].as_array().cloned().unwrap_or_default()
}
