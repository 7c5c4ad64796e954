//! The serializer vectors: values that ServiceStack.Text wrote as JSV and as JSON, and texts that it read.
//!
//! `JSV_VECTORS=path cargo test --test wire vectors -- --nocapture` runs the comparison on another file of that form;
//! `JSV_VECTORS_ZONE=+04:00` tells the zone in which it was made, UTC otherwise.

use std::{fs, path::Path};

use chrono::{FixedOffset, Offset, Utc};
use jsv_codec::scalar::date_time::{DateTime, Kind};
use serde::Deserialize;
use servicestack_emulator::{
    contract::{Contract, ListKind, TypeRef},
    value::{Object, Value},
    wire::{self, Dialect, Format, JsConfig},
};

use crate::{exact, hosts};

#[derive(Deserialize)]
struct Vector {
    #[serde(rename = "type")]
    type_name: String,
    w: Option<String>,
    jsv: Option<String>,
    json: Option<String>,
    r: Option<String>,
    text: Option<String>,
    json_of_result: Option<String>,
    jsv_of_result: Option<String>,
}

/// A comparison of one vector: what it is called, what is expected, what came.
pub struct Outcome {
    pub name: String,
    pub expected: String,
    pub actual: String,
}

fn run_file(path: &Path, zone: FixedOffset) -> Vec<Outcome> {
    run(&fs::read_to_string(path).expect("the vectors can be read"), zone)
}

pub fn run(lines: &str, zone: FixedOffset) -> Vec<Outcome> {
    let vectors: Vec<Vector> =
        lines.lines().map(|line| serde_json::from_str(line).expect("each line is a vector")).collect();
    let types: Vec<String> = vectors.iter().map(|vector| vector.type_name.clone()).collect();
    let contract = hosts::vectors(&types);
    let dialect = Dialect { zone, strict: true, ..Dialect::default() };
    let compare = |(index, vector)| compare(&contract, &hosts::root(&contract, index), vector, &dialect);
    vectors.iter().enumerate().flat_map(compare).collect()
}

fn compare(contract: &Contract, ty: &TypeRef, vector: &Vector, dialect: &Dialect) -> Vec<Outcome> {
    match (vector.r.as_deref(), &vector.text) {
        (Some("json"), Some(text)) => {
            vec![read(Format::Json, Format::Jsv, contract, ty, text, vector, dialect)]
        }
        (Some(_), Some(text)) => vec![read(Format::Jsv, Format::Json, contract, ty, text, vector, dialect)],
        _ => written(contract, ty, vector, dialect),
    }
}

/// A text is read and shown in the other notation.
fn read(
    from: Format,
    to: Format,
    contract: &Contract,
    ty: &TypeRef,
    text: &str,
    vector: &Vector,
    dialect: &Dialect,
) -> Outcome {
    let expected =
        vector.json_of_result.as_ref().or(vector.jsv_of_result.as_ref()).cloned().unwrap_or_default();
    let actual = match wire::read(from, contract, ty, text.as_bytes(), dialect) {
        Ok(Value::Null) => "<null>".to_owned(),
        Ok(value) => hosts::write(to, contract, ty, &value, dialect),
        Err(error) => format!("!{error}"),
    };
    Outcome { name: format!("read {} {} {text}", from.name(), vector.type_name), expected, actual }
}

