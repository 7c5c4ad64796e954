//! Rules that look at exchanges beside each other.

use chrono::TimeDelta;
use servicestack_emulator::doctor::Scope;
use servicestack_emulator::journal::Entry;

use crate::host::{anonymous, found_in, json_put, request};
use crate::{ACTIVATE, GOOD};

pub const RULES: [&str; 9] = [
    "connection-per-request",
    "header-case",
    "ignored-error",
    "login-page-as-data",
    "repeated-change",
    "retry-storm",
    "session-not-kept",
    "sign-in-on-every-call",
    "whole-list",
];

const NONE: Vec<&str> = Vec::new();
const JSON: &str = "Accept: application/json\r\n";

fn sign_in() -> String {
    let headers = "Content-Type: application/json\r\nAccept: application/json\r\n";
    anonymous("POST /auth/credentials", headers, r#"{"UserName":"demo","Password":"demo"}"#)
}

fn read(headers: &str) -> String {
    anonymous("GET /Coupons/ByStatus/7", &format!("{JSON}{headers}"), "")
}

async fn found(sent: &[String], change: impl Fn(&mut [Entry])) -> Vec<&'static str> {
    found_in(sent, Scope::Classic, change).await
}

#[tokio::test]
async fn a_change_is_repeated_under_its_own_id() {
    let other = GOOD.replace("0dd40eb2", "1dd40eb2");
    let without = r#"{"CouponType":1,"Prefix":"AB"}"#;
    let lost = |entries: &mut [Entry]| entries[0].status = 503;
    for again in [other.as_str(), without] {
        let sent = [json_put(ACTIVATE, GOOD), json_put(ACTIVATE, again)];
        assert_eq!(found(&sent, lost).await, ["repeated-change"], "{again}");
        assert_eq!(found(&sent, |_| ()).await, NONE, "two changes: {again}");
    }
    let sent = [json_put(ACTIVATE, GOOD), json_put(ACTIVATE, GOOD), json_put(ACTIVATE, &other)];
    assert_eq!(found(&sent, lost).await, NONE, "the same id, and then another change");
}

#[tokio::test]
async fn a_sign_in_lasts() {
    let call = || request("GET /Coupons/ByStatus/7", JSON, "");
    let sins = [sign_in(), call(), sign_in(), call(), sign_in(), call()];
    assert_eq!(found(&sins, |_| ()).await, ["sign-in-on-every-call"]);
    assert_eq!(found(&[sign_in(), call(), call(), call()], |_| ()).await, NONE);
}

#[tokio::test]
async fn a_session_is_kept() {
    assert_eq!(found(&[sign_in(), read("")], |_| ()).await, ["session-not-kept"]);
    let basic = crate::host::BASIC;
    assert_eq!(found(&[sign_in(), read(basic)], |_| ()).await, NONE);
    let sign_out = || anonymous("GET /auth/logout", JSON, "");
    assert_eq!(found(&[sign_out(), read("")], |_| ()).await, NONE, "a session that ended");
    let refused = sign_in().replace(r#"d":"demo""#, r#"d":"dome""#);
    assert_eq!(found(&[sign_in(), refused], |_| ()).await, NONE, "another sign-in");
}

#[tokio::test]
async fn headers_are_known_in_any_case() {
    let kept = || read("X-ss-id: 1\r\n");
    let second_in = |version: &'static str| {
        move |entries: &mut [Entry]| entries[2..].iter_mut().for_each(|one| one.version = version)
    };
    let sins = [sign_in(), kept(), sign_in(), read("")];
    let found = found(&sins, second_in("HTTP/2")).await;
    assert_eq!(found, ["session-not-kept", "header-case"]);
    let of_http_1 = crate::together::found(&sins, second_in("HTTP/1.1")).await;
    assert_eq!(of_http_1, ["session-not-kept"]);
    let never_kept = [sign_in(), read(""), sign_in(), read("")];
    assert!(
        !crate::together::found(&never_kept, second_in("HTTP/2")).await.contains(&"header-case")
    );
}

#[tokio::test]
async fn an_error_is_read() {
    let none = r#"{"CouponType":1,"Prefix":"NONE"}"#;
    let refused = || json_put(ACTIVATE, none);
    assert_eq!(found(&[refused(), refused(), refused()], |_| ()).await, ["ignored-error"]);
    let other = json_put(ACTIVATE, GOOD);
    assert_eq!(found(&[refused(), refused(), other, refused()], |_| ()).await, NONE);
}

#[tokio::test]
async fn a_pause_is_made_between_tries() {
    let sent: Vec<String> = (0..4).map(|_| json_put(ACTIVATE, GOOD)).collect();
    let apart = |milliseconds: i64| {
        move |entries: &mut [Entry]| {
            let first = entries[0].at;
            for (at, entry) in (0..).zip(entries) {
                entry.status = 503;
                entry.at = first + TimeDelta::milliseconds(milliseconds * at);
            }
        }
    };
    assert_eq!(found(&sent, apart(20)).await, ["retry-storm"]);
    assert_eq!(found(&sent, apart(1000)).await, NONE);
    assert_eq!(found(&sent, apart(0)).await, NONE, "a clock that stands");
    assert_eq!(found(&sent[..3], apart(20)).await, NONE);
}

#[tokio::test]
async fn a_list_is_read_once() {
    let list = || request("GET /Coupons/ByStatus/0", JSON, "");
    assert_eq!(found(&[list(), list(), list()], |_| ()).await, ["whole-list"]);
    assert_eq!(found(&[list(), list()], |_| ()).await, NONE);
}

#[tokio::test]
async fn a_login_page_is_no_data() {
    let page = |path: &str, agent: &str| {
        anonymous(&format!("GET {path}"), &format!("Accept: text/html\r\n{agent}"), "")
    };
    let sins = [page("/Coupons/ByStatus/7", ""), page("/login", "")];
    assert!(found(&sins, |_| ()).await.contains(&"login-page-as-data"));
    let browser = "User-Agent: Mozilla/5.0\r\n";
    let does_not = [page("/Coupons/ByStatus/7", browser), page("/login", browser)];
    assert_eq!(found(&does_not, |_| ()).await, NONE);
}

#[tokio::test]
async fn a_connection_is_kept() {
    let one = |number: usize| {
        let body = GOOD.replace("0dd40eb2", &format!("{number:08}"));
        json_put(ACTIVATE, &body)
    };
    let apart: Vec<String> = (0..20).map(one).collect();
    assert_eq!(found(&apart, |_| ()).await, ["connection-per-request"]);
    let mut together: String =
        (0..19).map(|n| one(n).replace("Connection: close\r\n", "")).collect();
    together += &one(19);
    assert_eq!(found(&[together], |_| ()).await, NONE);
}
