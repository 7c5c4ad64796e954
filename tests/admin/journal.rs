//! The journal over the admin API.

use std::time::{Duration, Instant};

use reqwest::Method;
use serde_json::{Value, json};
use servicestack_emulator::Builder;

use crate::host::{Host, answered, host, host_with};

/// The members of an answer with status 200.
async fn call(host: &Host, call: &str, body: Value) -> Value {
    let body = if body.is_null() { String::new() } else { body.to_string() };
    let answered = host.call(call, &body).await;
    let (status, text) = answered.split_once(' ').unwrap();
    assert_eq!(status, "200", "{text}");
    serde_json::from_str(text).unwrap()
}

async fn activate(host: &Host, prefix: &str) {
    let request =
        host.request(Method::PUT, "/Coupons/Activate.json").basic_auth("demo", Some("demo"));
    answered(request.json(&json!({ "CouponType": 1, "Prefix": prefix, "Extra": "<b>\u{1b}[2J" })))
        .await;
}

/// A host with two activations and one that found nothing, all of them in the journal.
async fn busy(change: impl FnOnce(Builder) -> Builder) -> Host {
    let host = host_with(change);
    for prefix in ["AB", "AB", "NONE"] {
        activate(&host, prefix).await;
    }
    let waited = call(&host, "POST /journal/wait", json!({ "Times": 3 })).await;
    assert_eq!((&waited["Met"], &waited["Last"]), (&json!(true), &json!(3)));
    host
}

fn numbers(answer: &Value) -> Vec<u64> {
    let results = answer["Results"].as_array().unwrap().iter();
    results.map(|exchange| exchange["Number"].as_u64().unwrap()).collect()
}

#[tokio::test]
async fn exchanges_are_found_paged_counted_and_shown() {
    let host = busy(|builder| builder).await;
    let page = call(&host, "GET /journal?Take=2", Value::Null).await;
    assert_eq!(
        (numbers(&page), &page["Next"], &page["IsOn"]),
        (vec![3, 2], &json!(2), &json!(true))
    );
    let rest = call(&host, "GET /journal?Take=2&Before=2", Value::Null).await;
    assert_eq!((numbers(&rest), &rest["Next"]), (vec![1], &Value::Null));
    let by = async |query: &str| {
        numbers(&call(&host, &format!("GET /journal?{query}"), Value::Null).await)
    };
    assert_eq!(by("Request={Prefix:AB}").await, [2, 1], "JSV");
    assert_eq!(
        by("Request=%7B%22Prefix%22:%22AB%22,%22CouponType%22:%221%22%7D").await,
        [2, 1],
        "JSON"
    );
    assert_eq!(by("Status=4xx&ErrorCode=NotFound&User=demo&Operation=activatecoupon").await, [3]);
    assert_eq!(by("From=2026-01-15T10:00:01Z").await, [0; 0]);
    let unknown = host.call("GET /journal?Tenant=other", "").await;
    assert!(unknown.starts_with("404 ") && unknown.contains("NoSuchTenant"), "{unknown}");
    let counted = call(&host, "GET /journal/count?Status=200", Value::Null).await;
    assert_eq!(
        (&counted["Count"], &counted["Kept"], &counted["Last"]),
        (&json!(2), &json!(3), &json!(3))
    );
    assert!(counted["Bytes"].as_u64().unwrap() > 1000);

    let shown = call(&host, "GET /journal/3", Value::Null).await["Result"].clone();
    assert_eq!(
        (&shown["Info"]["Status"], &shown["Info"]["ErrorCode"]),
        (&json!(404), &json!("NotFound"))
    );
    assert_eq!(
        (&shown["Tenant"], &shown["Dropped"][0]["Path"]),
        (&json!("default"), &json!("Extra"))
    );
    let sent = shown["Sent"]["Text"].as_str().unwrap();
    assert!(
        sent.starts_with("PUT /Coupons/Activate.json HTTP/1.1\r\n")
            && sent.contains("\r\nauthorization: Basic ************\r\n"),
        "{sent}"
    );
    assert!(shown["Answered"]["Text"].as_str().unwrap().starts_with("HTTP/1.1 404 NotFound\r\n"));
    assert!(
        shown["Stages"]["beforeCommit"].as_f64().unwrap()
            <= shown["Info"]["Milliseconds"].as_f64().unwrap()
    );
    assert_eq!(call(&host, "DELETE /journal", Value::Null).await["Removed"], json!(3));
    assert_eq!(by("").await, [0; 0]);
    host.running.stop().await;
}

