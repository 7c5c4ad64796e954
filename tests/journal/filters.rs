//! Which exchanges a filter takes.

use std::sync::Arc;

use serde_json::json;
use servicestack_emulator::contract::{Contract, TypeRef};
use servicestack_emulator::journal::{
    Bound, Contents, Entry, Filter, Journal, Journals, Limits, Read, Session, StatusRange,
};
use servicestack_emulator::value::Value;
use servicestack_emulator::wire::{self, Dialect, Format, Reading};

const DOCUMENT: &[u8] = br#"{"types":[
    {"name":"Line","namespace":"T","properties":[{"name":"Amount","type":"Decimal","namespace":"System"},
        {"name":"Password","type":"String","namespace":"System"}]}],
  "operations":[{"request":{"name":"Sell","namespace":"T","properties":[
    {"name":"Prefix","type":"String","namespace":"System"},
    {"name":"Count","type":"Int32","namespace":"System"},
    {"name":"At","type":"DateTime","namespace":"System"},
    {"name":"IsPaid","type":"Boolean","namespace":"System"},
    {"name":"ApiKey","type":"String","namespace":"System"},
    {"name":"Lines","type":"List`1","namespace":"System.Collections.Generic","genericArgs":["Line"]}]}}]}"#;

fn sale(json: &str) -> Bound {
    let contract = Arc::new(Contract::read(DOCUMENT).unwrap());
    let ty = TypeRef::Dto(contract.operation("Sell").unwrap().request);
    let dialect = Dialect::default();
    let value = wire::read(Format::Json, &contract, &ty, json.as_bytes(), Reading::from(&dialect));
    let Value::Object(object) = value.unwrap() else { panic!("no object") };
    Bound::Dto { contract, object }
}

fn known(bound: Bound) -> Read {
    Read::known(Contents { requests: vec![bound], ..Contents::default() })
}

