//! Each point with each kind of fault: what the client sees, and what the store holds afterwards.

use std::fmt::Write as _;
use std::time::Duration;

use servicestack_emulator::lab::fault::Point;

use crate::client::{Came, activate, activated, code, host, request, send};

const ID: &str = "6f9619ff-8b86-d011-b42d-00c04fc964ff";
const OTHER: &str = "6f9619ff-8b86-d011-b42d-00c04fc964aa";

/// Kinds as the header says them.
const KINDS: [&str; 14] = [
    "latency:150ms",
    "latency:50ms..100ms",
    "throttle:2000",
    "reset",
    "close",
    "head",
    "body",
    "garbage",
    "status:503",
    "status:500",
    "status:429",
    "session",
    "stale",
    "duplicate",
];

/// How long a kind that delays takes at least: a throttle by the length of an answer.
fn delay(kind: &str) -> Option<Duration> {
    let millis = match kind {
        "latency:150ms" => 150,
        "throttle:2000" => 100,
        _ => 50,
    };
    let delays = kind.starts_with("latency") || kind.starts_with("throttle");
    delays.then(|| Duration::from_millis(millis))
}

/// What a client says that it saw.
fn seen(kind: &str, came: &Came) -> String {
    let text = came.text();
    match (&came.end, came.status()) {
        (Err(error), _) if came.bytes.is_empty() => format!("{:?}", error.kind()),
        (Err(error), _) => format!("{} bytes, then {:?}", came.bytes.len(), error.kind()),
        (Ok(()), _) if came.bytes.is_empty() => "closed without a byte".to_owned(),
        (Ok(()), None) if text.starts_with("HTTP/1.1 ") => "a broken head".to_owned(),
        (Ok(()), None) => "garbage".to_owned(),
        (Ok(()), Some(status)) if !text.contains("\r\n\r\n") => {
            format!("half a head of {status}")
        }
        (Ok(()), Some(status)) => {
            let length = text.split_once("Content-Length: ").map(|(_, rest)| rest);
            let length = length.and_then(|rest| rest.split("\r\n").next()?.parse().ok());
            if length.is_some_and(|length: usize| came.body().len() < length) {
                return format!("{status}, half a body");
            }
            let what = match code(&came.body()).as_deref() {
                Some("AB000001") => format!("{status}, the first coupon"),
                Some("AB000002") => format!("{status}, the second coupon"),
                Some(other) => format!("{status}, {other}"),
                None => format!("{status}"),
            };
            match delay(kind) {
                Some(least) if came.took > least => format!("{what}, late"),
                Some(_) => format!("{what}, in time"),
                None => what,
            }
        }
    }
}

/// One cell: the client's sight, and how many coupons more are taken.
async fn cell(point: Point, kind: &str) -> String {
    let running = host();
    // An answer is kept while a fault is in force that may give it again.
    let stale = kind == "stale";
    let header = format!("X-Emulator-Fault: {point}={kind}\r\n");
    if stale {
        assert_eq!(activate(&running, "", &header).await.status(), Some(200));
    }
    // The password is known from here on: verifying it takes as long as a fault.
    send(&running, &request("GET", "/Coupons/ByStatus/1.json", "", "")).await;
    let before = activated(&running).await;
    // A duplicate without an ActivateId shows: it takes a coupon of its own.
    let id = if stale || kind == "duplicate" { "" } else { ID };
    let came = activate(&running, id, &header).await;
    let after = activated(&running).await;
    // A fault goes with its request: the next one is whole.
    let next = activate(&running, OTHER, "").await;
    assert_eq!(next.status(), Some(200), "{point} {kind}");
    let seen = seen(kind, &came);
    running.stop().await;
    format!("{seen}; {} taken", after - before)
}

#[tokio::test]
async fn each_point_with_each_kind_shows_as_the_docs_list_it() {
    let mut table = String::from("| kind |");
    Point::ALL.iter().for_each(|point| write!(table, " {point} |").unwrap());
    table += "\n|---|---|---|---|---|---|\n";
    for kind in KINDS {
        write!(table, "| `{kind}` |").unwrap();
        for point in Point::ALL {
            write!(table, " {} |", cell(point, kind).await).unwrap();
        }
        table += "\n";
    }
    let docs = include_str!("../../docs/faults.md");
    assert!(docs.contains(&table), "docs/faults.md has another table than:\n{table}");
}

#[tokio::test]
async fn a_session_that_is_lost_is_gone_and_the_next_sign_in_makes_another() {
    let running = host();
    let user = r#"{"UserName":"demo","Password":"demo"}"#;
    let sign_in = request("POST", "/auth/credentials?format=json", "", user);
    let sign_in = sign_in.replace("Authorization: Basic ZGVtbzpkZW1v\r\n", "");
    let signed_in = send(&running, &sign_in).await.text();
    let id = signed_in.split_once("ss-id=").unwrap().1.split(';').next().unwrap().to_owned();
    let list = |headers: &str| {
        format!(
            "GET /Coupons/ByStatus/1.json HTTP/1.1\r\nHost: x\r\nConnection: close\r\nCookie: \
             ss-id={id}\r\n{headers}\r\n"
        )
    };
    assert_eq!(send(&running, &list("")).await.status(), Some(200));
    let lost = send(&running, &list("X-Emulator-Fault: answer=session\r\n")).await;
    assert_eq!(lost.status(), Some(401));
    assert_eq!(send(&running, &list("")).await.status(), Some(401), "it stays lost");
    assert!(send(&running, &sign_in).await.text().contains("ss-id="));
    running.stop().await;
}
