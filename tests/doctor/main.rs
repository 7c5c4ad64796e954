//! The doctor: each rule beside a client that sins and one that does not.
#![allow(
    missing_docs,
    clippy::unwrap_used,
    reason = "a test may panic, and shows its purpose by its name"
)]

mod api;
mod host;
mod modern;
#[path = "../support/socket.rs"]
mod socket;
mod together;

use std::io::Read as _;

use host::{Sent, found_in, json_put, request};
use servicestack_emulator::doctor::{Scope, rules};

const ACTIVATE: &str = "/Coupons/Activate";
const GOOD: &str =
    r#"{"CouponType":1,"Prefix":"AB","ActivateId":"0dd40eb2-3f94-4a8a-9b8d-3d1b6f6f5a01"}"#;

/// Rules that look at each exchange alone: name, a request that sins, one that does not.
fn requests() -> Vec<(&'static str, String, String)> {
    let good = || json_put(ACTIVATE, GOOD);
    let get = |path: &str, headers: &str| request(&format!("GET {path}"), headers, "");
    let add = |member: &str| {
        let body = format!(r#"{{"Type":1,"Prefix":"D","CodeFrom":1,"CodeTo":1,{member}}}"#);
        request(
            "POST /Coupons",
            "Content-Type: application/json\r\nAccept: application/json\r\n",
            &body,
        )
    };
    let json = "Accept: application/json\r\n";
    let form = "Content-Type: application/x-www-form-urlencoded\r\nAccept: application/json\r\n";
    let jsv =
        |body: &str| request("PUT /jsv/reply/ActivateCoupon", "Content-Type: text/jsv\r\n", body);
    let list = "/Coupons/ByStatus/7";
    vec![
        ("accept-list", get(list, "Accept: application/json, text/html\r\n"), get(list, json)),
        ("accept-list", get(list, "Accept: */*\r\n"), get(&format!("{list}.json"), "")),
        (
            "line-break-after-jsv",
            jsv("{CouponType:1,Prefix:AB}\n"),
            jsv("{CouponType:1,Prefix:AB}"),
        ),
        ("unknown-member", json_put(ACTIVATE, r#"{"CouponType":1,"Prefx":"AB"}"#), good()),
        ("misfit-member", json_put(ACTIVATE, r#"{"CouponType":"one","Prefix":"AB"}"#), good()),
        (
            "local-time",
            add(r#""ExpDate":"2030-01-02T03:04:05""#),
            add(r#""ExpDate":"2030-01-02T03:04:05Z""#),
        ),
        ("secret-in-address", get(&format!("{list}?password=x"), json), get(list, json)),
        ("old-http", good().replace("HTTP/1.1", "HTTP/1.0"), good()),
        (
            "chunked-body",
            format!(
                "PUT {ACTIVATE} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n{}Accept: application/json\r\n\
                 Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{{}}\r\n0\r\n\r\n",
                host::BASIC
            ),
            good(),
        ),
        (
            "last-date",
            add(r#""ExpDate":"\/Date(253402300800000-0000)\/""#),
            add(r#""ExpDate":"9999-12-31""#),
        ),
        (
            "form-that-is-not-read",
            request(&format!("GET {list}"), form, "Status=7"),
            request(&format!("PUT {ACTIVATE}"), form, "CouponType=1&Prefix=AB"),
        ),
        (
            "body-of-no-format",
            request(
                &format!("PUT {ACTIVATE}"),
                "Content-Type: text/plain\r\nAccept: application/json\r\n",
                GOOD,
            ),
            good(),
        ),
        (
            "bare-plus",
            get(&format!("{list}?since=2020-01-02T03:04:05+04:00"), json),
            get(list, json),
        ),
        (
            "pretty-json",
            jsv(r#"{ "CouponType":1, "Prefix":"AB" }"#),
            jsv("{CouponType:1,Prefix:AB}"),
        ),
        (
            "pretty-json",
            get(&format!("{list}?Filter=%5B+%22a%22+%5D"), json),
            request("PUT /json/reply/ActivateCoupon?CouponType=1&Prefix=said,+%22no%22", json, ""),
        ),
        ("small-verb", good().replace("PUT", "put"), good()),
    ]
}

#[tokio::test]
async fn a_request_that_sins_is_found_and_one_that_does_not_is_not() {
    for (rule, sins, does_not) in requests() {
        let found = found_in(std::slice::from_ref(&sins), Scope::Classic, |_| ()).await;
        assert!(found.contains(&rule), "{rule} is not found, but {found:?}:\n{sins}");
        let found = found_in(std::slice::from_ref(&does_not), Scope::Classic, |_| ()).await;
        assert_eq!(found, Vec::<&str>::new(), "{rule}:\n{does_not}");
    }
}

#[test]
fn every_rule_is_tested_and_named_once() {
    let mut names: Vec<&str> = rules(Scope::Modern).iter().map(|rule| rule.about().name).collect();
    let all = names.len();
    assert!(rules(Scope::Classic).len() >= 15, "{all}");
    names.sort_unstable();
    names.dedup();
    assert_eq!(names.len(), all);
    let tested = requests().into_iter().map(|(rule, ..)| rule).chain(together::RULES);
    let tested = tested.chain(["other-verb"]);
    let mut tested: Vec<&str> =
        tested.chain(modern::requests().into_iter().map(|(rule, ..)| rule)).collect();
    tested.sort_unstable();
    tested.dedup();
    assert_eq!(tested, names);
    let reference = std::fs::read_to_string("docs/doctor.md").unwrap();
    for rule in rules(Scope::Modern) {
        let about = rule.about();
        let row = reference.lines().find(|line| line.starts_with(&format!("| `{}` |", about.name)));
        let told = format!("| {} | {} |", about.source, about.remedy);
        assert!(row.is_some_and(|row| row.ends_with(&told)), "{}: {row:?}", about.name);
    }
}

/// The topics of `fixtures/conformance` that rules name are there.
#[test]
fn what_is_said_to_be_recorded_is() {
    let read = |name: &str| std::fs::read(format!("fixtures/conformance/{name}")).unwrap();
    let mut recorded = String::from_utf8(read("http-exchanges.jsonl")).unwrap();
    let packed = read("http-random.jsonl.gz");
    flate2::read::GzDecoder::new(&packed[..]).read_to_string(&mut recorded).unwrap();
    let named: Vec<&str> = rules(Scope::Modern)
        .iter()
        .filter_map(|rule| rule.about().source.split_once("(recorded: "))
        .map(|(_, rest)| rest.split(')').next().unwrap())
        .collect();
    assert!(named.len() > 8, "{named:?}");
    for topic in named {
        assert!(recorded.contains(&format!("\"topic\": \"{topic}\"")), "{topic}");
    }
}

#[tokio::test]
async fn what_is_hostile_harms_nobody() {
    let sent: Sent = vec![
        "GET /json/reply/ActivateCoupon?\u{1b}[31m HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n".to_owned(),
        json_put(ACTIVATE, &format!(r#"{{"\u001b[31m{}":1}}"#, "x".repeat(5000))),
        json_put(ACTIVATE, &"[".repeat(3000)),
        request(&format!("PUT {ACTIVATE}"), "Content-Type: application/json\r\n", "\u{0}\u{7f}"),
    ];
    let report = host::report(&sent, Scope::Modern, |_| ()).await;
    let junit = servicestack_emulator::doctor::junit(&report);
    assert!(!junit.contains('\u{1b}') && junit.ends_with("</testsuite>\n"));
    let is_plain = |finding: &servicestack_emulator::doctor::Finding| {
        !finding.reason.contains(|c: char| c.is_control())
    };
    assert!(report.found().flat_map(|diagnosis| &diagnosis.findings).all(is_plain));
}
