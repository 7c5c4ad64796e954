//! The 27,445 vectors made at random: the server reads and writes all as 5.9.1 does, but for those
//! that a file beside them names, each with its reason.
//!
//! `JSV_RANDOM_LEFT=path` writes what is different, in the form of that file, without reasons.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs::{self, File},
    io::Read as _,
    sync::LazyLock,
};

use chrono::{Offset, Utc};
use flate2::read::GzDecoder;

use crate::vectors::{self, Outcome};

/// Lines of a vector's name and the reason: a JSON list of two texts.
const EXCEPTIONS: &str = "fixtures/jsv/serializer-random-exceptions.jsonl";

static VECTORS: LazyLock<String> = LazyLock::new(|| {
    let mut text = String::new();
    let file = File::open("fixtures/jsv/serializer-random.jsonl.gz").expect("the fixture");
    GzDecoder::new(file).read_to_string(&mut text).expect("it is compressed");
    text
});

/// The listed names that begin so, with their reasons.
fn exceptions(beginning: &str) -> BTreeMap<String, String> {
    let text = fs::read_to_string(EXCEPTIONS).expect("the list of exceptions");
    let row = |line: &str| serde_json::from_str::<(String, String)>(line).expect("name and reason");
    text.lines().map(row).filter(|(name, _)| name.starts_with(beginning)).collect()
}

/// What a vector is called, with what is expected: the names of written ones say no more than
/// their type.
fn named(outcome: &Outcome) -> String {
    format!("{} = {}", outcome.name, outcome.expected)
}

/// Every vector whose line begins so must be the same, unless its name is listed; then it must not.
fn check(line: &str, count: usize, name: &str) {
    let chosen: Vec<&str> = VECTORS.lines().filter(|vector| vector.starts_with(line)).collect();
    let outcomes = vectors::run(&chosen.join("\n"), Utc.fix());
    assert_eq!(outcomes.len(), count);
    let different = outcomes.iter().filter(|outcome| outcome.expected != outcome.actual);
    let different: BTreeSet<String> = different.map(named).collect();
    if let Ok(path) = std::env::var("JSV_RANDOM_LEFT") {
        let rows = different.iter().map(|name| serde_json::json!([name, ""]).to_string() + "\n");
        return fs::write(format!("{path}-{}", name.replace(' ', "-")), rows.collect::<String>())
            .expect("it is written");
    }
    let listed = exceptions(name);
    assert!(listed.values().all(|reason| !reason.is_empty()), "each exception has a reason");
    assert_eq!(different, listed.into_keys().collect(), "different, and listed in {EXCEPTIONS}");
}

/// A JSV text read and shown as JSON.
#[test]
fn reads_jsv_as_recorded() {
    check(r#"{"r": "jsv""#, 9_480, "read jsv");
}

/// A JSON text read and shown as JSV.
#[test]
fn reads_json_as_recorded() {
    check(r#"{"r": "json""#, 11_965, "read json");
}

/// A value written as JSON and as JSV.
#[test]
fn writes_as_recorded() {
    check(r#"{"w""#, 6_000, "write");
}