#[tokio::test]
async fn what_came_is_verified_and_what_came_instead_is_shown() {
    let host = busy(|builder| builder).await;
    let verify = async |body: Value| call(&host, "POST /journal/verify", body).await;
    let two = json!({ "operation": "ActivateCoupon", "request": { "Prefix": "AB" }, "times": 2 });
    let verdict = verify(two).await;
    assert_eq!(
        (&verdict["Verified"], &verdict["Expected"][0]["Exchanges"]),
        (&json!(true), &json!([1, 2]))
    );
    assert_eq!(verdict["Instead"], json!([]));

    let one = json!({ "operation": "ActivateCoupon", "request": { "Prefix": "CD" }, "times": 1 });
    let verdict = verify(one).await;
    assert_eq!(verdict["Verified"], json!(false));
    assert_eq!(
        verdict["Message"],
        json!("ActivateCoupon with Prefix CD: expected once, came 0 times")
    );
    assert_eq!(verdict["Instead"][0]["Exchange"]["Number"], json!(3));
    assert_eq!(verdict["Instead"][0]["Differences"], json!(["Prefix: NONE instead of CD"]));

    let ab = json!({ "Operation": "ActivateCoupon", "Request": { "Prefix": "AB" }, "Times": 2 });
    let none = json!({ "Operation": "ActivateCoupon", "Status": "404", "AtMost": 1, "AtLeast": 1 });
    let in_order = |expected: [&Value; 2]| json!({ "Expected": expected, "InOrder": true, "NoneBesides": true });
    assert_eq!(verify(in_order([&ab, &none])).await["Verified"], json!(true));
    let verdict = verify(in_order([&none, &ab])).await;
    assert_eq!(
        verdict["Message"],
        json!("ActivateCoupon with Prefix AB: number 1 of it did not come after #3")
    );
    let besides = verify(json!({ "Expected": [ab], "NoneBesides": true })).await;
    assert_eq!(
        (&besides["Message"], &besides["Instead"][0]["Exchange"]["Number"]),
        (&json!("1 other call came besides"), &json!(3))
    );
    assert_eq!(
        verify(json!({ "NoneBesides": true, "After": 3 })).await["Verified"],
        json!(true),
        "nothing came after it"
    );
    assert_eq!(
        verify(json!({ "Operation": "AddCoupons", "Times": 0 })).await["Verified"],
        json!(true)
    );
    host.running.stop().await;
}

#[tokio::test]
async fn waiting_ends_when_it_came_or_when_its_time_is_over() {
    let host = host();
    let started = Instant::now();
    let none = call(&host, "POST /journal/wait", json!({ "Timeout": "PT0.2S" })).await;
    assert_eq!((&none["Met"], numbers(&none)), (&json!(false), vec![]));
    assert!(started.elapsed() >= Duration::from_millis(200));
    let wanted = json!({ "Request": { "Prefix": "AB" }, "Timeout": "PT20S" });
    let (came, ()) = tokio::join!(call(&host, "POST /journal/wait", wanted.clone()), async {
        tokio::time::sleep(Duration::from_millis(100)).await;
        activate(&host, "NONE").await;
        activate(&host, "AB").await;
    });
    assert_eq!((&came["Met"], numbers(&came)), (&json!(true), vec![2]));
    let later = json!({ "After": came["Last"], "Timeout": "PT0S" });
    assert_eq!(call(&host, "POST /journal/wait", later).await["Met"], json!(false));
    host.running.stop().await;
}

