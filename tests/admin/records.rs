//! Records over the API.

use std::fs;

use reqwest::Method;
use servicestack_emulator::{Emulator, Running};

use crate::host::answered;

const WARES: &str = r#"[{"Id":1,"Name":"Paper bag","Amount":10,"Kind":"Paper"},
    {"Id":2,"Name":"tin box","Amount":7,"Kind":"Tin"}]"#;

pub fn wares() -> (Running, tempfile::TempDir) {
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

/// The names of the rows of a list.
async fn names(running: &Running, query: &str) -> Vec<String> {
    let listed = call(running, "GET", &format!("/ware{query}"), "").await;
    let answer: serde_json::Value =
        serde_json::from_str(listed.strip_prefix("200 ").unwrap()).unwrap();
    let name = |row: &serde_json::Value| row["Name"].as_str().unwrap().to_owned();
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
    assert!(patched.contains("crate") && patched.contains(r#""Amount":4"#), "{patched}");
    assert_eq!(call(&host, "DELETE", "/Ware/1", "").await, "204 ");
    assert_eq!(names(&host, "?OrderBy=Id").await, ["tin box", "crate"]);
    host.tenants().create("shop").unwrap();
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
        ("PUT", "/Ware", r#"{"Nam":1}"#, "400", "Nam"),
        ("PUT", "/Ware", r#"{"Id":5,"Amount":"many"}"#, "400", "Amount"),
        ("PUT", "/Ware", r#"{"Id":5,"Made":"yesterday"}"#, "400", "Made"),
        ("PUT", "/Ware", r#"{"Id":5,"Notes":[{"Id":1,"Text":"in"}]}"#, "400", "Notes"),
        ("PATCH", "/Ware/1", r#"{"Amount":"many"}"#, "400", "Amount"),
        ("PATCH", "/Ware/1", r#"{"Id":7}"#, "400", "Id"),
        ("PATCH", "/Ware/one", r#"{"Amount":1}"#, "400", "Key"),
        ("PUT", "/Ware", "{", "400 ", ""),
        ("PATCH", "/Ware/1", r#"{"Amount":1"#, "400 ", ""),
        ("PUT", "/Ware?Hots=wares", "{}", "400", "Hots"),
        ("PATCH", "/Ware/99", r#"{"Amount":4}"#, "404", "Key"),
        ("DELETE", "/Ware/99", "", "404", "Key"),
        ("GET", "/Ware?Take=many", "", "400", "Take"),
        ("GET", "/Ware?Amount=many", "", "400", "Amount"),
        ("GET", "/Ware?Nam=bag", "", "400", "Nam"),
        ("GET", "/Ware?OrderBy=Nam", "", "400", "OrderBy"),
        ("PUT", "", r#"{"Ware":[{"Id":1},{"Id":2,"Amount":"many"}]}"#, "400", "Ware[1].Amount"),
        ("PUT", "?Host=erp", "{}", "404", "Host"),
        ("PUT", "", r#"{"Nothing":[]}"#, "400", "Nothing"),
    ] {
        let answer = call(&host, verb, path, body).await;
        let blamed = format!("\"FieldName\":\"{field}");
        assert!(
            answer.starts_with(status) && (field.is_empty() || answer.contains(&blamed)),
            "{verb} {path} {body}: {answer}"
        );
    }
    let none = crate::host::host().call("GET /records/Nothing", "").await;
    assert!(none.starts_with("404") && none.contains("\"FieldName\":\"Type\""), "{none}");
}

#[tokio::test]
async fn a_row_is_an_object_of_the_answer() {
    let (host, _folder) = wares();
    let row = r#"{"Id":3,"Name":"crate","Amount":1,"Price":1.50,"Made":"2025-01-02T03:04:05","Kind":"Tin"}"#;
    let put = call(&host, "PUT", "/Ware", row).await;
    let kept = r#"{"Id":3,"Name":"crate","Amount":1,"Price":1.5,"Made":"2025-01-02T03:04:05.0000000","Sold":false,"Kind":"Tin"}"#;
    assert_eq!(put, format!(r#"200 {{"Result":{kept}}}"#));
    let jsv = call(&host, "GET", "/Ware?Id=3&format=jsv", "").await;
    let row = "{Id:3,Name:crate,Amount:1,Price:1.5,Made:\"2025-01-02T03:04:05.0000000\",Sold:False,Kind:Tin}";
    assert_eq!(jsv, format!("200 {{Offset:0,Total:1,Results:[{row}]}}"));
    let xml = call(&host, "GET", "/Ware?Id=3&format=xml", "").await;
    assert!(xml.contains("crate") && xml.contains("2025-01-02T03:04:05"), "{xml}");
}

#[tokio::test]
async fn rows_go_with_their_tenant() {
    let (host, _folder) = wares();
    call(&host, "PUT", "/Ware", r#"{"Id":3,"Name":"crate"}"#).await;
    let tenant = async |verb: Method, path: &str, body: String| {
        let url = format!("{}/_emulator/tenants/{path}", host.base_url());
        let request = reqwest::Client::new().request(verb, url).body(body);
        answered(request.header("Accept", "application/json")).await
    };
    let exported = tenant(Method::GET, "default/export", String::new()).await;
    let document = exported.strip_prefix("200 ").unwrap().to_owned();
    let broken = document.replace("crate", "crate\",\"Nam\":\"x");
    let refused = tenant(Method::PUT, "copy/import", broken).await;
    assert!(refused.starts_with("400") && refused.contains("Ware[2].Nam"), "{refused}");
    let imported = tenant(Method::PUT, "copy/import", document).await;
    assert!(imported.contains(r#""Rows":3"#), "{imported}");
    assert_eq!(names(&host, "?Tenant=copy&OrderBy=Id").await, ["Paper bag", "tin box", "crate"]);
}
