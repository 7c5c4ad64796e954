//! The 27,445 vectors made at random: how many the server reads and writes as 5.9.1 does.

use std::{fs::File, io::Read as _};

use chrono::{Offset, Utc};
use flate2::read::GzDecoder;

use crate::vectors;

/// A JSV text read and shown as JSON: what differs is the JSON of null items and lists, messages that the recording
/// machine words otherwise, objects beyond 50 levels, and 13 odd texts that are cut elsewhere.
#[test]
fn reads_jsv_as_recorded() {
    let path = "fixtures/jsv/serializer-random.jsonl.gz";
    let mut text = String::new();
    GzDecoder::new(File::open(path).expect("the fixture"))
        .read_to_string(&mut text)
        .expect("it is compressed");
    let jsv: Vec<&str> = text.lines().filter(|line| line.starts_with(r#"{"r": "jsv""#)).collect();
    let outcomes = vectors::run(&jsv.join("\n"), Utc.fix());
    let same = outcomes.iter().filter(|outcome| outcome.expected == outcome.actual).count();
    assert_eq!(outcomes.len(), 9_480);
    assert!(same >= 9_410, "{same} of 9,480 are the same");
}
