//! From contract to document.

use std::collections::HashSet;

use serde_json::{Value as Json, json};
use servicestack_emulator::openapi::CallStyle;
use servicestack_emulator::wire::Dialect;

use super::check::{classic, of};

const APEX: &str = include_str!("../../fixtures/hosts/apex-erp/contract.json");

fn keys(part: &Json) -> Vec<&str> {
    part.as_object().into_iter().flatten().map(|(key, _)| key.as_str()).collect()
}

fn parameters(operation: &Json) -> Vec<(String, String)> {
    let parameters = operation["parameters"].as_array().into_iter().flatten();
    let text = |part: &Json| part.as_str().unwrap_or_default().to_owned();
    parameters.map(|parameter| (text(&parameter["in"]), text(&parameter["name"]))).collect()
}

#[test]
fn every_operation_of_apex_is_there() {
    let document = classic(APEX);
    let operations = document["paths"].as_object().expect("paths").values().flat_map(|verbs| {
        verbs
            .as_object()
            .expect("operations")
            .values()
            .map(|operation| operation["summary"].as_str().expect("a name"))
    });
    assert_eq!(operations.collect::<HashSet<_>>().len(), 73, "72 and Authenticate");
    let operation = &document["paths"]["/Coupons/Activate"]["put"];
    insta::assert_json_snapshot!("activate_coupon", operation);
    insta::assert_json_snapshot!("coupon", document["components"]["schemas"]["Coupon"]);
    insta::assert_json_snapshot!("components", {
        let components = &document["components"];
        json!({ "responses": components["responses"], "securitySchemes": components["securitySchemes"] })
    });
}

#[test]
fn recorded_contracts_have_documents() {
    for contract in [
        include_str!("../../fixtures/conformance/types-metadata.json"),
        include_str!("../../fixtures/conformance/types-metadata-c.json"),
        include_str!("../../fixtures/conformance/types-metadata-d.json"),
    ] {
        assert!(keys(&classic(contract)["paths"]).len() > 3);
        of(contract, &Dialect::modern(), CallStyle::Api);
    }
}

#[test]
fn a_route_of_several_verbs_is_several_operations() {
    let document = classic(
        r#"{"operations":[{"request":{"name":"Note","properties":[{"name":"Id","type":"Int32"},{"name":"Text","type":"String","isRequired":true}]},
            "routes":[{"path":"/notes/{Id}","verbs":"GET, PUT DELETE","summary":"One note","notes":"Numbered"}],"actions":["ANY"]}]}"#,
    );
    let path = &document["paths"]["/notes/{Id}"];
    assert_eq!(keys(path), ["delete", "get", "put"]);
    let ids: Vec<&Json> =
        ["get", "put", "delete"].iter().map(|verb| &path[*verb]["operationId"]).collect();
    assert_eq!(ids, ["Note_Get", "Note_Put", "Note_Delete"]);
    assert_eq!(path["get"]["summary"], "Note — One note");
    assert_eq!(path["get"]["description"], "Numbered");
    let pairs = [("path".to_owned(), "Id".to_owned()), ("query".to_owned(), "Text".to_owned())];
    assert_eq!(parameters(&path["get"]), pairs);
    assert_eq!(parameters(&path["delete"]), pairs);
    assert_eq!(parameters(&path["put"]), pairs[..1]);
    assert_eq!(path["get"]["parameters"][1]["required"], true);
    let body = &path["put"]["requestBody"];
    assert_eq!(
        keys(&body["content"]),
        ["application/json", "application/jsv", "application/xml", "text/csv"]
    );
    let schema = &body["content"]["application/json"]["schema"];
    assert_eq!(
        (keys(&schema["properties"]), &schema["required"]),
        (vec!["Text"], &json!(["Text"]))
    );
}

#[test]
fn verbs_without_a_method_are_not_reported() {
    let document = classic(
        r#"{"operations":[{"request":{"name":"A"},"routes":[{"path":"/a"}],"actions":["GET","PATCH"]},
            {"request":{"name":"B"},"routes":[{"path":"/b"}],"actions":["ANY"]}]}"#,
    );
    assert_eq!(keys(&document["paths"]["/a"]), ["get", "patch"]);
    assert_eq!(keys(&document["paths"]["/b"]), ["delete", "get", "post", "put"]);
}

#[test]
fn operations_without_routes_are_reported_by_their_predefined_address() {
    let contract = r#"{"operations":[{"request":{"name":"Ping","properties":[{"name":"FirstName","type":"String"}]}},
        {"request":{"name":"Peek"},"actions":["GET"]},{"request":{"name":"Poke"},"method":"PUT"}]}"#;
    let document = classic(contract);
    assert_eq!(
        keys(&document["paths"]["/json/reply/Ping"]["post"]["requestBody"]["content"]),
        ["application/json"]
    );
    assert_eq!(keys(&document["paths"]["/json/reply/Peek"]), ["get"]);
    assert_eq!(keys(&document["paths"]["/json/reply/Poke"]), ["put"]);
    let modern = of(contract, &Dialect::modern(), CallStyle::Api);
    assert_eq!(keys(&modern["paths"]["/api/Ping"]["post"]["requestBody"]["content"]).len(), 4);
    assert_eq!(keys(&modern["components"]["schemas"]["Ping"]["properties"]), ["firstName"]);
}

