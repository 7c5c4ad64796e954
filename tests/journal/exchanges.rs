//! What the journal has of exchanges over real sockets.

use std::sync::Arc;
use std::time::Duration;

use reqwest::{Client, Method};
use serde_json::json;
use servicestack_emulator::contract::Contract;
use servicestack_emulator::journal::{Entry, Filter, Journal, Journals, Limits, Message, Session};
use servicestack_emulator::lab::{Clock, Seed};
use servicestack_emulator::{Builder, Emulator, Running};

use crate::socket::exchange;

pub const BASIC: &str = "Authorization: Basic ZGVtbzpkZW1v\r\n";

/// In memory with the demo coupons, frozen at 2026-01-15T10:00:00Z, seed 1.
pub fn apex(change: impl FnOnce(Builder) -> Builder) -> Running {
    let clock = Clock::frozen_at("2026-01-15T10:00:00Z".parse().unwrap());
    change(Emulator::apex().clock(clock).seed(Seed::from_u64(1))).start().unwrap()
}

/// The answer to these bytes on a connection of their own, which the server is to close.
pub async fn send(running: &Running, request: &str) -> Vec<u8> {
    let (answer, end) = exchange(running.address(), request.as_bytes()).await;
    end.unwrap();
    answer
}

/// A request with a body, after which the server closes.
pub fn request(line: &str, headers: &str, body: &str) -> String {
    let length = body.len();
    format!(
        "{line} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n{headers}Content-Length: {length}\r\n\r\n{body}"
    )
}

/// The newest entry, which is to be the one of this number: an entry follows its answer.
pub async fn entry(journal: &Journal, number: u64) -> Arc<Entry> {
    let mut subscription = journal.subscribe_after(number - 1);
    let news = tokio::time::timeout(Duration::from_secs(20), subscription.next()).await.unwrap();
    news.entries[0].clone()
}

#[tokio::test]
async fn an_activation_is_there_with_all_that_is_known_of_it() {
    let running = apex(|builder| builder);
    let journal = running.tenants().default().journal().clone();
    let body = r#"{"CouponType":1,"Prefix":"AB","Colour":"red","ActivateId":7}"#;
    let sent = request(
        "post /Coupons/Activate.json?password=x",
        &format!("{BASIC}Content-Type: application/json\r\nX-Http-Method-Override: PUT\r\n"),
        body,
    );
    let answer = send(&running, &sent).await;
    let entry = entry(&journal, 1).await;
    assert_eq!(entry.request.unmasked(), sent.as_bytes());
    let shown = String::from_utf8(entry.request.bytes()).unwrap();
    assert!(
        shown.contains("Basic ************\r\n") && shown.contains("?password=* HTTP/1.1"),
        "{shown}"
    );
    assert_eq!((entry.request.length(), entry.request.is_whole()), (sent.len() as u64, true));
    assert_eq!((entry.answer.unmasked(), entry.answer.is_whole()), (&answer[..], true));
    let shown = String::from_utf8_lossy(&entry.answer.bytes()).into_owned();
    assert!(shown.contains("Set-Cookie: ss-id=****"), "{shown}");
    assert_eq!(
        (entry.operation.as_deref(), &*entry.verb, entry.status),
        (Some("ActivateCoupon"), "post", 200)
    );
    assert_eq!((entry.version, entry.scheme, &*entry.tenant), ("HTTP/1.1", "http", "default"));
    assert_eq!(entry.at.to_rfc3339(), "2026-01-15T10:00:00+00:00");
    assert_eq!(
        (entry.user.as_deref(), entry.format, entry.connection),
        (Some("demo"), Some("json"), 0)
    );
    assert_eq!(entry.requests()[0].member("prefix"), Some(json!("AB")));
    let dropped: Vec<String> = entry.dropped().iter().map(|note| note.path.clone()).collect();
    assert!(dropped.contains(&"Colour".to_owned()), "{dropped:?}");
    assert_eq!(entry.session.as_ref().unwrap().label().len(), 12);
    assert!(entry.peer.is_some() && entry.stages.iter().all(Option::is_some), "{:?}", entry.stages);
    assert!(
        entry.took >= entry.stages[4].unwrap()
            && entry.error_code.is_none()
            && entry.delivery.is_none()
    );
    running.stop().await;
}

