//! Stubs and scenarios over the API.

use std::fs;

use reqwest::Method;
use servicestack_emulator::Emulator;
use servicestack_emulator::stub::Document;

use crate::host::{Host, answered, host};

async fn put(host: &Host, path: &str, content_type: Option<&str>, body: &str) -> String {
    let mut request = host.request(Method::PUT, &format!("/_emulator/stubs/{path}"));
    if let Some(content_type) = content_type {
        request = request.header("Content-Type", content_type);
    }
    answered(request.header("Accept", "application/json").body(body.to_owned())).await
}

/// The code of the first coupon that the stubbed operation gives.
async fn code(host: &Host) -> String {
    let answered = host.apex("default", "GetCouponsByStatus").await;
    answered
        .split("\"Code\":\"")
        .nth(1)
        .and_then(|rest| rest.split('"').next())
        .unwrap_or("")
        .to_owned()
}

#[tokio::test]
async fn the_body_is_the_file_whatever_its_notation() {
    let host = host();
    let before = code(&host).await;
    for (path, content_type, text, notation) in [
        ("GetCouponsByStatus", Some("application/json"), r#"{"Coupon":[{"Code":"A"}]}"#, "json"),
        ("getcouponsbystatus", None, "{Coupon:[{Code:A}]}", "jsv"),
        (
            "GetCouponsByStatus",
            Some("application/x-www-form-urlencoded"),
            r#"{"Coupon":[{"Code":"A"}]}"#,
            "json",
        ),
        ("GetCouponsByStatus", Some("application/jsv"), "{Coupon:[{Code:A}]}", "jsv"),
        (
            "GetCouponsByStatus",
            None,
            "[[answer]]\nanswer = { Coupon = [{ Code = \"A\" }] }\n",
            "toml",
        ),
        (
            "GetCouponsByStatus.toml",
            Some("text/plain"),
            "[[answer]]\nanswer.Coupon = [{ Code = \"A\" }]\n",
            "toml",
        ),
        (
            "GetCouponsByStatus?Notation=json",
            None,
            r#"{"answer":[{"answer":{"Coupon":[{"Code":"A"}]}}]}"#,
            "json",
        ),
    ] {
        let set = put(&host, path, content_type, text).await;
        assert!(set.contains(&format!("\"Notation\":\"{notation}\"")), "{path} {text}: {set}");
        assert_eq!(code(&host).await, "A", "{text}");
        let file =
            answered(host.request(Method::GET, "/_emulator/stubs/GetCouponsByStatus/file")).await;
        assert_eq!(file, format!("200 {text}"));
        assert_eq!(host.call("DELETE /stubs/GetCouponsByStatus", "").await, "204 ");
        assert_eq!(code(&host).await, before);
    }
    let member = r#"{"Operation":"GetCouponsByStatus","Text":"{Coupon:[{Code:B}]}"}"#;
    assert!(host.call("POST /stubs", member).await.contains("\"Source\":\"call\""));
    assert_eq!(code(&host).await, "B");
    assert_eq!(host.call("POST /reset", "").await, "204 ");
    assert_eq!(code(&host).await, before);
}

#[tokio::test]
async fn hits_misses_and_scenarios_are_told() {
    let host = host();
    let text = "[[answer]]\nname = \"sale\"\nwhen = { scenario = \"sale\" }\n\
                answer = { Coupon = [{ Code = \"{{ variables.code }}{{ variables.number + 1 }}\" }] }\n";
    assert!(put(&host, "GetCouponsByStatus", None, text).await.starts_with("200"));
    assert_ne!(code(&host).await, "X3");
    let misses = host.call("GET /stubs/misses", "").await;
    assert!(
        misses.contains("\"Operation\":\"GetCouponsByStatus\",") && misses.contains("scenario"),
        "{misses}"
    );
    let body = r#"{"Scenario":"sale","Variables":{"code":"X","number":"2"}}"#;
    let set = host.call("PUT /scenario", body).await;
    assert_eq!(set, r#"200 {"Scenario":"sale","Variables":{"code":"X","number":"2"}}"#);
    assert_eq!(code(&host).await, "X3");
    let stubs = host.call("GET /stubs", "").await;
    assert!(stubs.contains(r#""Answers":[{"Name":"sale","Given":1}]"#), "{stubs}");
    let only = host.call("PUT /scenario", r#"{"Variables":{"code":""}}"#).await;
    assert_eq!(only, r#"200 {"Scenario":"sale","Variables":{"number":"2"}}"#);
}

#[tokio::test]
async fn files_are_given_back_and_a_bad_one_is_told() {
    let folder = tempfile::tempdir().unwrap();
    let stubs = folder.path().join("shop/stubs");
    fs::create_dir_all(&stubs).unwrap();
    let contract = include_bytes!("../stub/contract.json");
    fs::write(folder.path().join("shop/contract.json"), contract).unwrap();
    fs::write(stubs.join("Hello.json"), r#"{"Result":"a"}"#).unwrap();
    let running = Emulator::folder(folder.path().join("shop")).unwrap().start().unwrap();
    let url = format!("{}/_emulator", running.base_url());
    let get = async |path: &str| {
        answered(reqwest::Client::new().get(format!("{url}{path}?format=json"))).await
    };
    assert_eq!(get("/stubs/hello/file").await, r#"200 {"Result":"a"}"#);
    let listed = get("/stubs").await;
    assert!(listed.contains(r#""Source":"file","File":"Hello.json""#), "{listed}");
    assert!(listed.contains(r#""Hosts":[{"Host":"shop","Files":1}]"#), "{listed}");
    fs::write(stubs.join("Ping.json"), "{\n\"Resul\":1}").unwrap();
    let host = ImportedStubs::open(&folder);
    let mistake = host.reload().unwrap_err();
    assert_eq!(host.mistake(), Some(mistake));
    fs::remove_file(stubs.join("Ping.json")).unwrap();
    host.reload().unwrap();
    assert_eq!(host.mistake(), None);
}

/// The stubs of the folder of the test, opened before its bad file.
struct ImportedStubs;

impl ImportedStubs {
    fn open(folder: &tempfile::TempDir) -> std::sync::Arc<servicestack_emulator::stub::Stubs> {
        let contract = servicestack_emulator::contract::Contract::read(include_bytes!(
            "../stub/contract.json"
        ));
        let bad = folder.path().join("shop/stubs/Ping.json");
        let kept = fs::read(&bad).unwrap();
        fs::remove_file(&bad).unwrap();
        let stubs = folder.path().join("shop/stubs");
        let dialect = servicestack_emulator::wire::Dialect::default();
        let opened =
            servicestack_emulator::stub::Stubs::open(&stubs, "shop", &contract.unwrap(), &dialect);
        fs::write(bad, kept).unwrap();
        opened.unwrap()
    }
}

#[tokio::test]
async fn the_schema_is_that_of_the_type() {
    let answered = host().call("GET /schemas/stub", "").await;
    let schema: serde_json::Value =
        serde_json::from_str(answered.strip_prefix("200 ").unwrap()).unwrap();
    assert_eq!(schema, Document::schema());
}
