//! Contracts of strangers.

use std::time::Instant;

use serde_json::{Value as Json, json};

use super::check::classic;

/// As it stands in JSON.
const HOSTILE: &str = r#"<script>alert('x')</script>{\"}a/../?#%&\\ \u0000ü"#;

#[test]
fn names_of_every_kind_are_names_of_a_valid_document() {
    let contract = r#"{"app":{"serviceName":"%"},"types":[
        {"name":"E%","isEnum":true,"enumNames":["%","%"],"enumValues":["1","1"],"enumDescriptions":["%",null]}],
        "operations":[{"request":{"name":"%","description":"%","properties":[
            {"name":"%","type":"List`1","genericArgs":["%"],"description":"%","allowableValues":["%"]},{"name":"E","type":"E%"}]},
          "requiresAuth":true,"requiredRoles":["%"],"tags":["%","%"],
          "routes":[{"path":"/%/{%}/{%}/{*}/{}/{a*}/b","verbs":"GET,PUT,%","summary":"%","notes":"%"},{"path":""},{"path":"//"}]},
          {"request":{"name":"%2"}}]}"#;
    let document = classic(&contract.replace('%', HOSTILE));
    assert!(escaped(&document) >= 5);
}

/// How many descriptions there are; all show what looks like HTML as text: escaped, or in code.
fn escaped(part: &Json) -> usize {
    match part {
        Json::Object(members) => {
            let description = members.get("description").and_then(Json::as_str);
            if let Some(text) = description {
                let prose: String = text.split('`').step_by(2).collect();
                assert!(!prose.replace("\\<", "").contains('<'), "{text}");
            }
            usize::from(description.is_some()) + members.values().map(escaped).sum::<usize>()
        }
        Json::Array(items) => items.iter().map(escaped).sum(),
        _ => 0,
    }
}

#[test]
fn types_that_hold_themselves_end() {
    let document = classic(
        r#"{"types":[{"name":"Node","inherits":{"name":"Leaf"},"properties":[{"name":"Next","type":"Node"},{"name":"All","type":"List`1","genericArgs":["Node"]}]},
            {"name":"Leaf","inherits":{"name":"Node"},"properties":[{"name":"Up","type":"Node"}]}],
            "operations":[{"request":{"name":"R","inherits":{"name":"R"},"properties":[{"name":"N","type":"Node"}]},"routes":[{"path":"/r"}]}]}"#,
    );
    let next = &document["components"]["schemas"]["Node"]["properties"]["Next"];
    assert_eq!(*next, json!({ "$ref": "#/components/schemas/Node" }));
}

#[test]
fn a_contract_whose_samples_double_with_every_level_stays_small() {
    let level = |i: u32| {
        format!(
            r#"{{"name":"T{i}","properties":[{{"name":"A","type":"T{0}"}},{{"name":"B","type":"T{0}"}}]}}"#,
            i + 1
        )
    };
    let types: Vec<String> = (0..3_000).map(level).collect();
    let contract = format!(
        r#"{{"types":[{}],"operations":[{{"request":{{"name":"R","properties":[{{"name":"T","type":"T0"}}]}}}}]}}"#,
        types.join(",")
    );
    assert!(classic(&contract).to_string().len() < 2_000_000);
}

#[test]
fn a_host_of_1500_operations_has_a_document() {
    let operation = |i: usize| {
        let property = |p: usize| {
            format!(r#"{{"name":"P{p}","type":"List`1","genericArgs":["T{}"]}}"#, (i + p) % 1500)
        };
        let properties: Vec<String> = (0..12).map(property).collect();
        format!(
            r#"{{"request":{{"name":"Op{i}","properties":[{0}]}},"response":{{"name":"T{i}","properties":[{0}]}},"routes":[{{"path":"/op/{i}"}},{{"path":"/same/{{Id}}"}}],"actions":["ANY"]}}"#,
            properties.join(",")
        )
    };
    let operations: Vec<String> = (0..1500).map(operation).collect();
    let contract = format!(r#"{{"operations":[{}]}}"#, operations.join(","));
    let started = Instant::now();
    let document = classic(&contract);
    let paths = document["paths"].as_object().expect("paths");
    assert_eq!(paths.len(), 1500 + 1 + 2);
    assert!(started.elapsed().as_secs() < 30, "{:?}", started.elapsed());
}