/// One value must give both texts. The value is made by hand where the notations cannot tell it, else it is read from
/// the JSON, or from the JSV where JSON has dropped digits; the kind of a date is in the vector's name.
fn written(contract: &Contract, ty: &TypeRef, vector: &Vector, dialect: &Dialect) -> Vec<Outcome> {
    let what = vector.w.as_deref().unwrap_or_default();
    let (Some(jsv), Some(json)) = (&vector.jsv, &vector.json) else {
        return written_null(contract, ty, what, dialect);
    };
    let expected = format!("{json} {jsv}");
    let dialect = Dialect { js: js_config(what), ..dialect.clone() };
    let shown = |value: &Value| {
        let [json, jsv] =
            [Format::Json, Format::Jsv].map(|to| hosts::write(to, contract, ty, value, &dialect));
        format!("{json} {jsv}")
    };
    // Strict mode would lose what only the writer is asked for: empty keys, escapes in sets.
    let reading = Dialect { strict: false, ..dialect.clone() };
    let source =
        |(from, text): (Format, &String)| match wire::read(from, contract, ty, text.as_bytes(), &reading) {
            Ok(value) => shown(&exact::with_ticks(of_kind(turned(ty, value), what), what)),
            Err(error) => format!("!{error}"),
        };
    let sources = [(Format::Json, json), (Format::Jsv, jsv)];
    let actual = match by_hand(contract, ty, what) {
        Some(value) => shown(&value),
        None => sources
            .into_iter()
            .map(source)
            .find(|actual| *actual == expected)
            .unwrap_or_else(|| source(sources[0])),
    };
    vec![Outcome { name: format!("write {what} {}", vector.type_name), expected, actual }]
}

/// A stack as it was before its text was read, which turns it round.
fn turned(ty: &TypeRef, value: Value) -> Value {
    match (ty, value) {
        (TypeRef::List(ListKind::Stack, _), Value::List(mut items)) => {
            items.reverse();
            Value::List(items)
        }
        (_, value) => value,
    }
}

/// Null is no text at all.
fn written_null(contract: &Contract, ty: &TypeRef, what: &str, dialect: &Dialect) -> Vec<Outcome> {
    let actual =
        [Format::Json, Format::Jsv].map(|to| hosts::write(to, contract, ty, &Value::Null, dialect)).concat();
    vec![Outcome { name: format!("write {what} null"), expected: String::new(), actual }]
}

fn js_config(what: &str) -> JsConfig {
    match what {
        "camel" => JsConfig::default().with("eccn"),
        "iso" | "iso unspec" => JsConfig::default().with("dh:iso8601"),
        _ => JsConfig::default(),
    }
}

/// The value with its dates of the kind that the vector's name tells.
fn of_kind(value: Value, what: &str) -> Value {
    let kind = match what {
        _ if what.ends_with("Utc")
            || what == "iso"
            || what.ends_with("date")
            || what.ends_with("date key") =>
        {
            Kind::Utc
        }
        _ if what.ends_with("Unspecified") || what == "iso unspec" => Kind::Unspecified,
        _ => return value,
    };
    match value {
        Value::DateTime(date) => Value::DateTime(DateTime { kind, ..date }),
        Value::Object(Object { dto, members }) => {
            let members = members.into_iter().map(|member| of_kind(member, what)).collect();
            Value::Object(Object { dto, members })
        }
        Value::Dictionary(entries) => {
            let entry = |(key, value)| (of_kind(key, what), of_kind(value, what));
            Value::Dictionary(entries.into_iter().map(entry).collect())
        }
        Value::List(items) => Value::List(items.into_iter().map(|item| of_kind(item, what)).collect()),
        other => other,
    }
}

/// Values that reading cannot give: members of type `object` come back as text, a null among objects as an instance.
fn by_hand(contract: &Contract, ty: &TypeRef, what: &str) -> Option<Value> {
    let text = |text: &str| Value::String(text.into());
    let first = |value: Value| match contract.default_value(ty) {
        Value::Null => object(contract, ty, value),
        _ => None,
    };
    match what {
        "object list" => last(contract, ty, Value::List(vec![Value::Int(1), Value::Int(2)])),
        "byte[] empty" => first(Value::Bytes(Vec::new())),
        "object bool" => last(contract, ty, Value::Bool(true)),
        "ArrayList" => first(Value::List(vec![Value::Int(1), text("a"), Value::Null])),
        "StringDictionary" => first(Value::List(vec![text("System.Collections.DictionaryEntry")])),
        "anon" => Some(Value::Dictionary(vec![(text("A"), Value::Int(1)), (text("B"), text("x"))])),
        "list" => {
            let TypeRef::List(_, of) = ty else { return None };
            let p = |a, b| object_of(contract, of, vec![Value::Int(a), b]);
            Some(Value::List(vec![p(1, Value::Null)?, Value::Null, p(2, text("b"))?]))
        }
        _ => None,
    }
}