#[tokio::test]
async fn exports_are_har_requests_and_stubs_that_are_taken_back() {
    let host = busy(|builder| builder).await;
    answered(host.request(Method::GET, "/metadata?password=x")).await;
    let waited = json!({ "After": 3 });
    call(&host, "POST /journal/wait", waited).await;
    let har = call(&host, "GET /journal/export", Value::Null).await["log"].clone();
    assert_eq!((&har["version"], har["entries"].as_array().unwrap().len()), (&json!("1.2"), 4));
    let first = &har["entries"][0];
    assert_eq!(
        (&first["request"]["method"], &first["response"]["status"]),
        (&json!("PUT"), &json!(200))
    );
    assert_eq!(first["startedDateTime"], json!("2026-01-15T10:00:00.000Z"));
    assert!(first["request"]["postData"]["text"].as_str().unwrap().starts_with('{'));
    assert_eq!(
        har["entries"][3]["request"]["queryString"],
        json!([{ "name": "password", "value": "*" }])
    );

    let http = host.call("GET /journal/export?Form=http&Operation=ActivateCoupon", "").await;
    let requests: Vec<&str> = http["200 ".len()..].split("\n###\n").collect();
    assert_eq!(requests.len(), 3);
    assert!(
        requests[0].starts_with("PUT /Coupons/Activate.json HTTP/1.1\n")
            && !requests[0].contains("content-length"),
        "{}",
        requests[0]
    );
    assert!(
        requests[2].contains("\n\n{\"CouponType\":1,\"Extra\"")
            || requests[2].contains("\n\n{\"CouponType\":1,\"Prefix\":\"NONE\""),
        "{}",
        requests[2]
    );

    let stubs = call(&host, "GET /journal/export?Form=stubs", Value::Null).await;
    assert_eq!(stubs.as_object().unwrap().len(), 1);
    let stub = &stubs["ActivateCoupon"];
    assert_eq!(stub["answer"].as_array().unwrap().len(), 2, "{stub}");
    call(&host, "PUT /stubs/ActivateCoupon?Tenant=replay", stub.clone()).await;
    let in_tenant = async |tenant: &str, prefix: &str| {
        let request = host.request(Method::PUT, "/Coupons/Activate.json");
        let request = request.header("X-Emulator-Tenant", tenant).basic_auth("demo", Some("demo"));
        answered(request.json(&json!({ "CouponType": 1, "Prefix": prefix }))).await
    };
    let again = in_tenant("replay", "NONE").await;
    let of_ab = |answer: &&Value| answer["when"]["Prefix"] == json!("AB");
    let answer = stub["answer"].as_array().unwrap().iter().find(of_ab).unwrap();
    let first_activated = &answer["answer"]["Result"]["Code"];
    assert!(in_tenant("replay", "AB").await.contains(&first_activated.to_string()), "{stub}");
    assert_eq!(again, in_tenant("default", "NONE").await);
    assert!(again.contains("NotFound"), "{again}");
    host.running.stop().await;
}

#[tokio::test]
async fn what_makes_no_sense_is_refused_with_the_member_that_is_to_blame() {
    let host = host();
    let mut refused = String::new();
    for (call, body) in [
        ("GET /journal?Take=0", ""),
        ("GET /journal?Take=1001", ""),
        ("GET /journal?Take=many", ""),
        ("GET /journal?Status=teapot", ""),
        ("GET /journal?After=-1", ""),
        ("GET /journal?From=2026-01-02&To=2026-01-01", ""),
        ("GET /journal/count?Connection=-7", ""),
        ("GET /journal/0", ""),
        ("GET /journal/-1", ""),
        ("GET /journal/99999999999999999999", ""),
        ("GET /journal/export?Form=pcap", ""),
        ("POST /journal/wait", r#"{"Timeout":"PT61S"}"#),
        ("POST /journal/wait", r#"{"Timeout":"-PT1S"}"#),
        ("POST /journal/wait", r#"{"Times":0}"#),
        ("POST /journal/verify", r#"{"Times":-1}"#),
        ("POST /journal/verify", r#"{"Times":1,"AtMost":2}"#),
        ("POST /journal/verify", r#"{"AtLeast":3,"AtMost":2}"#),
        ("POST /journal/verify", r#"{"Operation":"A","Expected":[{"Operation":"B"}]}"#),
        ("POST /journal/verify", r#"{"Expected":[{"Status":"x"}]}"#),
        ("GET /journal?Tenant=no%20name", ""),
    ] {
        let answered = host.call(call, body).await;
        let (status, text) = answered.split_once(' ').unwrap();
        let error: Value = serde_json::from_str(text).unwrap_or_default();
        let error = &error["ResponseStatus"];
        refused.push_str(&format!(
            "{call} {body}\n  {status} {} {}: {}\n",
            error["ErrorCode"], error["Errors"][0]["FieldName"], error["Message"]
        ));
    }
    insta::assert_snapshot!(refused);
    host.running.stop().await;
}

#[tokio::test]
async fn a_journal_that_is_off_says_so() {
    let host = host_with(Builder::without_journal);
    activate(&host, "AB").await;
    let found = call(&host, "GET /journal", Value::Null).await;
    assert_eq!((&found["IsOn"], numbers(&found)), (&json!(false), vec![]));
    host.running.stop().await;
}
