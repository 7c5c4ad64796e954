//! Records over the API.

use std::fs;

use reqwest::Method;
use servicestack_emulator::{Emulator, Running};

use crate::host::answered;

const WARES: &str = r#"[{"Id":1,"Name":"Paper bag","Amount":10,"Kind":"Paper"},
    {"Id":2,"Name":"tin box","Amount":7,"Kind":"Tin"}]"#;

fn wares() -> (Running, tempfile::TempDir) {
    let directory = tempfile::tempdir().unwrap();
    let folder = directory.path().join("wares");
    fs::create_dir_all(folder.join("data")).unwrap();
    let contract = include_bytes!("../../fixtures/hosts/query/contract.json");
    fs::write(folder.join("contract.json"), contract).unwrap();
    fs::write(folder.join("data/Ware.json"), WARES).unwrap();
    (Emulator::folder(folder).unwrap().start().unwrap(), directory)
}

async fn call(running: &Running, verb: &str, path: &str, body: &str) -> String {
    let url = format!("{}/_emulator/records{path}", running.base_url());
    let verb: Method = verb.parse().unwrap();
    let request = reqwest::Client::new().request(verb, url).header("Accept", "application/json");
    answered(request.body(body.to_owned())).await
}

/// The names of the rows of a list, which are texts of JSON.
async fn names(running: &Running, query: &str) -> Vec<String> {
    let listed = call(running, "GET", &format!("/ware{query}"), "").await;
    let answer: serde_json::Value =
        serde_json::from_str(listed.strip_prefix("200 ").unwrap()).unwrap();
    let name = |row: &serde_json::Value| {
        let row: serde_json::Value = serde_json::from_str(row.as_str().unwrap()).unwrap();
        row["Name"].as_str().unwrap().to_owned()
    };
    answer["Results"].as_array().unwrap().iter().map(name).collect()
}

#[tokio::test]
async fn rows_are_listed_put_patched_deleted_and_reset() {
    let (host, _folder) = wares();
    let types = call(&host, "GET", "", "").await;
    assert!(types.contains(r#"{"Host":"wares","Type":"Ware","Rows":2}"#), "{types}");
    assert_eq!(names(&host, "?OrderByDesc=Id&Take=1").await, ["tin box"]);
    assert_eq!(names(&host, "?NameContains=bag").await, ["Paper bag"]);
    assert_eq!(names(&host, "?kind=Tin&format=json").await, ["tin box"]);
    let put = call(&host, "PUT", "/Ware", r#"{"Id":3,"Name":"crate","Amount":1}"#).await;
    assert!(put.starts_with("200") && put.contains("crate"), "{put}");
    let patched = call(&host, "PATCH", "/Ware/3", r#"{"Amount":4}"#).await;
    assert!(patched.contains("crate") && patched.contains(r#"\"Amount\":4"#), "{patched}");
    assert_eq!(call(&host, "DELETE", "/Ware/1", "").await, "204 ");
    assert_eq!(names(&host, "?OrderBy=Id").await, ["tin box", "crate"]);
    assert_eq!(names(&host, "?Tenant=shop").await.len(), 2, "each tenant has its own");
    assert_eq!(call(&host, "POST", "/reset", "").await, "204 ");
    assert_eq!(names(&host, "?OrderBy=Id").await, ["Paper bag", "tin box"]);
}

#[tokio::test]
async fn they_go_out_of_one_tenant_and_into_another() {
    let (host, _folder) = wares();
    call(&host, "PUT", "/Ware", r#"{"Id":3,"Name":"crate"}"#).await;
    let exported = call(&host, "GET", "/export", "").await;
    let document = exported.strip_prefix("200 ").unwrap();
    let imported = call(&host, "PUT", "?Tenant=copy", document).await;
    assert!(imported.starts_with(r#"200 {"Rows":"#), "{imported}");
    assert_eq!(call(&host, "GET", "/export?Tenant=copy", "").await, exported);
}

#[tokio::test]
async fn what_does_not_fit_is_reported_with_its_member() {
    let (host, _folder) = wares();
    for (verb, path, body, status, field) in [
        ("GET", "/Nothing", "", "404", "Type"),
        ("PUT", "/Nothing", "{}", "404", "Type"),
        ("PUT", "/Ware", r#"{"Nam":1}"#, "400", "Row"),
        ("PUT", "/Ware", "{", "400", "Row"),
        ("PATCH", "/Ware/99", r#"{"Amount":4}"#, "404", "Key"),
        ("DELETE", "/Ware/99", "", "404", "Key"),
        ("GET", "/Ware?Take=many", "", "400", "Row"),
        ("PUT", "?Host=erp", "{}", "404", "Host"),
        ("PUT", "", r#"{"Nothing":[]}"#, "4", ""),
    ] {
        let answer = call(&host, verb, path, body).await;
        let blamed = format!("\"FieldName\":\"{field}");
        assert!(
            answer.starts_with(status) && answer.contains(&blamed),
            "{verb} {path} {body}: {answer}"
        );
    }
    let none = crate::host::host().call("GET /records/Nothing", "").await;
    assert!(none.starts_with("404") && none.contains("\"FieldName\":\"Type\""), "{none}");
}