fn journal() -> Arc<Journal> {
    let journal = Journals::new(Limits::default()).journal("default");
    let sell = |json: &str, status: u16, user: Option<&str>| Entry {
        at: "2026-03-01T12:00:00Z".parse().unwrap(),
        operation: Some("Sell".to_owned()),
        verb: "POST".into(),
        target: "/Sales?x=1".to_owned(),
        read: known(sale(json)),
        status,
        user: user.map(str::to_owned),
        error_code: (status == 404).then(|| "NotFound".to_owned()),
        connection: u64::from(status),
        ..Entry::default()
    };
    journal.push(sell(
        r#"{"Prefix":"AB","Count":3,"Lines":[{"Amount":1.50,"Password":"x"}]}"#,
        200,
        Some("demo"),
    ));
    journal.push(sell(r#"{"Prefix":"CD","ApiKey":"k","IsPaid":true}"#, 404, None));
    journal.push(Entry {
        status: 302,
        target: "/metadata".to_owned(),
        verb: "GET".into(),
        ..Entry::default()
    });
    journal
}

fn found(filter: Filter) -> Vec<u64> {
    journal().entries(&filter).iter().map(|entry| entry.number).collect()
}

#[test]
fn the_newest_come_first_and_pages_follow_each_other() {
    assert_eq!(found(Filter::default()), [3, 2, 1]);
    assert_eq!(found(Filter { take: Some(2), ..Filter::default() }), [3, 2]);
    assert_eq!(found(Filter { before: Some(2), ..Filter::default() }), [1]);
    assert_eq!(found(Filter { after: Some(1), before: Some(3), ..Filter::default() }), [2]);
    assert_eq!(found(Filter { after: Some(u64::MAX), ..Filter::default() }), [0; 0]);
    assert_eq!(journal().count(&Filter { take: Some(1), ..Filter::default() }), 3);
}

#[test]
fn each_condition_takes_what_it_names() {
    let text = |text: &str| Some(text.to_owned());
    let status = |text: &str| Some(text.parse::<StatusRange>().unwrap());
    let none = Filter::default;
    let cases: [(Filter, &[u64]); 14] = [
        (Filter { operation: text("sell"), ..none() }, &[2, 1]),
        (Filter { operation: text("Se"), ..none() }, &[]),
        (Filter { verb: text("get"), ..none() }, &[3]),
        (Filter { path: text("/sales"), ..none() }, &[2, 1]),
        (Filter { path: text("/Sales?"), ..none() }, &[]),
        (Filter { user: text("DEMO"), ..none() }, &[1]),
        (Filter { error_code: text("NotFound"), ..none() }, &[2]),
        (Filter { status: status("4xx"), ..none() }, &[2]),
        (Filter { status: status("200-399"), ..none() }, &[3, 1]),
        (Filter { status: status("302"), ..none() }, &[3]),
        (Filter { connection: Some(200), ..none() }, &[1]),
        (Filter { from: Some("2026-03-01T12:00:01Z".parse().unwrap()), ..none() }, &[]),
        (Filter { to: Some("2000-01-01T00:00:00Z".parse().unwrap()), ..none() }, &[3]),
        (Filter { session: text("nobody"), ..none() }, &[]),
    ];
    for (filter, numbers) in cases {
        assert_eq!(found(filter.clone()), numbers, "{filter:?}");
    }
    for text in ["", "4", "0xx", "99", "500-400", "x", "4xxx", "-1", "400-", "70000"] {
        assert!(text.parse::<StatusRange>().is_err(), "{text}");
    }
}

#[test]
fn members_are_found_by_path_and_value() {
    let by = |path: &str, value: serde_json::Value| {
        found(Filter { members: vec![(path.to_owned(), value)], ..Filter::default() })
    };
    assert_eq!(by("prefix", json!("AB")), [1]);
    assert_eq!(by("Count", json!("3")), [1], "as a query string has it");
    assert_eq!(by("Count", json!(0)), [2], "a default is a value");
    assert_eq!(by("IsPaid", json!("True")), [2]);
    assert_eq!(by("Lines[0].Amount", json!("1.5")), [1], "numbers by their value");
    assert_eq!(by("Lines", json!([{ "amount": 1.5 }])), [1], "objects by what is named of them");
    assert_eq!(by("Lines", json!([])), [0; 0]);
    assert_eq!(by("Lines[1].Amount", json!(1)), [0; 0]);
    assert_eq!(by("Lines[99999999999999999999]", json!(1)), [0; 0]);
    assert_eq!(by("Nothing", json!("")), [0; 0]);
}

#[test]
fn secrets_of_a_dto_are_neither_shown_nor_found() {
    let journal = journal();
    let (first, second) = (journal.get(1).unwrap(), journal.get(2).unwrap());
    assert_eq!(first.requests()[0].member("Lines[0].Password"), Some(json!("***")));
    assert_eq!(second.requests()[0].member("ApiKey"), Some(json!("***")));
    let guess = Filter { members: vec![("ApiKey".to_owned(), json!("k"))], ..Filter::default() };
    assert_eq!(journal.count(&guess), 0);
}

#[test]
fn a_session_has_a_label_that_is_not_its_id() {
    let label = |id: &str| Session::of(id).unwrap().label();
    let first = label("2Pmkw3HXZtlWXYqMT4nh");
    assert_eq!(first.len(), 12);
    assert_ne!(first, label("2Pmkw3HXZtlWXYqMT4ni"));
}

/// Members may be named as conditions are.
#[test]
fn a_member_that_is_named_as_a_condition_is_compared_as_a_member() {
    let parameters = vec![("status".to_owned(), "open".to_owned())];
    let entry =
        Entry { read: known(Bound::Parameters(parameters)), status: 404, ..Entry::default() };
    let filter = Filter {
        members: vec![("status".to_owned(), json!("done"))],
        status: Some("200".parse().unwrap()),
        ..Filter::default()
    };
    let differences = filter.differences(&entry);
    assert_eq!(differences, ["status: 404 instead of 200", "status: open instead of done"]);
}
