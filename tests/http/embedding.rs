//! The emulator within a test, without its command.

use std::time::{Duration, Instant};

use reqwest::StatusCode;
use servicestack_emulator::Emulator;
use servicestack_emulator::hosts::imported::FolderError;
use servicestack_emulator::lab::{Clock, Seed};

async fn activated(base_url: &str) -> String {
    let call = reqwest::Client::new().put(format!("{base_url}/Coupons/Activate?format=jsv"));
    let call = call
        .header("Authorization", "Basic ZGVtbzpkZW1v")
        .header("Content-Type", "application/jsv");
    let answer = call.body("{CouponType:1,Prefix:AB}").send().await.expect("an answer");
    assert_eq!(answer.status(), StatusCode::OK);
    answer.text().await.expect("a body")
}

fn frozen() -> Clock {
    Clock::frozen_at("2026-03-01T12:00:00Z".parse().expect("an instant"))
}

#[tokio::test(flavor = "multi_thread")]
async fn many_run_side_by_side_and_draw_what_their_seeds_say() {
    let start = |seed| {
        Emulator::apex().seed(Seed::from_u64(seed)).clock(frozen()).start().expect("it starts")
    };
    let emulators: Vec<_> = (0..20).map(|number| start(number % 2)).collect();
    let mut answers = Vec::new();
    for emulator in &emulators {
        answers.push(activated(&emulator.base_url()).await);
    }
    assert_ne!(answers[0], answers[1]);
    for (place, answer) in answers.iter().enumerate() {
        assert_eq!(answer, &answers[place % 2]);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn it_stops_when_it_is_dropped() {
    let emulator = Emulator::apex().start().expect("it starts");
    let (address, url) = (emulator.address(), emulator.base_url());
    activated(&url).await;
    drop(emulator);
    let deadline = Instant::now() + Duration::from_secs(20);
    while tokio::net::TcpStream::connect(address).await.is_ok() {
        assert!(Instant::now() < deadline, "it still listens");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_folder_is_a_host_that_keeps_nothing() {
    let parent = tempfile::tempdir().expect("a directory");
    let folder = parent.path().join("shop");
    std::fs::create_dir_all(folder.join("stubs")).expect("a folder");
    let contract = r#"{"operations":[{"request":{"name":"Hello","properties":[{"name":"Name","type":"String"}]},
        "response":{"name":"HelloResponse","properties":[{"name":"Result","type":"String"}]},
        "returnType":{"name":"HelloResponse"},"routes":[{"path":"/hello/{Name}"}]}]}"#;
    std::fs::write(folder.join("contract.json"), contract).expect("written");
    std::fs::write(folder.join("settings.toml"), "title = 'Shop'\nlisten = '0.0.0.0:1'")
        .expect("written");
    std::fs::write(folder.join("stubs/Hello.json"), r#"{"Result":"Hello!"}"#).expect("written");
    let emulator = Emulator::folder(&folder).expect("a host").start().expect("it starts");
    let url = format!("{}/hello/x?format=json", emulator.base_url());
    let answer = reqwest::get(url).await.expect("an answer").text().await.expect("a body");
    assert_eq!(answer, r#"{"Result":"Hello!"}"#);
    let page = reqwest::get(format!("{}/metadata", emulator.base_url())).await.expect("an answer");
    assert!(page.text().await.expect("a body").contains("Shop"));
    assert!(!folder.join("data").exists());
    assert!(matches!(
        Emulator::folder(parent.path().join("till")),
        Err(FolderError::Missing { .. })
    ));
}
