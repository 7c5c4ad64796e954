//! Reading again: under load, beside an editor, and much at once.

use std::fs;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use servicestack_emulator::contract::Contract;
use servicestack_emulator::stub::Stubs;
use servicestack_emulator::wire::Dialect;

use super::host::{contract, host};

/// Eight clients on connections of their own ask while files change fifty times, also to what
/// cannot be read: each request is answered, by one of the sets that were in force.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_reload_loses_no_request_under_load() {
    let host = host(&[("Hello.json", r#"{"Result":"v0"}"#)]);
    host.stubs.watch().unwrap();
    let (stop, asked) = (Arc::new(AtomicBool::new(false)), Arc::new(AtomicUsize::new(0)));
    let url = format!("{}/hello/a?format=json", host.running.base_url());
    let clients: Vec<_> = (0..8)
        .map(|_| {
            let (stop, asked, url) = (stop.clone(), asked.clone(), url.clone());
            tokio::spawn(async move {
                let client = reqwest::Client::new();
                while !stop.load(Ordering::Relaxed) {
                    let answer = client.get(&url).send().await.expect("an answer");
                    let status = answer.status().as_u16();
                    let text = answer.text().await.expect("a body");
                    assert!(status == 200 && text.contains(r#""Result":"v"#), "{status} {text}");
                    asked.fetch_add(1, Ordering::Relaxed);
                }
            })
        })
        .collect();
    let file = host.folder.path().join("Hello.json");
    for version in 1..=50 {
        let text =
            if version % 5 == 0 { "{".to_owned() } else { format!(r#"{{"Result":"v{version}"}}"#) };
        fs::write(&file, text).unwrap();
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    fs::write(&file, r#"{"Result":"v-last"}"#).unwrap();
    let end = Instant::now() + Duration::from_secs(20);
    while !host.get("/hello/a?format=json").await.contains("v-last") {
        assert!(Instant::now() < end, "the last version is not in force");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    stop.store(true, Ordering::Relaxed);
    for client in clients {
        client.await.expect("no client failed");
    }
    assert!(asked.load(Ordering::Relaxed) > 50, "{asked:?} requests");
}

#[test]
fn what_editors_leave_beside_stubs_is_passed_over() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path();
    fs::write(path.join("Hello.json"), r#"{"Result":"x"}"#).unwrap();
    for name in [
        ".Hello.json.swp",
        "Hello.json.swp",
        "Hello.json~",
        "#Hello.json#",
        ".#Hello.json",
        "4913",
        "Hello.json.tmp",
        "Hello.json.tmp.12345",
        "Hello.json.bak",
        "Hello.json___jb_tmp___",
        "Hello.json___jb_old___",
        "sedA1b2C3",
        ".goutputstream-ABC",
        "README.md",
        "Hello.json.orig",
    ] {
        fs::write(path.join(name), "half of a").unwrap();
    }
    fs::create_dir(path.join("files")).unwrap();
    let stubs = Stubs::open(path, "x", &contract(), &Dialect::default());
    assert_eq!(stubs.unwrap_or_else(|mistake| panic!("{mistake}")).count(), 1);
}

/// Without optimisation this takes about ten times as long as the release build, for which
/// BENCHMARKS.md has the figure.
#[test]
fn ten_thousand_stubs_are_read() {
    let folder = tempfile::tempdir().unwrap();
    let operation = |n: usize| {
        format!(
            r#"{{"request":{{"name":"Op{n}","properties":[{{"name":"Name","type":"String"}}]}},"returnType":{{"name":"Answer"}}}}"#
        )
    };
    let operations: Vec<String> = (0..10_000).map(operation).collect();
    let document = format!(
        r#"{{"operations":[{}],"types":[{{"name":"Answer","properties":[{{"name":"Result","type":"String"}}]}}]}}"#,
        operations.join(",")
    );
    let contract = Contract::read(document.as_bytes()).unwrap();
    for n in 0..10_000 {
        fs::write(folder.path().join(format!("Op{n}.json")), r#"{"Result":"{{ Name }}"}"#).unwrap();
    }
    let start = Instant::now();
    let stubs = Stubs::open(folder.path(), "x", &contract, &Dialect::default()).unwrap();
    let taken = start.elapsed();
    println!("10,000 stubs in {taken:?}");
    assert_eq!(stubs.count(), 10_000);
    assert!(taken < Duration::from_secs(20), "{taken:?}");
}