fn object(contract: &Contract, ty: &TypeRef, value: Value) -> Option<Value> {
    object_of(contract, ty, vec![value])
}

fn last(contract: &Contract, ty: &TypeRef, value: Value) -> Option<Value> {
    object_of(contract, ty, vec![Value::Null, value])
}

fn object_of(contract: &Contract, ty: &TypeRef, members: Vec<Value>) -> Option<Value> {
    let TypeRef::Dto(dto) = ty else { return None };
    assert_eq!(contract.dto(*dto).members.len(), members.len());
    Some(Value::Object(Object { dto: *dto, members }))
}

#[expect(clippy::print_stdout, reason = "the comparison is for people to read")]
fn report(outcomes: &[Outcome]) -> (usize, Vec<&Outcome>) {
    let (same, different): (Vec<_>, Vec<_>) =
        outcomes.iter().partition(|outcome| outcome.expected == outcome.actual);
    for outcome in &different {
        println!("{}\n  expected {}\n  actual   {}", outcome.name, outcome.expected, outcome.actual);
    }
    println!("{} same, {} different", same.len(), different.len());
    (same.len(), different)
}

/// Vectors that are not reproduced, by name, with the reason.
const EXCEPTIONS: &[(&str, &str)] = &[
    ("write IPAddress T1<IPAddress>", "the recorded host's own platform failed"),
    ("write interface+object HasI", "`__type` tells an assembly, which no contract knows"),
    ("write dict obj Dictionary<String,Object>", "`__type` tells an assembly, which no contract knows"),
    (
        "write root empty string object overload Object",
        "another function of the library, which hosts do not use",
    ),
];

fn check(outcomes: &[Outcome], expected_same: usize, exceptions: &[(&str, &str)]) {
    let (same, different) = report(outcomes);
    let unexpected: Vec<&str> = different.iter().map(|outcome| outcome.name.as_str()).collect();
    let listed: Vec<&str> = exceptions.iter().map(|(name, _)| *name).collect();
    assert_eq!(unexpected, listed);
    assert_eq!(same, expected_same);
}

#[test]
fn utc() {
    match std::env::var("JSV_VECTORS") {
        Ok(path) => {
            let zone = std::env::var("JSV_VECTORS_ZONE");
            let zone = zone.map_or(Utc.fix(), |zone| zone.parse().expect("an offset such as +04:00"));
            _ = report(&run_file(Path::new(&path), zone));
        }
        Err(_) => {
            check(&run_file(Path::new("fixtures/jsv/serializer-utc.jsonl"), Utc.fix()), 734, EXCEPTIONS)
        }
    }
}

/// Vectors of the second machine that are not reproduced, with the reason.
const TBILISI_EXCEPTIONS: &[(&str, &str)] = &[
    ("read jsv T1<Nullable<DateTime>> {V:2020-01-02T03:04:05.678Z}", SUSPICIOUS),
    ("read jsv T1<DateTime> {V:2020-01-02T03:04:05.1234567Z}", SUSPICIOUS),
    ("read jsv T1<Nullable<DateTime>> {V:2020-01-02T03:04:05.1234567Z}", SUSPICIOUS),
    ("read jsv T1<DateTime> {V:/Date(-62135596800000-0000)/}", YEAR_ONE),
    ("read jsv T1<DateTimeOffset> {V:/Date(-62135596800000-0000)/}", YEAR_ONE),
    ("read jsv T1<DateTime> {V:0001-01-01T00:00:00.0000000}", YEAR_ONE),
];
const SUSPICIOUS: &str = "the recorded host's platform kept the clock of a UTC time, which .NET does not";
const YEAR_ONE: &str = "the zone's offset was another one in the year 1; a dialect has one offset";

#[test]
fn tbilisi() {
    let zone = FixedOffset::east_opt(4 * 3600).expect("four hours are an offset");
    let outcomes = run_file(Path::new("fixtures/jsv/serializer-tbilisi-differences.jsonl"), zone);
    check(&outcomes, 27, TBILISI_EXCEPTIONS);
}
