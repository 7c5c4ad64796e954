//! Races over the API.

use std::sync::Arc;

use reqwest::Method;
use serde_json::json;
use servicestack_emulator::http::server::Tls;
use servicestack_emulator::journal::Filter;
use servicestack_emulator::store::embedded;

use crate::host::{Host, host, host_with};
use crate::socket::exchange;

const ONE_ID: &str = "PUT /Coupons/Activate.jsv\nAuthorization: Basic ZGVtbzpkZW1v\n\
    Content-Type: application/jsv\n\n\
    {CouponType:1,Prefix:AB,ActivateId:6f9619ff-8b86-d011-b42d-00c04fc964ff}";

fn members(request: &str, copies: usize, fork: bool) -> String {
    json!({ "Request": request, "Copies": copies, "Fork": fork }).to_string()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn one_activate_id_is_one_coupon_and_without_one_each_copy_takes_its_own() {
    let host = host();
    let race = host.call("POST /race", &members(ONE_ID, 32, true)).await;
    assert!(race.starts_with("200") && race.contains("[{\"Copies\":32,\"Status\":200,"), "{race}");
    assert!(race.contains("\"Activated\":20,") && race.contains("\"Activated\":21,"), "{race}");
    let counted = host.call("GET /coupons/count", "").await;
    assert!(counted.contains("\"Activated\":20,"), "the fork is another state: {counted}");
    let tenants = host.call("GET /tenants", "").await;
    assert_eq!(tenants.matches("\"Name\"").count(), 1, "it is dropped: {tenants}");
    let naive = ONE_ID.replace(",ActivateId:6f9619ff-8b86-d011-b42d-00c04fc964ff", "");
    let race = host.call("POST /race?Tenant=till", &members(&naive, 16, false)).await;
    assert_eq!(race.matches("\"Copies\":1,\"Status\":200").count(), 16, "{race}");
    assert!(race.contains("\"Activated\":36,"), "{race}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_last_coupon_has_one_winner() {
    let host = host();
    let coupon = r#"{"Type":9,"Prefix":"L","Codes":["AST"],"ExpDate":"2030-01-01"}"#;
    assert!(host.call("POST /coupons", coupon).await.starts_with("200"));
    let last = ONE_ID.replace("CouponType:1,Prefix:AB", "CouponType:9,Prefix:L");
    let last = last.replace(",ActivateId:6f9619ff-8b86-d011-b42d-00c04fc964ff", "");
    let race = host.call("POST /race", &members(&last, 8, false)).await;
    let winner = "{\"Results\":[{\"Copies\":1,\"Status\":200,";
    assert!(race.contains(winner) && race.contains("{\"Copies\":7,\"Status\":404,"), "{race}");
}

#[tokio::test]
async fn what_cannot_race_is_refused_by_member() {
    let host = host();
    for (body, field) in [
        (members(ONE_ID, 0, false), "Copies"),
        (members(ONE_ID, 65, false), "Copies"),
        (members("hello", 2, false), "Request"),
        (members("POST /_emulator/reset", 2, false), "Request"),
        ("{}".to_owned(), "Request"),
    ] {
        let refused = host.call("POST /race", &body).await;
        let blamed = format!("\"FieldName\":\"{field}\"");
        assert!(refused.starts_with("400") && refused.contains(&blamed), "{body}: {refused}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn it_runs_over_tls() {
    let host = host_with(|builder| builder.tls(Tls::Passing));
    let client = reqwest::Client::builder().danger_accept_invalid_certs(true).build().unwrap();
    let url = format!("{}/_emulator/race?format=json", host.running.base_url());
    let request = client.post(url).header("Content-Type", "application/json");
    let race = request.body(members(ONE_ID, 4, true)).send().await.unwrap().text().await.unwrap();
    assert!(race.contains("\"Copies\":4,\"Status\":200"), "{race}");
}

/// Thirty tills at once, with sign-ins, refusals and repeated ids.
async fn traffic(host: &Host) {
    let one = async |number: usize| {
        let prefix = if number.is_multiple_of(5) { "NONE" } else { "AB" };
        let id = format!("00000000-0000-0000-0000-{:012}", number / 2);
        let body = json!({ "CouponType": 1, "Prefix": prefix, "ActivateId": id });
        let request = host.request(Method::PUT, "/Coupons/Activate.json").json(&body);
        request.basic_auth("demo", Some("demo")).send().await.unwrap().bytes().await.unwrap();
    };
    futures_util::future::join_all((0..30).map(one)).await;
    let client = reqwest::Client::builder().cookie_store(true).build().unwrap();
    let url = |path: &str| format!("{}{path}", host.running.base_url());
    let sign_in = json!({ "provider": "credentials", "UserName": "demo", "Password": "demo" });
    for request in [
        client.post(url("/auth/credentials?format=json")).json(&sign_in),
        client.put(url("/Coupons/Activate.json")).json(&json!({ "CouponType": 1, "Prefix": "AB" })),
        client.get(url("/Coupons/ByStatus/1.json")),
    ] {
        let answer = request.send().await.unwrap();
        assert_eq!(answer.status(), 200);
        answer.bytes().await.unwrap();
    }
    let mut came = host.running.tenants().default().journal().subscribe_after(0);
    let patience = std::time::Duration::from_secs(20);
    assert_eq!(came.wait_for(&Filter::default(), 33, patience).await.len(), 33);
}

/// The same coupons in a directory, whose writer decides on a thread of its own.
fn durable(directory: &std::path::Path) -> (Host, embedded::Guard) {
    let (coupons, guard) = embedded::open(directory, &embedded::Settings::default()).unwrap();
    (host_with(|builder| builder.coupons(Arc::new(coupons))), guard)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_journal_is_replayed_in_the_order_of_its_commits() {
    let directory = tempfile::tempdir().unwrap();
    let (in_directory, _guard) = durable(directory.path());
    let coupons = r#"{"Type":1,"Prefix":"AB","CodeFrom":1,"CodeTo":90,"ExpDate":"2030-01-01"}"#;
    assert!(in_directory.call("POST /coupons", coupons).await.starts_with("200"));
    for host in [host(), in_directory] {
        assert!(
            host.call("POST /tenants/default/fork", r#"{"To":"start"}"#).await.starts_with("200")
        );
        traffic(&host).await;
        let replayed = host.call("POST /journal/replay", r#"{"Onto":"start"}"#).await;
        let all_alike = "200 {\"Replayed\":33,\"LeftOut\":0,\"Same\":33,\"Results\":[],";
        assert!(replayed.starts_with(all_alike), "{replayed}");
        assert_eq!(host.running.tenants().names(), ["default", "start"], "the copy is dropped");
        // Another state has other coupons, and that is said.
        let other = host.call("POST /journal/replay", r#"{"Onto":"default"}"#).await;
        assert!(other.contains("\"StatusBefore\":200,\"BodyBefore\":\"{"), "{other}");
    }
}

/// Bytes on a connection of their own, which the server is to close.
async fn send(host: &Host, request: &str) {
    // A fault may reset it.
    drop(exchange(host.running.address(), request.as_bytes()).await);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn requests_of_every_kind_are_replayed_whatever_named_their_tenant() {
    let host = host();
    let client = reqwest::Client::builder().http2_prior_knowledge().build().unwrap();
    let body = r#"{"CouponType":1,"Prefix":"AB"}"#;
    let over_http_2 = client.put(format!("{}/_t/till/Coupons/Activate", host.running.base_url()));
    let over_http_2 = over_http_2.basic_auth("demo", Some("demo")).body(body);
    let json = "Content-Type: application/json\r\nAccept: application/json\r\n";
    let answer = over_http_2.header("Content-Type", "application/json").send().await.unwrap();
    assert_eq!(answer.status(), 200);
    answer.bytes().await.unwrap();
    let basic = "Connection: close\r\nAuthorization: Basic ZGVtbzpkZW1v\r\n";
    let put = |path: &str, headers: &str, body: &str| {
        let length = body.len();
        format!(
            "PUT {path} HTTP/1.1\r\nHost: x\r\n{basic}{headers}Content-Length: {length}\r\n\r\n{body}"
        )
    };
    let named = format!("{json}X-Emulator-Tenant: till\r\n");
    let (batch, jsv) = (format!("[{body},{body}]"), "Content-Type: text/jsv\r\n");
    for request in [
        put("/Coupons/Activate", &named, body),
        put("/_t/till/json/reply/ActivateCoupon[]", json, &batch),
        put("/_t/till/jsv/reply/ActivateCoupon", jsv, "{CouponType:1,Prefix:AB}"),
        put(
            "/_t/till/Coupons/Activate",
            &format!("{json}X-Emulator-Fault: afterCommit=reset\r\n"),
            body,
        ),
        put(
            "/_t/till/Coupons/Activate",
            &format!("{json}X-Emulator-Fault: beforeCommit=reset\r\n"),
            body,
        ),
        format!(
            "PUT /_t/till/Coupons/Activate HTTP/1.1\r\nHost: x\r\n{basic}{json}Transfer-Encoding: \
             chunked\r\n\r\n{:x}\r\n{body}\r\n0\r\n\r\n",
            body.len()
        ),
        format!("HEAD /_t/till/Coupons/ByStatus/1.json HTTP/1.1\r\nHost: x\r\n{basic}\r\n"),
        format!("GET /_t/till/Coupons/ByStatus/1.xml HTTP/1.0\r\n{basic}\r\n"),
        format!("GET /_t/till/metadata HTTP/1.1\r\nHost: x\r\n{basic}Accept: text/html\r\n\r\n"),
    ] {
        send(&host, &request).await;
    }
    let mut came = host.running.tenants().get("till").unwrap().journal().subscribe_after(0);
    let patience = std::time::Duration::from_secs(20);
    assert_eq!(came.wait_for(&Filter::default(), 10, patience).await.len(), 10);
    let replayed = host.call("POST /journal/replay?Tenant=till", "{}").await;
    assert!(replayed.starts_with("200 {\"Replayed\":10,\"LeftOut\":0,\"Same\":10,"), "{replayed}");
    // One over HTTP/2, one by header, two in a batch, one in JSV, one whose answer was lost, one in
    // pieces.
    assert!(
        replayed.contains("\"Activated\":20,") && replayed.contains("\"Activated\":27,"),
        "{replayed}"
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_cannot_be_replayed_is_refused_or_left_out() {
    let host = host();
    let refused = host.call("POST /journal/replay", r#"{"Onto":"nobody"}"#).await;
    assert!(refused.starts_with("404"), "{refused}");
    let refused = host.call("POST /journal/replay", r#"{"After":-1}"#).await;
    assert!(refused.starts_with("400") && refused.contains("\"FieldName\":\"After\""), "{refused}");
    send(&host, "GARBAGE\r\n\r\n").await;
    host.running.tenants().default().journal().subscribe_after(0).next().await;
    let replayed = host.call("POST /journal/replay", "{}").await;
    assert!(replayed.starts_with("200 {\"Replayed\":0,\"LeftOut\":1,"), "{replayed}");
}
