//! Streams that share a connection of HTTP/2.

use std::time::Duration;

use reqwest::{Client, Response, Version};

use super::host::{TO_ALL, started};

/// What comes of a stream until it holds a text.
async fn heard(stream: &mut Response, text: &str) -> String {
    let mut came = String::new();
    let reading = async {
        while !came.contains(text) {
            let chunk = stream.chunk().await.unwrap().expect("the stream goes on");
            came += std::str::from_utf8(&chunk).unwrap();
        }
    };
    assert!(tokio::time::timeout(Duration::from_secs(10), reading).await.is_ok(), "no {text}");
    came
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_streams_on_one_connection_hear_each_other_and_one_that_is_dropped_is_gone() {
    let (_folder, host) = started("", TO_ALL);
    let client = Client::builder().http2_prior_knowledge().build().unwrap();
    let url = |path: &str| format!("{}{path}", host.base_url());
    let open = || client.get(url("/event-stream?channels=shop")).send();
    let mut first = open().await.unwrap();
    assert_eq!((first.version(), first.status().as_u16()), (Version::HTTP_2, 200));
    let kind = first.headers()["content-type"].to_str().unwrap().to_owned();
    assert!(kind.starts_with("text/event-stream"), "{kind}");
    let connected = heard(&mut first, "shop@cmd.onJoin").await;
    assert!(connected.contains("cmd.onConnect"), "{connected}");
    let mut second = open().await.unwrap();
    heard(&mut second, "shop@cmd.onJoin").await;
    heard(&mut first, "shop@cmd.onJoin").await;
    let say = async |text: &str| {
        let request = client.post(url("/say")).header("Content-Type", "application/json");
        let said = request.body(format!(r#"{{"Text":"{text}"}}"#)).send().await.unwrap();
        assert!(said.status().is_success(), "{}", said.status());
    };
    say("one").await;
    heard(&mut first, r#"cmd.say {"text":"one"}"#).await;
    heard(&mut second, r#"cmd.say {"text":"one"}"#).await;
    // Its stream alone is reset: the connection goes on.
    drop(second);
    let listening = async || {
        let who = client.get(url("/event-subscribers?channels=shop")).send().await.unwrap();
        who.text().await.unwrap().matches("\"userId\"").count()
    };
    let gone = async {
        while listening().await > 1 {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    };
    assert!(tokio::time::timeout(Duration::from_secs(10), gone).await.is_ok());
    say("two").await;
    heard(&mut first, r#"cmd.say {"text":"two"}"#).await;
    host.stop().await;
    let ended = async { while first.chunk().await.is_ok_and(|chunk| chunk.is_some()) {} };
    assert!(tokio::time::timeout(Duration::from_secs(10), ended).await.is_ok());
}
