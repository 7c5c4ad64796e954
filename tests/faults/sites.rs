//! Faults where the answer is not one plain answer of ApexERPHost over HTTP/1.

use std::sync::Arc;

use futures_util::{StreamExt as _, stream};
use reqwest::Client;
use servicestack_emulator::Running;
use servicestack_emulator::http::server::Tls;
use servicestack_emulator::http::{Answer, Answering, Body, Exchange, Site};

use crate::client::{Came, activate, activated, host, host_with, request, send};

const KINDS: [&str; 7] = ["reset", "close", "head", "body", "garbage", "status:503", "stale"];

fn header(point: &str, kind: &str) -> String {
    format!("X-Emulator-Fault: {point}={kind}\r\n")
}

/// Whether a client got less than it was promised.
fn is_broken(came: &Came) -> bool {
    let text = came.text();
    let ends = if text.contains("chunked") { text.ends_with("0\r\n\r\n") } else { true };
    let length = text
        .split_once("Content-Length: ")
        .and_then(|(_, rest)| rest.split("\r\n").next()?.parse::<usize>().ok());
    came.end.is_err()
        || !text.contains("\r\n\r\n")
        || !text.starts_with("HTTP")
        || !ends
        || length.is_some_and(|length| came.body().len() < length)
}

#[tokio::test]
async fn a_batch_meets_a_fault_with_each_of_its_requests() {
    let running = host();
    let batch = |headers: &str| {
        let body = r#"[{"CouponType":1,"Prefix":"AB"},{"CouponType":1,"Prefix":"AB"}]"#;
        request("PUT", "/json/reply/ActivateCoupon[]", headers, body)
    };
    let before = activated(&running).await;
    let came = send(&running, &batch(&header("beforeCommit", "status:503"))).await;
    assert_eq!((came.status(), activated(&running).await - before), (Some(503), 0));
    let came = send(&running, &batch(&header("afterCommit", "status:503"))).await;
    assert_eq!((came.status(), activated(&running).await - before), (Some(503), 1), "stops there");
    let came = send(&running, &batch(&header("afterCommit", "reset"))).await;
    assert!(came.end.is_err() && came.bytes.is_empty());
    assert_eq!(activated(&running).await - before, 3, "both are done");
}

#[tokio::test]
async fn a_list_that_is_streamed_is_cut_in_its_middle_or_given_again() {
    let running = host();
    let list = |headers: &str| request("GET", "/Coupons/ByStatus.json", headers, "");
    let whole = send(&running, &list("")).await;
    assert!(whole.text().contains("Transfer-Encoding: chunked") && !is_broken(&whole));
    for kind in ["reset", "close", "head", "body", "garbage"] {
        for point in ["accept", "afterCommit", "answer"] {
            let came = send(&running, &list(&header(point, kind))).await;
            assert!(is_broken(&came), "{point} {kind}: {:.200}", came.text());
        }
    }
    let cut = send(&running, &list(&header("answer", "body"))).await;
    assert!(cut.body().contains("\"Code\""), "it had begun");
    let stale = header("answer", "stale");
    let kept = send(&running, &list(&stale)).await;
    assert_eq!(kept.body(), whole.body());
    assert_eq!(activate(&running, "", "").await.status(), Some(200));
    let fresh = send(&running, &list("")).await;
    assert_ne!(fresh.body(), whole.body());
    assert_eq!(send(&running, &list(&stale)).await.body(), whole.body(), "read after write");
    let slow = send(&running, &list(&header("answer", "throttle:200000"))).await;
    assert_eq!(slow.body(), fresh.body());
}

async fn total(running: &Running) -> u64 {
    let tenant = running.tenants().default();
    tenant.coupons().count(tenant.clock().now().naive_utc()).await.unwrap().total()
}

#[tokio::test]
async fn miko_meets_them_in_its_own_shape() {
    let running = host();
    let generate = |headers: &str| {
        let body = r#"{"coupontype":"NewProduct","couponscount":1,
            "distributorguid":"bdf28230-0708-11e6-b99b-005056940006",
            "products":[{"guid":"9f3bbc89-e77b-11e4-b82f-0050568158a4"}]}"#;
        request("POST", "/restapi/v1/generate.coupons", headers, body)
    };
    for (point, made) in
        [("accept", 0), ("beforeBind", 0), ("beforeCommit", 0), ("afterCommit", 1), ("answer", 1)]
    {
        for kind in KINDS.into_iter().filter(|kind| *kind != "stale") {
            let before = total(&running).await;
            let came = send(&running, &generate(&header(point, kind))).await;
            if kind == "status:503" {
                assert_eq!(came.status(), Some(503), "{point} {kind}: {}", came.text());
                assert!(came.body().contains("message"), "{point}: {}", came.body());
                assert!(!came.body().contains("ResponseStatus"), "{point}: {}", came.body());
            } else {
                assert!(is_broken(&came), "{point} {kind}: {}", came.text());
            }
            assert_eq!(total(&running).await - before, made, "{point} {kind}");
        }
    }
    let named = r#"{"operation":"generate.coupons","point":"accept","do":"status:429"}"#;
    let url = format!("{}/_emulator/faults/busy", running.base_url());
    Client::new().put(url).body(named).send().await.unwrap();
    let by_name = send(&running, &generate("")).await;
    assert_eq!(by_name.status(), Some(429), "{}", by_name.text());
}

/// A site with one answer to all.
struct Fixed(fn() -> Answer);

