//! The Postman collection.

use serde_json::{Value as Json, json};
use servicestack_emulator::contract::Contract;
use servicestack_emulator::openapi::{CallStyle, DocumentOptions, SignIn};
use servicestack_emulator::postman::Collection;
use servicestack_emulator::wire::Dialect;

fn collection(contract: &str) -> Json {
    let contract = Contract::read(contract.as_bytes()).expect("it reads");
    let dialect = Dialect::default();
    let options = DocumentOptions {
        dialect: &dialect,
        without_route: CallStyle::Endpoint,
        one_verb: false,
        sign_in: Some(SignIn { cookie: "ss-id", bearer: false }),
    };
    let collection = Collection::of(&contract, &options).at("http://localhost:7580");
    serde_json::from_str(&collection).expect("it is JSON")
}

#[test]
fn apex_has_a_folder_a_word_of_its_paths_and_a_request_a_way_of_calling() {
    let collection = collection(include_str!("../../fixtures/hosts/apex-erp/contract.json"));
    let folders = collection["item"].as_array().expect("folders");
    let requests: Vec<&Json> =
        folders.iter().flat_map(|folder| folder["item"].as_array().expect("requests")).collect();
    assert_eq!((folders.len(), requests.len()), (17, 96));
    for request in requests {
        let url = &request["request"]["url"];
        assert_eq!(url["host"], json!(["{{baseUrl}}"]));
        let path: Vec<&str> =
            url["path"].as_array().expect("a path").iter().filter_map(Json::as_str).collect();
        assert_eq!(url["raw"], format!("{{{{baseUrl}}}}/{}", path.join("/")));
    }
    assert_eq!(
        collection["variable"][0],
        json!({ "key": "baseUrl", "value": "http://localhost:7580", "type": "string" })
    );
}

#[test]
fn requests_carry_samples_and_say_whether_they_sign_in() {
    let collection = collection(
        r#"{"operations":[{"request":{"name":"Put","properties":[{"name":"Id","type":"Int32"},{"name":"At","type":"DateTime"}]},"tags":["A","B"],
              "requiresAuth":true,"routes":[{"path":"/put/{Id}","verbs":"PUT"}]},
            {"request":{"name":"Get","properties":[{"name":"Id","type":"Int32"},{"name":"Name","type":"String"}]},"routes":[{"path":"/get/{Id}","verbs":"GET"}]}]}"#,
    );
    insta::assert_json_snapshot!("postman", collection["item"].as_array().expect("folders")[..2]);
    assert_eq!(collection["auth"]["type"], "basic");
}

#[test]
fn hostile_names_are_texts() {
    let collection = collection(
        r#"{"operations":[{"request":{"name":"<b>\"{{x}}"},"tags":["<script>"],"routes":[{"path":"/a b/{x y}/{{z}}?q#"}]}]}"#,
    );
    let url = &collection["item"][0]["item"][0]["request"]["url"];
    assert_eq!(url["raw"], "{{baseUrl}}/a%20b/:x_y/%7B%7Bz%7D%7D%3Fq%23");
}