#[test]
fn of_two_operations_at_one_address_the_one_that_answers_is_reported() {
    let document = classic(
        r#"{"operations":[{"request":{"name":"Any","properties":[{"name":"Id","type":"Int32"}]},"routes":[{"path":"/x/{Id}"}],"actions":["GET"]},
            {"request":{"name":"Only"},"routes":[{"path":"/X/{Name}","verbs":"GET"}]},
            {"request":{"name":"Late"},"routes":[{"path":"/x/{Late}","verbs":"GET,POST"}]}]}"#,
    );
    let path = &document["paths"]["/x/{Id}"];
    assert_eq!(path["get"]["summary"], "Only");
    assert_eq!(path["post"]["summary"], "Late");
    assert_eq!(parameters(&path["post"]), [("path".to_owned(), "Id".to_owned())]);
    assert_eq!(
        keys(&document["paths"]),
        ["/auth", "/auth/{provider}", "/json/reply/Any", "/x/{Id}"]
    );
}

#[test]
fn members_have_the_schemas_of_their_types() {
    let names = [
        "Int32", "Int64", "Byte", "UInt64", "Decimal", "Double", "Boolean", "Char", "Guid",
        "DateTime", "TimeSpan", "Uri", "Object", "Byte[]", "Base", "Colour", "Bits", "Nope",
    ];
    let property = |name: &str| format!(r#"{{"name":"{name}","type":"{name}"}}"#);
    let properties: Vec<String> = names.iter().map(|name| property(name)).collect();
    let contract = format!(
        r#"{{"types":[
          {{"name":"Base","description":"First","properties":[{{"name":"Own","type":"String","isRequired":true}}]}},
          {{"name":"Colour","isEnum":true,"enumNames":["Red","Green"],"enumMemberValues":["rot",null],"enumDescriptions":[null,"Like grass"]}},
          {{"name":"Bits","isEnum":true,"isEnumInt":true,"enumNames":["A","B"],"enumValues":["1","4"]}},
          {{"name":"Heir","inherits":{{"name":"Base"}},"properties":[{},
             {{"name":"Maybe","type":"Nullable`1","genericArgs":["Int32"]}},
             {{"name":"MaybeColour","type":"Nullable`1","genericArgs":["Colour"]}},
             {{"name":"Many","type":"List`1","genericArgs":["Base"]}},
             {{"name":"ByName","type":"Dictionary`2","genericArgs":["String","Base"]}},
             {{"name":"Closed","type":"Box`1","genericArgs":["Base"]}},
             {{"name":"Grade","type":"Int32","allowableMin":1,"allowableMax":5,"description":"<b>Mark</b>"}},
             {{"name":"Size","type":"String","allowableValues":["S","L","S"]}}]}},
          {{"name":"Box`1","genericArgs":["'T"],"properties":[{{"name":"Content","type":"'T"}}]}}]}}"#,
        properties.join(",")
    );
    let document = classic(&contract);
    insta::assert_json_snapshot!("schemas", {
        let mut schemas = document["components"]["schemas"].clone();
        let shown = schemas.as_object_mut().expect("schemas");
        shown.retain(|name, _| {
            !name.starts_with("Response") && !name.starts_with("Auth") && !name.starts_with("Error")
        });
        schemas
    });
    let modern = of(&contract, &Dialect::modern(), CallStyle::Api);
    assert!(
        modern["components"]["schemas"]["Heir"]["properties"]["maybeColour"]["nullable"] == true
    );
}

#[test]
fn values_in_an_address_are_text_lists_or_jsv() {
    let document = classic(
        r#"{"types":[{"name":"Sub","properties":[{"name":"A","type":"Int32"}]}],"operations":[{"request":{"name":"Find","properties":[
            {"name":"Ids","type":"List`1","genericArgs":["Int32"]},{"name":"Since","type":"Nullable`1","genericArgs":["DateTime"]},
            {"name":"Sub","type":"Sub"},{"name":"Rest","type":"String"}]},
            "routes":[{"path":"/find/{Rest*}","verbs":"GET"}]}]}"#,
    );
    insta::assert_json_snapshot!("address", document["paths"]["/find/{Rest}"]["get"]["parameters"]);
}

#[test]
fn protected_operations_ask_for_credentials_and_tell_rights() {
    let document = classic(
        r#"{"operations":[{"request":{"name":"Open"}},{"request":{"name":"Shut"},"requiresAuth":true,"requiredRoles":["Boss"],"requiresAnyPermission":["p","q"]}]}"#,
    );
    let (open, shut) = (
        &document["paths"]["/json/reply/Open"]["post"],
        &document["paths"]["/json/reply/Shut"]["post"],
    );
    assert_eq!(open.get("security"), None);
    assert_eq!(shut["security"], json!([{ "basic": [] }, { "session": [] }, { "bearer": [] }]));
    assert_eq!(
        shut["description"],
        "Requires the roles: Boss.\n\nRequires one of the permissions: p, q."
    );
    assert_eq!(keys(&open["responses"]), ["204", "400", "default"]);
    assert_eq!(keys(&shut["responses"]), ["204", "400", "401", "403", "default"]);
}

#[test]
fn hidden_operations_and_members_are_not_reported() {
    let document = classic(
        r#"{"operations":[{"request":{"name":"Secret","attributes":[{"name":"ExcludeMetadata"}]}},
            {"request":{"name":"Shown","properties":[{"name":"A","type":"Int32"},{"name":"B","type":"Int32","attributes":[{"name":"ExcludeMetadata"}]}]}}]}"#,
    );
    assert_eq!(document["paths"].get("/json/reply/Secret"), None);
    assert_eq!(keys(&document["components"]["schemas"]["Shown"]["properties"]), ["A"]);
}

#[test]
fn links_of_the_head_lead_below_the_host() {
    let document = classic(r#"{"operations":[{"request":{"name":"A"}}]}"#);
    assert_eq!(document["servers"], json!([{ "url": "http://localhost/shop" }]));
    let about = document["info"]["description"].as_str().expect("a description");
    assert!(
        about.contains("(/shop/metadata)")
            && about.contains("(/shop/login?redirect=/shop/swagger-ui/)"),
        "{about}"
    );
}