#[tokio::test]
async fn errors_batches_pages_miko_and_what_nobody_reads_are_there() {
    let running = apex(|builder| builder);
    let journal = running.tenants().default().journal().clone();
    let json = format!("{BASIC}Content-Type: application/json\r\n");
    send(
        &running,
        &request("PUT /Coupons/Activate.json", &json, r#"{"CouponType":1,"Prefix":"NONE"}"#),
    )
    .await;
    send(
        &running,
        &request(
            "PUT /json/reply/ActivateCoupon[]",
            &json,
            r#"[{"CouponType":1,"Prefix":"AB"},{"CouponType":1,"Prefix":"NONE"}]"#,
        ),
    )
    .await;
    send(&running, &request("GET /metadata", "Accept: text/html\r\n", "")).await;
    send(
        &running,
        &request(
            "POST /restapi/v1/generate.coupons?x=1",
            "Content-Type: application/json\r\n",
            r#"{"count":2}"#,
        ),
    )
    .await;
    send(&running, "GARBAGE\r\n\r\n").await;
    send(&running, &request("PUT /json/reply/ActivateCoupon", &json, "{")).await;
    send(
        &running,
        &request("GET /json/reply/ActivateCoupon?CouponType=1&Prefix=AB&Nope=1", "", ""),
    )
    .await;
    let entries: Vec<Arc<Entry>> = {
        let last = entry(&journal, 7).await;
        assert_eq!(last.number, 7);
        journal.entries(&Filter::default()).into_iter().rev().collect()
    };
    let shown: Vec<String> = entries
        .iter()
        .map(|entry| {
            format!(
                "{} {:?} {:?} {}",
                entry.status,
                entry.operation,
                entry.error_code,
                entry.requests().len()
            )
        })
        .collect();
    let expected = [
        r#"404 Some("ActivateCoupon") Some("NotFound") 1"#,
        r#"404 Some("ActivateCoupon") Some("NotFound") 2"#,
        "200 None None 0",
        r#"400 Some("generate.coupons") None 1"#,
        "400 None None 0",
        r#"400 Some("ActivateCoupon") Some("NotEmpty") 1"#,
        r#"401 Some("ActivateCoupon") None 1"#,
    ];
    assert_eq!(shown, expected);
    assert_eq!(entries[3].requests()[0].member("count"), Some(json!("2")));
    assert!(
        entries[1].is_batch && entries[1].requests()[1].member("Prefix") == Some(json!("NONE"))
    );
    assert_eq!(entries[4].request.unmasked(), b"GARBAGE\r\n\r\n");
    assert!(
        !entries[4].request.is_whole() && entries[4].answer.unmasked().starts_with(b"HTTP/1.1 400")
    );
    assert_eq!(entries[6].dropped()[0].path, "Nope");
    running.stop().await;
}

#[tokio::test]
async fn sessions_of_one_client_have_one_label_and_other_tenants_their_own_journal() {
    let running = apex(|builder| builder);
    let client = Client::builder().cookie_store(true).build().unwrap();
    let url = |path: &str| format!("{}{path}", running.base_url());
    let sign_in = json!({ "provider": "credentials", "UserName": "demo", "Password": "demo" });
    client
        .post(url("/auth/credentials?format=json"))
        .json(&sign_in)
        .send()
        .await
        .unwrap()
        .bytes()
        .await
        .unwrap();
    client.get(url("/Coupons/ByStatus/1.json")).send().await.unwrap().bytes().await.unwrap();
    Client::new().get(url("/_t/till/metadata")).send().await.unwrap().bytes().await.unwrap();
    let journal = running.tenants().default().journal().clone();
    let (signing, reading) = (entry(&journal, 1).await, entry(&journal, 2).await);
    assert_eq!(
        signing.session.as_ref().unwrap().label(),
        reading.session.as_ref().unwrap().label()
    );
    assert_eq!((reading.user.as_deref(), reading.connection), (Some("demo"), signing.connection));
    assert_eq!(signing.requests()[0].member("Password"), Some(json!("***")));
    for message in [&signing.request, &signing.answer, &reading.request] {
        let text = String::from_utf8_lossy(&message.bytes()).into_owned();
        assert!(!text.contains(signing.session.as_ref().unwrap().id()), "{text}");
    }
    let request = String::from_utf8(signing.request.bytes()).unwrap();
    assert!(request.contains(r#""Password":"****""#), "{request}");
    let other = running.tenants().get("till").unwrap().journal().clone();
    let page = entry(&other, 1).await;
    assert_eq!(
        (page.path(), &*page.tenant, page.site.as_str()),
        ("/_t/till/metadata", "till", "/_t/till")
    );
    assert_eq!(journal.len(), 2);
    running.tenants().reset("till").unwrap();
    assert!(running.tenants().get("till").unwrap().journal().is_empty(), "a reset begins anew");
    running.stop().await;
}

#[tokio::test]
async fn http_2_chunked_bodies_and_long_messages_are_kept_within_bounds() {
    let limits = Limits { message_bytes: 300, ..Limits::default() };
    let running = apex(|builder| builder.journal(limits));
    let journal = running.tenants().default().journal().clone();
    let client = Client::builder().http2_prior_knowledge().build().unwrap();
    let url = format!("{}/Coupons/Activate.json", running.base_url());
    let body = json!({ "CouponType": 1, "Prefix": "AB" });
    let answered = client
        .request(Method::PUT, url)
        .basic_auth("demo", Some("demo"))
        .json(&body)
        .send()
        .await
        .unwrap();
    let answered = answered.bytes().await.unwrap();
    let first = entry(&journal, 1).await;
    assert_eq!((first.version, first.status, first.answer.is_whole()), ("HTTP/2", 200, true));
    let shown = String::from_utf8(first.request.bytes()).unwrap();
    assert!(
        shown.starts_with("PUT ")
            && shown.contains(" HTTP/2\r\n")
            && shown.ends_with(&body.to_string()),
        "{shown}"
    );
    assert!(first.answer.unmasked().starts_with(b"HTTP/2 200\r\n") && first.answer.is_cut());
    assert!(first.answer.length() > answered.len() as u64);

    let long = format!(r#"{{"CouponType":1,"Prefix":"{}"}}"#, "x".repeat(2000));
    let chunked = format!(
        "PUT /Coupons/Activate.json HTTP/1.1\r\nHost: x\r\nConnection: close\r\n{BASIC}Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n{:x}\r\n{long}\r\n0\r\n\r\n",
        long.len()
    );
    send(&running, &chunked).await;
    let second = entry(&journal, 2).await;
    assert_eq!(
        (second.request.length(), second.request.unmasked()),
        (chunked.len() as u64, &chunked.as_bytes()[..300])
    );
    assert!(
        second.request.is_cut() && second.request.is_whole() && second.requests().is_empty(),
        "{second:?}"
    );
    running.stop().await;
}

#[tokio::test]
async fn a_stub_that_answers_is_named_and_the_admin_api_is_not_recorded() {
    let running = apex(|builder| builder);
    let client = Client::new();
    let url = |path: &str| format!("{}{path}", running.base_url());
    let stub =
        r#"{"answer":[{"name":"gone","error":{"status":410,"code":"Gone","message":"no more"}}]}"#;
    client.put(url("/_emulator/stubs/GetCouponsByStatus")).body(stub).send().await.unwrap();
    client
        .get(url("/Coupons/ByStatus/7.json"))
        .basic_auth("demo", Some("demo"))
        .send()
        .await
        .unwrap();
    let journal = running.tenants().default().journal().clone();
    let entry = entry(&journal, 1).await;
    assert_eq!((entry.status, entry.error_code.as_deref()), (410, Some("Gone")));
    assert_eq!(entry.stub.as_deref(), Some("GetCouponsByStatus.json: gone"));
    assert_eq!(journal.len(), 1);
    running.stop().await;
}

#[tokio::test]
async fn a_host_without_a_journal_keeps_nothing() {
    let document = br#"{"types":[],"operations":[{"request":{"name":"Fine","namespace":"T","properties":[]}}]}"#;
    let running = Emulator::builder(Contract::read(document).unwrap()).start().unwrap();
    let answer =
        Client::new().get(format!("{}/json/reply/Fine", running.base_url())).send().await.unwrap();
    assert!(answer.status().is_success());
    assert_eq!(running.tenants().default().journal().count(&Filter::default()), 0);
    assert!(!running.tenants().default().journal().is_on());
    running.stop().await;
}

#[tokio::test]
async fn a_secret_that_could_not_be_read_is_masked_in_what_was_dropped() {
    let document =
        br#"{"types":[],"operations":[{"request":{"name":"Pay","namespace":"T","properties":[
        {"name":"Pin","type":"Int32"},{"name":"Amount","type":"Int32"}]}}]}"#;
    let builder = Emulator::builder(Contract::read(document).unwrap());
    let running = builder.journal(Limits::default()).start().unwrap();
    let journal = running.tenants().default().journal().clone();
    let body = r#"{"Pin":"4711x","Amount":"many"}"#;
    let headers = "Content-Type: application/json\r\n";
    send(&running, &request("POST /json/reply/Pay", headers, body)).await;
    let dropped: Vec<String> =
        entry(&journal, 1).await.dropped().iter().map(ToString::to_string).collect();
    assert_eq!(dropped.len(), 2, "{dropped:?}");
    assert!(dropped[0].contains("`Pin`") && dropped[0].contains("***"), "{dropped:?}");
    assert!(!dropped[0].contains("4711") && dropped[1].contains("many"), "{dropped:?}");
    running.stop().await;
}

