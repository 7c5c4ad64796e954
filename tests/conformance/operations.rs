//! `/operations/metadata`, and what strict hosts have at `/ui`.

use serde_json::{Map, Value as Json};
use servicestack_emulator::Running;
use servicestack_emulator::host::Profile;

use crate::connection::{Message, exchange, values};
use crate::hosts::started_as;

async fn get(host: &Running, path: &str, accept: &str) -> Message {
    let head = format!("GET {path} HTTP/1.1\r\nHost: x\r\n{accept}Connection: close\r\n\r\n");
    exchange(host.address(), head.as_bytes()).await
}

fn listed(text: &[u8]) -> Vec<Map<String, Json>> {
    serde_json::from_slice(text).expect("a list of operations")
}

/// Which class serves an operation, and from where it may be called, no contract says. Authenticate
/// has its routes and verbs in the order of 5.9.1.
fn without_unknown(mut operation: Map<String, Json>) -> Map<String, Json> {
    for name in ["serviceName", "restrictTo", "visibleTo"] {
        operation.remove(name);
    }
    if operation["name"] == "Authenticate" {
        let sorted = |list: &Json| {
            let mut list: Vec<String> = serde_json::from_value(list.clone()).expect("texts");
            list.sort();
            list.into()
        };
        for name in ["actions", "routes"] {
            operation[name] = sorted(&operation[name]);
        }
    }
    operation
}

#[tokio::test]
async fn operations_are_listed_as_recorded() {
    let recorded = include_bytes!("../../fixtures/conformance/modern/operations.json");
    let host = started_as(Profile::Modern.edition(), true, false);
    let answer = get(&host, "/operations/metadata?format=json", "").await;
    assert_eq!(answer.status, "HTTP/1.1 200 OK");
    assert_eq!(values(&answer.headers, "set-cookie"), Vec::<&str>::new());
    let ours: Vec<_> = listed(&answer.body).into_iter().map(without_unknown).collect();
    for operation in listed(recorded).into_iter().map(without_unknown) {
        let own = ours.iter().find(|own| own["name"] == operation["name"]);
        assert_eq!(own, Some(&operation));
    }
    assert!(ours.is_sorted_by(|one, other| one["name"].as_str() < other["name"].as_str()));
    host.stop().await;
}

/// A program sees nothing at `/ui` of 5.9.1, a browser the console.
#[tokio::test]
async fn the_console_of_5_9_1_is_for_browsers() {
    let host = started_as(Profile::Classic.edition(), true, false);
    let status = async |accept: &str| get(&host, "/ui", accept).await.status;
    assert_eq!(status("").await, "HTTP/1.1 404 Not Found");
    assert_eq!(status("Accept: */*\r\n").await, "HTTP/1.1 404 Not Found");
    assert_eq!(status("Accept: text/html,*/*\r\n").await, "HTTP/1.1 200 OK");
    host.stop().await;
}

/// A strict page has the recorded headers alone, and says itself what it may load.
#[tokio::test]
async fn strict_pages_keep_their_policy() {
    for edition in [Profile::Classic.edition(), Profile::Modern.edition()] {
        let host = started_as(edition, true, false);
        for path in ["/metadata", "/json/metadata?op=Hello", "/login"] {
            let page = get(&host, path, "Accept: text/html\r\n").await;
            let policy = values(&page.headers, "content-security-policy");
            assert_eq!(policy, Vec::<&str>::new(), "{path}");
            let text = String::from_utf8_lossy(&page.body).into_owned();
            let policy =
                r#"<meta http-equiv="Content-Security-Policy" content="default-src 'none';"#;
            let (policy, loads) = (text.find(policy), text.find("<link"));
            assert!(policy.is_some() && policy < loads, "{path}: {text}");
        }
        host.stop().await;
    }
}
