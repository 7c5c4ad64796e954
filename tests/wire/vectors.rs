//! The serializer vectors: values that ServiceStack.Text wrote as JSV and as JSON, and texts that it read.
//!
//! `JSV_VECTORS=path cargo test --test wire vectors -- --nocapture` runs the comparison on another file of that form.

use std::{collections::BTreeMap, fs, path::Path};

use chrono::{FixedOffset, Offset, Utc};
use serde::Deserialize;
use servicestack_emulator::{
    contract::{Contract, TypeRef},
    value::Value,
    wire::{self, Dialect, Format},
};

use crate::hosts;

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
struct Outcome {
    name: String,
    expected: String,
    actual: String,
}

fn run(path: &Path, zone: FixedOffset) -> Vec<Outcome> {
    let lines = fs::read_to_string(path).expect("the vectors can be read");
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

/// A written text is read as a value again, and that value is written in both notations.
fn written(contract: &Contract, ty: &TypeRef, vector: &Vector, dialect: &Dialect) -> Vec<Outcome> {
    let (Some(jsv), Some(json)) = (&vector.jsv, &vector.json) else { return Vec::new() };
    let texts = [(Format::Json, json), (Format::Jsv, jsv)];
    let outcome = |(from, text): (Format, &String), (to, expected): (Format, &String)| {
        let actual = match wire::read(from, contract, ty, text.as_bytes(), dialect) {
            Ok(value) => hosts::write(to, contract, ty, &value, dialect),
            Err(error) => format!("!{error}"),
        };
        let what = vector.w.as_deref().unwrap_or_default();
        let name = format!("write {what} {} {json} {}->{}", vector.type_name, from.name(), to.name());
        Outcome { name, expected: expected.clone(), actual }
    };
    vec![
        outcome(texts[0], texts[0]),
        outcome(texts[0], texts[1]),
        outcome(texts[1], texts[0]),
        outcome(texts[1], texts[1]),
    ]
}

fn report(outcomes: &[Outcome]) -> (usize, Vec<&Outcome>) {
    let (same, different): (Vec<_>, Vec<_>) =
        outcomes.iter().partition(|outcome| outcome.expected == outcome.actual);
    for outcome in &different {
        println!("{}\n  expected {}\n  actual   {}", outcome.name, outcome.expected, outcome.actual);
    }
    println!("{} same, {} different", same.len(), different.len());
    (same.len(), different)
}

#[test]
fn utc() {
    let path = std::env::var("JSV_VECTORS").unwrap_or_else(|_| "fixtures/jsv/serializer-utc.jsonl".into());
    let outcomes = run(Path::new(&path), Utc.fix());
    let (same, different) = report(&outcomes);
    let kinds: BTreeMap<&str, usize> = different.iter().fold(BTreeMap::new(), |mut kinds, outcome| {
        *kinds.entry(outcome.name.split_whitespace().next().unwrap_or_default()).or_default() += 1;
        kinds
    });
    assert_eq!((same, kinds), (0, BTreeMap::new()));
}
