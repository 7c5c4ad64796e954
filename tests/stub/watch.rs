//! Files that change while the host runs.

use std::time::{Duration, Instant};

use super::host::{Host, host};

/// Waits until an answer holds this text. A second is promised; a loaded machine gets ten.
async fn becomes(host: &Host, text: &str) {
    let end = Instant::now() + Duration::from_secs(10);
    while !host.get("/hello/a?format=json").await.contains(text) {
        assert!(Instant::now() < end, "no {text}");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

#[tokio::test]
async fn a_change_is_in_force_soon_and_a_mistake_changes_nothing() {
    let host = host(&[("Hello.json", r#"{"Result":"one"}"#)]);
    host.stubs.watch().unwrap();
    becomes(&host, "one").await;
    let file = host.folder.path().join("Hello.json");
    std::fs::write(&file, r#"{"Result":"two"}"#).unwrap();
    becomes(&host, "two").await;
    std::fs::write(&file, r#"{"Resullt":"bad"}"#).unwrap();
    tokio::time::sleep(Duration::from_millis(600)).await;
    becomes(&host, "two").await;
    std::fs::write(&file, r#"{"Result":"three"}"#).unwrap();
    becomes(&host, "three").await;
    std::fs::remove_file(&file).unwrap();
    becomes(&host, "\"Id\":0").await;
}

#[tokio::test]
async fn requests_during_a_reload_are_answered() {
    let host = host(&[("Hello.json", r#"{"Result":"same"}"#)]);
    for _ in 0..50 {
        let (answer, reloaded) =
            tokio::join!(host.get("/hello/a?format=json"), async { host.stubs.reload() });
        assert!(answer.contains("same"));
        assert_eq!(reloaded.unwrap(), 1);
    }
}
