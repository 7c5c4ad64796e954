//! What does not fit is named, and takes nothing else with it.

use std::collections::BTreeMap;
use std::path::Path;

use serde_json::Value;
use servicestack_emulator::contract::{Contract, Limits, ListKind, Scalar, TypeRef};

/// Two requests that are no classes before one that is; a class names the first one.
const LISTS: &str = r#"{"operations":[
    {"request":{"name":"StoreRocks","namespace":"N","inherits":{"name":"List`1","genericArgs":["Int32"]}},
     "returnType":{"name":"StoreRocks","namespace":"N"}},
    {"request":{"name":"Words","namespace":"N","inherits":{"name":"Dictionary`2","genericArgs":["String","String"]}}},
    {"request":{"name":"Ping","namespace":"N","properties":[{"name":"Rocks","type":"StoreRocks","namespace":"N"}]}}]}"#;

fn fitting(document: &str) -> Contract {
    Contract::read_fitting(document.as_bytes(), &Limits::default()).expect(document)
}

fn reported(contract: &Contract) -> String {
    let lines = contract.remarks().iter();
    lines.map(|remark| format!("{}: {}\n", remark.path, remark.message)).collect()
}

#[test]
fn requests_that_are_lists_are_left_out_and_reported() {
    let contract = fitting(LISTS);
    insta::assert_snapshot!(reported(&contract), @r"
    $.operations[0].request: `StoreRocks` cannot be a request: the operation is left out
    $.operations[1].request: `Words` cannot be a request: the operation is left out
    ");
    let own: Vec<&str> = contract
        .operations()
        .iter()
        .filter(|own| !own.built_in)
        .map(|own| own.name.as_str())
        .collect();
    assert_eq!(own, ["Ping"]);
    assert_eq!(contract.place_in_document(0), 2);
    let refused = Contract::read(LISTS.as_bytes()).expect_err("a host needs all of them");
    assert!(refused.to_string().contains("`StoreRocks` cannot be a request"), "{refused}");
}

/// The class stays where another one names it, in the document of the contract too.
#[test]
fn the_class_of_a_request_that_is_left_out_is_a_type() {
    let contract = fitting(LISTS);
    let again = Contract::read(contract.to_document("").as_bytes()).expect("it is a contract");
    let ints = TypeRef::List(ListKind::List, Box::new(TypeRef::Scalar(Scalar::Int32)));
    for contract in [&contract, &again] {
        let ping = contract.operation("Ping").expect("it is there").request;
        assert_eq!(contract.dto(ping).members[0].ty, ints);
    }
    assert!(again.remarks().is_empty(), "{:?}", again.remarks());
}

#[test]
fn members_that_nobody_can_mean_are_reported() {
    let contract = fitting(
        r#"{"types":[
            {"name":"Colour","isEnum":true,"enumNames":["Red","Green"],"enumValues":["1","two"]},
            {"name":"Row","properties":[
                {"name":"A","type":"Int32"},{"name":"B","type":"Int32","dataMember":{"name":"A"}},
                {"name":"","type":"Int32"}]},
            {"name":"Under","inherits":{"name":"Row"},"properties":[{"name":"A","type":"Int32"}]}],
          "operations":[
            {"request":{"name":"Ping","propertys":[{"name":"At","type":"Int32"}]},
             "Rotues":[{"path":"/ping"}],"verb":"GET","retrunsVoid":true,"meta":{"name":1}},
            {"request":{"name":"Pong","propertys":[]},"routes":[{"path":"/pong","verb":"GET"}]}]}"#,
    );
    insta::assert_snapshot!(reported(&contract), @r"
    $.operations[0].Rotues: `Rotues` is not known here; did you mean `Routes`?
    $.operations[0].request.propertys: `propertys` is not known here; did you mean `properties`?
    $.operations[0].retrunsVoid: `retrunsVoid` is not known here; did you mean `returnsVoid`?
    $.operations[1].routes[0].verb: `verb` is not known here; did you mean `verbs`?
    $.types[0].enumValues[1]: `two` is no number: it counts on from the one before
    $.types[1].properties[1]: `A` is there already: left out
    $.types[1].properties[2]: a member without a name
    ");
}

/// No name that they have and this reader does not know is a slip.
#[test]
fn documents_of_real_hosts_have_none() {
    let fixtures = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures");
    let mut documents: Vec<String> = Vec::new();
    for folder in ["conformance", "conformance/modern"] {
        for entry in fixtures.join(folder).read_dir().expect("a folder").flatten() {
            if entry.file_name().to_string_lossy().contains("types-metadata") {
                documents.push(std::fs::read_to_string(entry.path()).expect("a document"));
            }
        }
    }
    let apps = std::fs::read(fixtures.join("import/metadata-app.json")).expect("documents");
    let apps: BTreeMap<String, Value> = serde_json::from_slice(&apps).expect("documents");
    documents.extend(apps.values().map(Value::to_string));
    let is_contract = |text: &&String| text.to_lowercase().contains("\"operations\":[{");
    let documents: Vec<&String> = documents.iter().filter(is_contract).collect();
    assert!(documents.len() > 8, "{} documents", documents.len());
    for document in documents {
        let reported = reported(&fitting(document));
        for odd in ["did you mean", "is there already", "no number", "left out", "without a"] {
            assert!(!reported.contains(odd), "{reported}");
        }
    }
}