/// AutoQuery reads members that its class does not have.
#[tokio::test]
async fn conditions_of_a_query_are_not_dropped() {
    let document = include_bytes!("../../fixtures/hosts/query/contract.json");
    let builder = Emulator::builder(Contract::read(document).unwrap());
    let running = builder.journal(Limits::default()).start().unwrap();
    let journal = running.tenants().default().journal().clone();
    let dropped = async |number: u64, path: &str| {
        send(&running, &request(&format!("GET {path}"), "", "")).await;
        entry(&journal, number).await.dropped().len()
    };
    assert_eq!(dropped(1, "/json/reply/QueryWares?NameContains=b&Take=1").await, 0);
    assert_eq!(dropped(2, "/json/reply/CreateStock?NameContains=b").await, 1);
    running.stop().await;
}

/// The bytes that were kept are read once more when somebody asks.
#[tokio::test]
async fn a_request_is_read_again_as_it_was_bound() {
    let running = apex(|builder| builder);
    let journal = running.tenants().default().journal().clone();
    let call = async |line: &str, headers: &str, body: &str| {
        let headers = format!("{BASIC}{headers}");
        send(&running, &request(line, &headers, body)).await;
    };
    let jsv = "Content-Type: application/jsv\r\n";
    let form = "Content-Type: application/x-www-form-urlencoded\r\n";
    call("PUT /Coupons/Activate", jsv, "{CouponType:1,Prefix:AB}").await;
    call("GET /xml/reply/ActivateCoupon?Prefix=AB&CouponType=1", "", "").await;
    call("POST /json/reply/ActivateCoupon", form, "Prefix=AB&CouponType=1").await;
    call("put /Coupons/%41ctivate.json?Prefix=A%42", jsv, "{CouponType:1}").await;
    call("POST /jsv/reply/ActivateCoupon[]", jsv, "[{CouponType:2},{CouponType:1,Prefix:AB}]")
        .await;
    let chunks = "Transfer-Encoding: chunked\r\nContent-Type: application/json\r\n";
    let chunked = format!(
        "PUT /Coupons/Activate HTTP/1.1\r\nHost: x\r\nConnection: close\r\n{BASIC}{chunks}\r\n1d\r\n{}\r\n0\r\n\r\n",
        r#"{"CouponType":1,"Prefix":"AB""#
    );
    let chunked = chunked.replace("\r\n0\r\n", "\r\n1\r\n}\r\n0\r\n");
    send(&running, &chunked).await;
    for number in 1..=6 {
        let entry = entry(&journal, number).await;
        let last = entry.requests().last().unwrap_or_else(|| panic!("#{number}: {entry:?}"));
        let prefix = last.member("Prefix");
        assert_eq!(prefix, Some(json!("AB")), "#{number}: {entry:?}");
        assert_eq!(last.member("CouponType"), Some(json!(1)), "#{number}");
    }
    assert_eq!(entry(&journal, 5).await.requests().len(), 2);

    call("PUT /Coupons/Activate.json", "Content-Type: application/json\r\n", r#"{"Prefix"#).await;
    assert_eq!(entry(&journal, 7).await.requests().len(), 0, "it could not be bound");
    running.stop().await;
}

/// Logs show entries in this way.
#[test]
fn no_entry_shows_its_secrets_in_a_log() {
    let bytes = b"POST /a?password=hunter2 HTTP/1.1\r\nCookie: ss-id=hunter2\r\n\r\n".to_vec();
    let entry = Entry {
        target: "/a?password=hunter2".to_owned(),
        session: Session::of("hunter2".to_owned()),
        request: Message::new(bytes, 1, true),
        ..Entry::default()
    };
    let shown = format!("{entry:?}");
    assert!(shown.contains("POST /a?password=*******") && !shown.contains("hunter2"), "{shown}");
    let journal = Journals::new(Limits::default()).journal("a");
    journal.push(entry);
    assert!(!format!("{journal:?}").contains("hunter2"));
}
