//! `--seed`: repeats everything over a fresh state, and nothing that exists over a kept one.

use std::collections::HashSet;
use std::fs;
use std::path::Path;

use tempfile::tempdir;

use super::command;
use super::database::Schema;
use super::server::Server;

const DEMO: &str = "Authorization: Basic ZGVtbzpkZW1v\r\n";
const JSON: &str = "Content-Type: application/json\r\nAccept: application/json\r\n";

fn start(data: &Path, more: &[&str]) -> Server {
    let mut args = vec!["--listen", "127.0.0.1:0", "--data", data.to_str().unwrap()];
    args.extend(["--seed", "42", "--frozen-at", "2026-03-01T12:00:00Z"]);
    args.extend(more);
    Server::start(command(&args))
}

/// The values of a member, or of a cookie, in an answer.
fn values<'a>(answer: &'a str, begin: &str, end: char) -> Vec<&'a str> {
    answer.split(begin).skip(1).filter_map(|rest| rest.split(end).next()).collect()
}

fn session_ids(answer: &str) -> Vec<&str> {
    let ids = [values(answer, "ss-id=", ';'), values(answer, "ss-pid=", ';')].concat();
    assert!(!ids.is_empty(), "{answer}");
    ids
}

/// Everything that an emulator draws: session ids, coupons with their ActivateIds, codes.
fn drawn(server: &Server) -> Vec<String> {
    let stranger = server.ask("GET", "/json/reply/GetRates", "", "");
    let credentials = r#"{"UserName":"demo","Password":"demo"}"#;
    let signed_in = server.ask("POST", "/auth/credentials", JSON, credentials);
    assert!(signed_in.starts_with("HTTP/1.1 200"), "{signed_in}");
    let headers = format!("{DEMO}{JSON}");
    let coupon =
        server.ask("PUT", "/Coupons/Activate", &headers, r#"{"CouponType":1,"Prefix":"AB"}"#);
    let made = server.ask("POST", "/restapi/v1/generate.coupons", JSON, MIKO);
    let codes = values(&made, "MIKOUPD-", '"');
    assert_eq!(codes.len(), 2, "{made}");
    let coupons =
        [values(&coupon, "\"Code\":\"", '"'), values(&coupon, "\"ActivateId\":\"", '"')].concat();
    assert_eq!(coupons.len(), 2, "{coupon}");
    let ids = [session_ids(&stranger), session_ids(&signed_in), session_ids(&coupon)].concat();
    [ids, coupons, codes].concat().into_iter().map(str::to_owned).collect()
}

const MIKO: &str = r#"{
    "coupontype": "NewProduct",
    "couponscount": 2,
    "distributorguid": "bdf28230-0708-11e6-b99b-005056940006",
    "products": [{ "guid": "9f3bbc89-e77b-11e4-b82f-0050568158a4" }]
}"#;

fn assert_nothing_twice(draws: &[Vec<String>]) {
    let all: Vec<&String> = draws.iter().flatten().collect();
    let different: HashSet<&String> = all.iter().copied().collect();
    assert_eq!(different.len(), all.len(), "{draws:#?}");
}

#[test]
fn over_a_fresh_state_everything_repeats_and_over_a_kept_one_nothing() {
    let (kept, fresh) = (tempdir().unwrap(), tempdir().unwrap());
    let mut draws = Vec::new();
    for _ in 0..3 {
        let server = start(kept.path(), &[]);
        draws.push(drawn(&server));
        server.signal("TERM");
        server.end();
    }
    assert_nothing_twice(&draws);
    assert_eq!(drawn(&start(fresh.path(), &[])), draws[0]);
}

/// The stream begins anew with its place, but what the store knows of before is passed over.
#[test]
fn without_the_file_of_the_sessions_no_coupon_is_given_twice() {
    let kept = tempdir().unwrap();
    let activated = |server: &Server| {
        let headers = format!("{DEMO}{JSON}");
        let answer =
            server.ask("PUT", "/Coupons/Activate", &headers, r#"{"CouponType":1,"Prefix":"AB"}"#);
        values(&answer, "\"Code\":\"", '"').concat()
    };
    for code in ["AB000001", "AB000002", "AB000003"] {
        let server = start(kept.path(), &[]);
        assert_eq!(activated(&server), code);
        server.signal("TERM");
        server.end();
        fs::remove_file(kept.path().join("sessions.jsonl")).unwrap();
    }
}

#[tokio::test]
async fn emulators_over_one_database_draw_nothing_twice() {
    let Some(schema) = Schema::new().await else { return };
    let (one, other) = (tempdir().unwrap(), tempdir().unwrap());
    let store = schema.url();
    let servers =
        [start(one.path(), &["--store", &store]), start(other.path(), &["--store", &store])];
    let mut draws: Vec<_> = servers.iter().map(drawn).collect();
    draws.extend(servers.iter().map(drawn));
    assert_nothing_twice(&draws);
}

#[test]
fn hosts_of_one_server_do_not_share_session_ids() {
    let directory = tempdir().unwrap();
    for name in ["shop", "till"] {
        let host = directory.path().join("hosts").join(name);
        fs::create_dir_all(&host).unwrap();
        fs::copy("fixtures/conformance/types-metadata.json", host.join("contract.json")).unwrap();
    }
    let hosts = directory.path().join("hosts");
    let more =
        ["--hosts", hosts.to_str().unwrap(), "--host", "shop", "--host", "till", "--root", "apex"];
    let server = start(&directory.path().join("data"), &more);
    let paths = ["/json/reply/GetRates", "/shop/json/reply/Hello", "/till/json/reply/Hello"];
    let answers = paths.map(|path| server.ask("GET", path, "", ""));
    let ids: Vec<Vec<String>> = answers
        .iter()
        .map(|answer| session_ids(answer).into_iter().map(str::to_owned).collect())
        .collect();
    assert_nothing_twice(&ids);
}
