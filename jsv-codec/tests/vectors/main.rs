//! The recordings of ServiceStack 5.9.1, value by value and text by text.
//!
//! `JSV_VECTORS=path cargo test -p jsv-codec --test vectors -- --nocapture` compares another file
//! of the same form; `JSV_ZONE=+04:00` sets the zone it was recorded in.

mod exact;
mod hosts;
mod json;
mod modern;
mod reading;
mod settings;
mod types;
mod writing;

use chrono::FixedOffset;
use exact::Exact;
use reading::Host;
use serde_json::Value;
use std::io::Read as _;
use types::Type;

/// Recordings that are not reproduced: type, text or description, and the reason.
const EXCEPTIONS: [(&str, &str, &str); 7] = [
    (
        "T1<IPAddress>",
        "IPAddress",
        "the recording machine could not make an IPAddress: SocketException",
    ),
    (
        "T1<Nullable<DateTime>>",
        "{V:2020-01-02T03:04:05.678Z}",
        "mono keeps the clock of a UTC fraction",
    ),
    ("T1<DateTime>", "{V:2020-01-02T03:04:05.1234567Z}", "mono keeps the clock of a UTC fraction"),
    (
        "T1<Nullable<DateTime>>",
        "{V:2020-01-02T03:04:05.1234567Z}",
        "mono keeps the clock of a UTC fraction",
    ),
    ("T1<DateTime>", "{V:/Date(-62135596800000-0000)/}", "the zone was +03:00 before 1900"),
    ("T1<DateTimeOffset>", "{V:/Date(-62135596800000-0000)/}", "the zone was +03:00 before 1900"),
    ("T1<DateTime>", "{V:0001-01-01T00:00:00.0000000}", "the zone was +03:00 before 1900"),
];

#[derive(Default, Debug, PartialEq)]
struct Count {
    same: usize,
    different: Vec<String>,
    excepted: Vec<String>,
    /// Readings of JSON, which are the business of a reader of JSON.
    json: usize,
}

fn compare(file: &str, zone: FixedOffset) -> Count {
    let mut count = Count::default();
    let exceptions = exceptions();
    for line in file.lines().filter(|line| !line.trim().is_empty()) {
        let vector: Value = serde_json::from_str(line).expect("a vector");
        let text = |name: &str| vector[name].as_str().unwrap_or_default();
        let of = Type::parse(text("type"));
        let (expected, found) = match text("r") {
            "json" => {
                count.json += 1;
                continue;
            }
            "jsv" => {
                (text("json_of_result"), reading::result(&of, text("text"), zone, Host::default()))
            }
            _ if text("jsv").starts_with('!') => {
                (text("jsv"), "nothing to compare with".to_owned())
            }
            _ => {
                let json = if vector["json"].is_null() {
                    json::Json::Null
                } else {
                    json::read(text("json"))
                };
                let exact = Exact::new(text("w"), text("jsv"), zone);
                let written = writing::Written { what: text("w"), of, json, exact };
                (text("jsv"), written.text())
            }
        };
        let what = if text("r").is_empty() { text("w") } else { text("text") };
        if found == expected {
            count.same += 1;
        } else if EXCEPTIONS.iter().any(|(of, text, _)| vector["type"] == *of && *text == what)
            || exceptions.iter().any(|[of, text, _]| vector["type"] == *of && *text == what)
        {
            count.excepted.push(line.to_owned());
        } else {
            count.different.push(format!("{line}\n    expected {expected}\n    found    {found}"));
        }
    }
    count
}

/// Vectors of the random file that are not reproduced: type, text or description, and the reason.
fn exceptions() -> Vec<[String; 3]> {
    let lines = include_str!("exceptions.jsonl").lines();
    lines.map(|line| serde_json::from_str(line).expect("type, text, reason")).collect()
}

fn hours(hours: i32) -> FixedOffset {
    FixedOffset::east_opt(hours * 3600).expect("a zone")
}

fn fixture(name: &str) -> String {
    let path = format!("{}/../fixtures/jsv/{name}", env!("CARGO_MANIFEST_DIR"));
    std::fs::read_to_string(path).expect("the fixture")
}

fn compressed(name: &str) -> String {
    let path = format!("{}/../fixtures/jsv/{name}", env!("CARGO_MANIFEST_DIR"));
    let mut text = String::new();
    let file = std::fs::File::open(path).expect("the fixture");
    flate2::read::GzDecoder::new(file)
        .read_to_string(&mut text)
        .expect("the fixture is compressed UTF-8");
    text
}

#[test]
fn reproduces_the_recordings_in_utc() {
    let count = compare(&fixture("serializer-utc.jsonl"), hours(0));
    assert!(count.different.is_empty(), "{}", count.different.join("\n"));
    assert_eq!((count.same, count.excepted.len(), count.json), (675, 1, 62));
}

#[test]
fn reproduces_the_recordings_in_tbilisi() {
    let count = compare(&fixture("serializer-tbilisi-differences.jsonl"), hours(4));
    assert!(count.different.is_empty(), "{}", count.different.join("\n"));
    assert_eq!((count.same, count.excepted.len(), count.json), (24, 6, 3));
}

/// 15,480 values and texts made at random: what is not the same is named, with its reason.
#[test]
fn reproduces_the_random_vectors() {
    let count = compare(&compressed("serializer-random.jsonl.gz"), hours(0));
    assert!(count.different.is_empty(), "{}", count.different.join("\n"));
    let expected = (15_480 - exceptions().len(), exceptions().len(), 11_965);
    assert_eq!((count.same, count.excepted.len(), count.json), expected);
}

#[test]
fn compares_any_other_file() {
    let Ok(path) = std::env::var("JSV_VECTORS") else { return };
    let zone =
        std::env::var("JSV_ZONE").ok().and_then(|zone| zone.parse().ok()).unwrap_or(hours(0));
    let count = compare(&std::fs::read_to_string(&path).expect("JSV_VECTORS"), zone);
    println!("{} same, {} different", count.same, count.different.len() + count.excepted.len());
    println!(
        "({} of them known exceptions; {} vectors read JSON and are not compared)",
        count.excepted.len(),
        count.json
    );
    for different in &count.different {
        println!("{different}");
    }
    assert!(count.different.is_empty(), "{} vectors differ", count.different.len());
}
