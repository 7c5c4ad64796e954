//! Records for any operation, by stub, and in templates.

use std::time::Duration;

use super::host::{Folder, call};

const ROWS: &str = "[{\"Id\":1,\"Name\":\"Ann\",\"Tier\":\"Gold\"},{\"Id\":2,\"Name\":\"Bob\"}]";

fn doing(action: &str, key: &str) -> String {
    format!("[[answer]]\nrecords = {{ in = \"Customer\", do = \"{action}\"{key} }}\n")
}

fn folder() -> Folder {
    Folder::of(&[
        ("data/Customer.json", ROWS),
        ("stubs/GetCustomer.toml", &doing("get", ", key = \"Number\"")),
        ("stubs/ListCustomers.toml", &doing("list", "")),
        ("stubs/StoreCustomer.toml", &doing("save", "")),
        ("stubs/RenameCustomer.toml", &doing("patch", ", key = \"Number\"")),
        ("stubs/ForgetCustomer.toml", &doing("delete", ", key = \"Number\"")),
    ])
}

#[tokio::test(flavor = "multi_thread")]
async fn an_operation_gets_lists_saves_patches_and_deletes_rows() {
    let host = folder().start();
    let mut answers = Vec::new();
    for (verb, path, body) in [
        ("GET", "/customers/1", None),
        ("GET", "/customers/9", None),
        ("GET", "/customers", None),
        ("GET", "/customers?NameContains=AN&include=total", None),
        ("GET", "/customers?Tier=Gold&skip=1", None),
        ("POST", "/customers", Some("{\"Name\":\"Cid\"}")),
        ("POST", "/customers", Some("{\"Id\":2,\"Name\":\"Ben\"}")),
        ("PATCH", "/customers/1", Some("{\"Name\":\"Anna\"}")),
        ("PATCH", "/customers/9", Some("{\"Name\":\"Anna\"}")),
        ("DELETE", "/customers/2", None),
        ("GET", "/customers", None),
    ] {
        let (status, answer) = call(&host, verb, path, body).await;
        answers.push(format!("{verb} {path}: {status} {answer}"));
    }
    insta::assert_snapshot!(answers.join("\n"));
}

#[tokio::test(flavor = "multi_thread")]
async fn templates_know_the_rows() {
    let template = r#"{"Result":{"Id":"{{ records.Customer | length }}","Name":"{{ records.Customer.get(Number).Name }}","Tags":[{"$for":"c in records.Customer","$item":"{{ c.Name }} {{ c.Tier }}"}]}}"#;
    let host =
        Folder::of(&[("data/Customer.json", ROWS), ("stubs/GetCustomer.json", template)]).start();
    let (status, body) = call(&host, "GET", "/customers/2", None).await;
    assert_eq!(status, 200, "{body}");
    let read: serde_json::Value = serde_json::from_str(&body).unwrap();
    assert_eq!(read["Result"]["Id"], 2);
    assert_eq!(read["Result"]["Name"], "Bob");
    assert_eq!(read["Result"]["Tags"], serde_json::json!(["Ann Gold", "Bob Basic"]));
    let (status, _) = call(&host, "GET", "/customers/9", None).await;
    assert_eq!(status, 500, "a member of nothing");
}

#[tokio::test(flavor = "multi_thread")]
async fn changed_files_are_the_rows_where_nobody_changed_them() {
    let folder = folder();
    let host = folder.start_watching();
    let names = || async { call(&host, "GET", "/customers", None).await.1 };
    assert!(names().await.contains("Ann"));
    folder.write("data/Customer.json", "[{\"Id\":5,\"Nmae\":\"x\"}]");
    tokio::time::sleep(Duration::from_millis(600)).await;
    assert!(names().await.contains("Ann"), "a mistake changes nothing");
    folder.write("data/Customer.json", "[{\"Id\":5,\"Name\":\"Eve\"}]");
    for _ in 0..50 {
        if names().await.contains("Eve") {
            return;
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    panic!("not read again: {}", names().await);
}
