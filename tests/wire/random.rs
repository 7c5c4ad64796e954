//! The 27,445 vectors made at random: how many the server reads and writes as 5.9.1 does.

use std::{fs::File, io::Read as _};

use chrono::{Offset, Utc};
use flate2::read::GzDecoder;

use crate::vectors;

/// How many of the vectors that begin so must be the same at least.
fn check(beginning: &str, count: usize, least: usize) {
    let path = "fixtures/jsv/serializer-random.jsonl.gz";
    let mut text = String::new();
    GzDecoder::new(File::open(path).expect("the fixture"))
        .read_to_string(&mut text)
        .expect("it is compressed");
    let chosen: Vec<&str> = text.lines().filter(|line| line.starts_with(beginning)).collect();
    let outcomes = vectors::run(&chosen.join("\n"), Utc.fix());
    let same = outcomes.iter().filter(|outcome| outcome.expected == outcome.actual).count();
    assert_eq!(outcomes.len(), count);
    assert!(same >= least, "{same} of {count} are the same");
}

/// A JSV text read and shown as JSON: what differs is messages that the recording machine words otherwise, and odd
/// texts that are cut elsewhere.
#[test]
fn reads_jsv_as_recorded() {
    check(r#"{"r": "jsv""#, 9_480, 9_440);
}

/// A JSON text read and shown as JSV: what differs is messages that the recording machine words otherwise, a few odd
/// dates and decimals, and odd texts that are cut elsewhere.
#[test]
fn reads_json_as_recorded() {
    check(r#"{"r": "json""#, 11_965, 11_900);
}

/// A value written as JSON and as JSV.
#[test]
fn writes_as_recorded() {
    check(r#"{"w""#, 6_000, 5_970);
}
