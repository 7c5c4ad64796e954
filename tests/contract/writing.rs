//! `/types/metadata`: written as recorded, and read again without loss.

use servicestack_emulator::contract::{Contract, Dto, Operation};

/// What a real host says of .NET's own `String` beside the return type that says the same.
const OF_STRING: &str = r#""Response":{"Name":"String","Namespace":"System","Implements":[],"InnerTypes":[{"Name":"String.TrimType","Namespace":"System"},{"Name":"String.ProbabilisticMap","Namespace":"System"}]},"#;

#[test]
fn recorded_documents_are_written_byte_for_byte() {
    for document in [
        include_str!("../../fixtures/conformance/types-metadata.json"),
        include_str!("../../fixtures/conformance/types-metadata-c.json"),
        include_str!("../../fixtures/conformance/types-metadata-d.json"),
    ] {
        let contract = Contract::read(document.as_bytes()).expect("it reads");
        let written = contract.to_document("http://127.0.0.1:7810");
        assert_same(
            without_config(&written),
            without_config(&document.trim().replace(OF_STRING, "")),
        );
    }
}

/// The settings differ between the recorded hosts; ours are those of the first.
#[test]
fn the_settings_are_those_of_a_recorded_host() {
    let document = include_str!("../../fixtures/conformance/types-metadata.json");
    let contract = Contract::read(document.as_bytes()).expect("it reads");
    assert_same(&contract.to_document("http://127.0.0.1:7810"), document.trim());
}

fn without_config(document: &str) -> &str {
    &document[document.find("\"Namespaces\"").expect("a document lists namespaces")..]
}

/// Shows the place where long texts differ.
fn assert_same(ours: &str, real: &str) {
    let differs = ours.bytes().zip(real.bytes()).position(|(ours, real)| ours != real);
    let around = |text: &str| {
        differs.map(|at| text[at.saturating_sub(150)..].chars().take(300).collect::<String>())
    };
    assert_eq!(around(ours), around(real));
    assert_eq!(ours.len(), real.len());
}

#[test]
fn a_written_document_reads_as_the_same_contract() {
    for document in [
        &include_bytes!("../../fixtures/hosts/apex-erp/contract.json")[..],
        include_bytes!("../../fixtures/conformance/types-metadata-c.json"),
        include_bytes!("../../fixtures/conformance/metadata-app.json"),
        br#"{"types":[{"name":"E","namespace":"N","isEnum":true,"enumNames":["A","B"],"enumMemberValues":["a","B"],
                "enumDescriptions":[null,"of B"]},
              {"name":"P`2","namespace":"N","genericArgs":["A","B"],"isAbstract":true,"implements":[{"name":"I","namespace":"N"}],
                "properties":[{"name":"X","type":"A"},{"name":"Y","type":"List`1","genericArgs":["B"]}]},
              {"name":"I","namespace":"N","isInterface":true,"isNested":true,"notes":"n"}],
            "operations":[{"request":{"name":"Q","namespace":"N","dataContract":{"name":"q"},
                "inherits":{"name":"P`2","namespace":"N","genericArgs":["E","Int32"]},"properties":[
                {"name":"Z","type":"E","isEnum":true,"dataMember":{"name":"z","order":3,"isRequired":true,"emitDefaultValue":false}}]},
              "response":{"name":"QueryResponse`1","namespace":"ServiceStack","genericArgs":["T"]},
              "returnType":{"name":"QueryResponse`1","namespace":"ServiceStack","genericArgs":["E"]},
              "method":"GET","tags":["t"],"routes":[{"path":"/q","verbs":"GET, POST"}]}]}"#,
    ] {
        let first = Contract::read(document).expect("it reads");
        let again = Contract::read(first.to_document("http://h").as_bytes()).expect("its own document reads");
        assert_eq!(operations(&again), operations(&first));
        assert_eq!(dtos(&again), dtos(&first));
        assert_eq!(again.base_url.as_deref(), Some("http://h"));
    }
}

fn operations(contract: &Contract) -> &[Operation] {
    contract.operations()
}

fn dtos(contract: &Contract) -> Vec<&Dto> {
    contract.dtos().map(|(_, dto)| dto).collect()
}
