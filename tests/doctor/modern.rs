//! What a host of 10.x would refuse.

use std::sync::Arc;

use servicestack_emulator::contract::Contract;
use servicestack_emulator::doctor::{Diagnosis, Scope, examine};
use servicestack_emulator::journal::{Bound, Contents, Entry, Message, Read};
use servicestack_emulator::value::Object;

use crate::host::{found_in, json_put, request};
use crate::{ACTIVATE, GOOD};

/// Name, a request that sins, one that does not.
pub fn requests() -> Vec<(&'static str, String, String)> {
    let add = |member: &str| {
        let body = format!(r#"{{"Type":1,"Prefix":"D","CodeFrom":1,"CodeTo":1,{member}}}"#);
        request(
            "POST /Coupons",
            "Content-Type: application/json\r\nAccept: application/json\r\n",
            &body,
        )
    };
    let good = || json_put(ACTIVATE, GOOD);
    vec![
        (
            "wcf-date",
            add(r#""ExpDate":"\/Date(1893553445000)\/""#),
            add(r#""ExpDate":"2030-01-02T03:04:05Z""#),
        ),
        (
            "guid-without-dashes",
            json_put(ACTIVATE, &GOOD.replace("0dd40eb2-3f94-4a8a-9b8d-", "0dd40eb23f944a8a9b8d")),
            good(),
        ),
        ("quoted-number", json_put(ACTIVATE, r#"{"CouponType":"1","Prefix":"AB"}"#), good()),
        ("null-for-a-value", json_put(ACTIVATE, r#"{"CouponType":null,"Prefix":"AB"}"#), good()),
        ("odd-date", add(r#""ExpDate":"2030-01-02 03:04:05Z""#), add(r#""ExpDate":"2030-01-02""#)),
        ("loose-json", json_put(ACTIVATE, r#"{"CouponType":1,"Prefix":"AB",}"#), good()),
        ("format-endpoint", json_put("/json/reply/ActivateCoupon", GOOD), good()),
        (
            "verb-override",
            request(
                "POST /Coupons/Activate",
                "Content-Type: application/json\r\nAccept: application/json\r\nX-Http-Method-Override: PUT\r\n",
                GOOD,
            ),
            good(),
        ),
        ("suffix-on-a-change", json_put("/Coupons/Activate.json", GOOD), good()),
    ]
}

#[tokio::test]
async fn what_a_newer_host_refuses_is_found_where_it_is_asked_for() {
    for (rule, sins, does_not) in requests() {
        let found = found_in(std::slice::from_ref(&sins), Scope::Modern, |_| ()).await;
        assert!(found.contains(&rule), "{rule} is not found, but {found:?}:\n{sins}");
        let found = found_in(std::slice::from_ref(&sins), Scope::Classic, |_| ()).await;
        assert!(!found.contains(&rule), "{rule}:\n{sins}");
        let found = found_in(std::slice::from_ref(&does_not), Scope::Modern, |_| ()).await;
        assert_eq!(found, Vec::<&str>::new(), "{rule}:\n{does_not}");
    }
}

fn known(contract: &Arc<Contract>, object: Object) -> Read {
    let requests = vec![Bound::Dto { contract: contract.clone(), object }];
    Read::known(Contents { requests, ..Contents::default() })
}

const PAY: &str = r#"{"operations":[{"request":{"name":"Pay","properties":[
    {"name":"Pin","type":"Int32"},{"name":"Amount","type":"Int32"}]}}]}"#;

#[test]
fn a_finding_shows_no_secret_and_reads_a_head_of_bare_line_feeds() {
    let contract = Arc::new(Contract::read(PAY.as_bytes()).unwrap());
    let reason = |body: &str| {
        let head = "POST /json/reply/Pay HTTP/1.1\nContent-Type: application/json\n\n";
        let sent = [head, body].concat().into_bytes();
        let length = sent.len() as u64;
        let object = contract.new_object(contract.operation("Pay").unwrap().request);
        let entry = Entry {
            operation: Some("Pay".to_owned()),
            verb: "POST".into(),
            target: "/json/reply/Pay".to_owned(),
            read: known(&contract, object),
            request: Message::new(sent, length, true),
            ..Entry::default()
        };
        let report = examine(&[Arc::new(entry)], Scope::Modern);
        let quoted = |diagnosis: &&Diagnosis| diagnosis.about.name == "quoted-number";
        report.found().find(quoted).map(|diagnosis| diagnosis.findings[0].reason.clone())
    };
    let amount = reason(r#"{"Amount":"4711"}"#).unwrap();
    assert!(amount.contains("`Amount`") && amount.contains("4711"), "{amount}");
    let pin = reason(r#"{"Pin":"4711"}"#).unwrap();
    assert!(pin.contains("`Pin`") && !pin.contains("4711"), "{pin}");
    assert_eq!(reason(r#"{"Pin":4711}"#), None);
}

const ANY: &str = r#"{"operations":[
    {"request":{"name":"Hello"},"actions":["ANY"],"routes":[{"path":"/hello","verbs":"PUT"}]}]}"#;

#[test]
fn another_verb_than_that_of_the_operation_is_found() {
    let contract = Arc::new(Contract::read(ANY.as_bytes()).unwrap());
    let found = |verb: &'static str| {
        let object = contract.new_object(contract.operation("Hello").unwrap().request);
        let entry = Entry {
            operation: Some("Hello".to_owned()),
            verb: verb.into(),
            target: "/hello".to_owned(),
            read: known(&contract, object),
            ..Entry::default()
        };
        let report = examine(&[Arc::new(entry)], Scope::Modern);
        report.found().map(|diagnosis| diagnosis.about.name).collect::<Vec<_>>()
    };
    assert_eq!(found("GET"), ["other-verb"]);
    assert_eq!((found("POST"), found("PUT")), (vec![], vec![]), "the default, and the route's");
}