impl Site for Fixed {
    fn answer<'a>(&'a self, _: &'a Exchange) -> Answering<'a> {
        Box::pin(async { (self.0)() })
    }

    fn refuse(&self, _: &Exchange, status: u16, _: &str, _: &str) -> Answer {
        Answer::empty(status)
    }
}

fn nothing() -> Answer {
    Answer::empty(204)
}

/// It has no end, as server events have none.
fn endless() -> Answer {
    let first = stream::iter([Ok("data: 1\n\n".into())]);
    let body = Body::Streamed(Box::pin(first.chain(stream::pending())));
    Answer::empty(200).header("Content-Type", "text/event-stream").body(body)
}

#[tokio::test]
async fn an_answer_without_a_body_is_cut_as_well() {
    let running = host_with(|builder| builder.mount("/none", Arc::new(Fixed(nothing))));
    for kind in ["reset", "close", "head", "body"] {
        let came = send(&running, &request("GET", "/none", &header("answer", kind), "")).await;
        assert!(is_broken(&came), "{kind}: {:?}", came.text());
    }
}

/// A coupon's answer by this client, for each kind after the commit, and how many are taken.
async fn taken(running: &Running, client: &Client, kind: &str) -> (reqwest::Result<String>, u64) {
    let before = activated(running).await;
    let url = format!("{}/Coupons/Activate.json", running.base_url());
    let request = client.put(url).basic_auth("demo", Some("demo"));
    let request = request.header("X-Emulator-Fault", format!("afterCommit={kind}"));
    let request = request.json(&serde_json::json!({ "CouponType": 1, "Prefix": "AB" }));
    let came = async { request.send().await?.text().await }.await;
    (came, activated(running).await - before)
}

async fn all_kinds(running: &Running, client: &Client) {
    for kind in KINDS.into_iter().filter(|kind| *kind != "stale") {
        let (came, taken) = taken(running, client, kind).await;
        let is_error = match (kind, &came) {
            ("status:503", Ok(text)) => text.contains("ServiceUnavailable"),
            ("garbage", Ok(text)) => !text.contains("Code"),
            (_, came) => came.is_err(),
        };
        assert!(is_error, "{kind}: {came:?}");
        assert_eq!(taken, 1, "{kind}: it is done");
    }
    let (whole, _) = taken(running, client, "latency:1ms").await;
    assert!(whole.unwrap().contains("\"Code\":\"AB0000"), "others are whole");
}

#[tokio::test]
async fn http_2_resets_the_stream_and_the_connection_goes_on() {
    let running = host();
    let client = Client::builder().http2_prior_knowledge().build().unwrap();
    all_kinds(&running, &client).await;
}

#[tokio::test]
async fn tls_shows_the_same_by_both_protocols() {
    let running = host_with(|builder| builder.tls(Tls::Passing));
    for both in [Client::builder().http1_only(), Client::builder()] {
        let client = both.danger_accept_invalid_certs(true).build().unwrap();
        all_kinds(&running, &client).await;
    }
}

#[tokio::test]
async fn events_are_not_kept_for_a_stale_answer_they_have_no_end() {
    let running = host_with(|builder| builder.mount("/events", Arc::new(Fixed(endless))));
    let request = Client::new().get(format!("{}/events", running.base_url()));
    let request = request.header("X-Emulator-Fault", "answer=stale");
    let patience = std::time::Duration::from_secs(10);
    let first = async { request.send().await.unwrap().chunk().await.unwrap() };
    let first = tokio::time::timeout(patience, first).await.expect("it begins at once");
    assert_eq!(first.unwrap(), "data: 1\n\n");
}

#[tokio::test]
async fn operations_without_a_service_meet_them_too() {
    let running = host();
    let ping = |headers: &str| request("GET", "/json/reply/GetRates", headers, "");
    for point in ["beforeBind", "beforeCommit", "afterCommit", "answer"] {
        let came = send(&running, &ping(&header(point, "status:500"))).await;
        assert_eq!(came.status(), Some(500), "{point}: {}", came.text());
    }
}

#[tokio::test]
async fn a_stub_may_lose_its_own_answer() {
    let running = host();
    let url = format!("{}/_emulator/stubs/ActivateCoupon.toml", running.base_url());
    let put = async |text: &str| {
        let put = Client::new().put(&url).body(text.to_owned()).send().await.unwrap();
        (put.status().as_u16(), put.text().await.unwrap())
    };
    let before = activated(&running).await;
    let lost = "[[answer]]\nservice = true\ntimes = 1\nfault = { cut = 'reset' }\n";
    let set = put(lost).await;
    assert_eq!(set.0, 200, "{}", set.1);
    assert!(activate(&running, "", "").await.bytes.is_empty());
    assert_eq!(activated(&running).await - before, 1, "it is done, and the client never hears");
    assert_eq!(activate(&running, "", "").await.status(), Some(200));
    assert_eq!(put("[[answer]]\nstatus = 200\nfault = 'status:503'\n").await.0, 200);
    assert_eq!(activate(&running, "", "").await.status(), Some(503));
    let (status, said) = put("[[answer]]\nstatus = 200\nfault = { status = 7 }\n").await;
    assert!(status == 400 && said.contains("`answer[0].fault.status`: 7 is not between"), "{said}");
    let (status, said) = put("[[answer]]\nerror = { code = 'X' }\nfault = 'reset'\n").await;
    assert!(status == 400 && said.contains("excludes `error`"), "{said}");
}
