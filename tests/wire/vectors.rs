//! The serializer vectors: values that ServiceStack.Text wrote as JSV and as JSON, and texts that
//! it read.
//!
//! `JSV_VECTORS=path cargo test --test wire vectors -- --nocapture` runs the comparison on another
//! file of that form; `JSV_VECTORS_ZONE=+04:00` names the zone in which it was made, UTC otherwise.

use std::{fs, path::Path};

use chrono::{FixedOffset, Offset, Utc};
use serde::Deserialize;
use servicestack_emulator::{
    contract::{Contract, TypeRef},
    value::Value,
    wire::{self, Dialect, Format, JsConfig},
};

use crate::codec_vectors::{exact::Exact, json};
use crate::hosts;
use crate::recorded_value::Recording;

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
    let vectors: Vec<Vector> = lines
        .lines()
        .map(|line| serde_json::from_str(line).expect("each line is a vector"))
        .collect();
    let types: Vec<String> = vectors.iter().map(|vector| vector.type_name.clone()).collect();
    let contract = hosts::vectors(&types);
    let dialect = Dialect { zone, strict: true, ..Dialect::default() };
    let compare =
        |(index, vector)| compare(&contract, &hosts::root(&contract, index), vector, &dialect);
    vectors.iter().enumerate().flat_map(compare).collect()
}

fn compare(contract: &Contract, ty: &TypeRef, vector: &Vector, dialect: &Dialect) -> Vec<Outcome> {
    match (vector.r.as_deref(), &vector.text) {
        (Some("json"), Some(text)) => {
            vec![read(Format::Json, Format::Jsv, contract, ty, text, vector, dialect)]
        }
        (Some(_), Some(text)) => {
            vec![read(Format::Jsv, Format::Json, contract, ty, text, vector, dialect)]
        }
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
    let expected = vector
        .json_of_result
        .as_ref()
        .or(vector.jsv_of_result.as_ref())
        .cloned()
        .unwrap_or_default();
    let actual = match wire::read(from, contract, ty, text.as_bytes(), dialect) {
        Ok(Value::Null) => "<null>".to_owned(),
        Ok(value) => hosts::write(to, contract, ty, &value, dialect),
        Err(error) => format!("!{error}"),
    };
    Outcome { name: format!("read {} {} {text}", from.name(), vector.type_name), expected, actual }
}

/// One value must give both texts. It is made of the JSON, and of what the recording's description
/// adds to it.
fn written(contract: &Contract, ty: &TypeRef, vector: &Vector, dialect: &Dialect) -> Vec<Outcome> {
    let what = vector.w.as_deref().unwrap_or_default();
    let (Some(jsv), Some(json)) = (&vector.jsv, &vector.json) else {
        return written_null(contract, ty, what, dialect);
    };
    let expected = format!("{json} {jsv}");
    let recording = Recording { contract, exact: Exact::new(what, jsv, dialect.zone) };
    let made = if json.starts_with('!') { None } else { recording.value(ty, &json::read(json)) };
    let dialect = Dialect { js: js_config(what), ..dialect.clone() };
    let shown = |value: &Value| {
        [Format::Json, Format::Jsv]
            .map(|to| hosts::write(to, contract, ty, value, &dialect))
            .join(" ")
    };
    let actual = made.map_or_else(|| "the value cannot be made".to_owned(), |value| shown(&value));
    vec![Outcome { name: format!("write {what} {}", vector.type_name), expected, actual }]
}

/// Null is no text at all.
fn written_null(contract: &Contract, ty: &TypeRef, what: &str, dialect: &Dialect) -> Vec<Outcome> {
    let actual = [Format::Json, Format::Jsv]
        .map(|to| hosts::write(to, contract, ty, &Value::Null, dialect))
        .concat();
    vec![Outcome { name: format!("write {what} null"), expected: String::new(), actual }]
}

fn js_config(what: &str) -> JsConfig {
    match what {
        "camel" => JsConfig::default().with("eccn"),
        "iso" | "iso unspec" => JsConfig::default().with("dh:iso8601"),
        _ => JsConfig::default(),
    }
}

#[expect(clippy::print_stdout, reason = "the comparison is for people to read")]
fn report(outcomes: &[Outcome]) -> (usize, Vec<&Outcome>) {
    let (same, different): (Vec<_>, Vec<_>) =
        outcomes.iter().partition(|outcome| outcome.expected == outcome.actual);
    for outcome in &different {
        println!(
            "{}\n  expected {}\n  actual   {}",
            outcome.name, outcome.expected, outcome.actual
        );
    }
    println!("{} same, {} different", same.len(), different.len());
    (same.len(), different)
}

/// Vectors that are not reproduced, by name, with the reason.
const EXCEPTIONS: &[(&str, &str)] = &[
    ("write IPAddress T1<IPAddress>", "the recorded host's own platform failed"),
    ("write interface+object HasI", "a class in a place of type object, which no `Value` holds"),
    (
        "write dict obj Dictionary<String,Object>",
        "a class in a place of type object, which no `Value` holds",
    ),
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
            let zone =
                zone.map_or(Utc.fix(), |zone| zone.parse().expect("an offset such as +04:00"));
            _ = report(&run_file(Path::new(&path), zone));
        }
        Err(_) => check(
            &run_file(Path::new("fixtures/jsv/serializer-utc.jsonl"), Utc.fix()),
            734,
            EXCEPTIONS,
        ),
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
const SUSPICIOUS: &str =
    "the recorded host's platform kept the clock of a UTC time, which .NET does not";
const YEAR_ONE: &str = "the zone's offset was another one in the year 1; a dialect has one offset";

#[test]
fn tbilisi() {
    let zone = FixedOffset::east_opt(4 * 3600).expect("four hours are an offset");
    let outcomes = run_file(Path::new("fixtures/jsv/serializer-tbilisi-differences.jsonl"), zone);
    check(&outcomes, 27, TBILISI_EXCEPTIONS);
}
