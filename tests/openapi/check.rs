//! What holds for every document, whatever the contract.

use std::collections::HashSet;

use serde_json::Value as Json;
use servicestack_emulator::contract::Contract;
use servicestack_emulator::openapi::{CallStyle, DocumentOptions, OpenApi, SignIn};
use servicestack_emulator::wire::Dialect;

/// The document of a classic host with users and tokens.
pub fn classic(contract: &str) -> Json {
    of(contract, &Dialect::default(), CallStyle::Endpoint)
}

/// The document of a contract, checked.
pub fn of(contract: &str, dialect: &Dialect, without_route: CallStyle) -> Json {
    let contract = Contract::read(contract.as_bytes()).expect("it reads");
    let options = DocumentOptions {
        dialect,
        without_route,
        one_verb: false,
        sign_in: Some(SignIn { cookie: "ss-id", bearer: true }),
    };
    let text = OpenApi::of(&contract, &options).at("http://localhost/shop", "/shop");
    let document: Json = serde_json::from_str(&text).expect("it is JSON");
    check(&document);
    document
}

/// Fails where OpenAPI 3.0 would not have it so.
pub fn check(document: &Json) {
    assert_eq!(document["openapi"], "3.0.3");
    references(document, document);
    names(document);
    let (mut ids, mut shapes) = (HashSet::new(), HashSet::new());
    for (path, verbs) in document["paths"].as_object().expect("paths") {
        assert!(path.starts_with('/'), "{path}");
        let shape: Vec<&str> =
            path.split('/').map(|part| if part.starts_with('{') { "{}" } else { part }).collect();
        assert!(shapes.insert(shape.join("/")), "{path} is reported twice");
        for (verb, operation) in verbs.as_object().expect("operations") {
            let id = operation["operationId"].as_str().expect("an id");
            assert!(ids.insert(id.to_owned()), "{id} is given twice");
            assert!(
                !operation["responses"].as_object().expect("responses").is_empty(),
                "{verb} {path}"
            );
            assert_eq!(variables(path), path_parameters(operation), "{verb} {path}");
        }
    }
}

/// Every reference leads to something.
fn references(document: &Json, part: &Json) {
    match part {
        Json::Object(members) => {
            if let Some(Json::String(reference)) = members.get("$ref") {
                let found =
                    document.pointer(reference.strip_prefix('#').expect("within the document"));
                assert!(found.is_some(), "{reference} leads nowhere");
                assert_eq!(members.len(), 1, "what stands beside {reference} counts for nothing");
            }
            members.values().for_each(|member| references(document, member));
        }
        Json::Array(items) => items.iter().for_each(|item| references(document, item)),
        _ => {}
    }
}

fn names(document: &Json) {
    let allowed = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_');
    for name in document["components"]["schemas"].as_object().expect("schemas").keys() {
        assert!(!name.is_empty() && name.chars().all(allowed), "{name}");
    }
}

fn variables(path: &str) -> HashSet<String> {
    path.split('{').skip(1).filter_map(|rest| rest.split('}').next()).map(str::to_owned).collect()
}

fn path_parameters(operation: &Json) -> HashSet<String> {
    let parameters = operation["parameters"].as_array().into_iter().flatten();
    let in_path = parameters.filter(|parameter| parameter["in"] == "path");
    in_path.map(|parameter| parameter["name"].as_str().expect("a name").to_owned()).collect()
}
