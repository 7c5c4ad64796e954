//! Recorded cases of the hosts of 10.1.5 that show one feature each, in classic hosting, against
//! those of the example in strict mode.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use servicestack_emulator::host::{Edition, Profile};
use servicestack_emulator::lab::Clock;
use servicestack_emulator::{Builder, Running};

use crate::features;
use crate::hosts::recorded_at;
use crate::sequences::{Case, is_different};

/// The cases of a file that the host without endpoint routing answered. Dates of the recordings are
/// those of the clock.
fn cases(file: &str) -> Vec<Case> {
    let path = format!("fixtures/conformance/modern/{file}");
    let text = std::fs::read_to_string(path).expect("the recording can be read");
    let now = recorded_at().format("%a, %d %b %Y %H:%M:%S GMT").to_string();
    let text = text.replace("date={{now}}", &format!("date={}", now.replace(',', "")));
    let text = text.replace("{{now}}", &now);
    let values = text
        .lines()
        .map(|line| -> serde_json::Value { serde_json::from_str(line).expect("a line is a case") });
    let is_classic = |case: &serde_json::Value| {
        case["modes"].as_array().is_some_and(|modes| modes.iter().any(|mode| mode == "classic"))
    };
    let case = |value| serde_json::from_value(value).expect("a line is a case");
    values.filter(is_classic).map(case).collect()
}

fn started(host: fn(Edition) -> anyhow::Result<Builder>) -> Running {
    let builder = host(Profile::Modern.edition()).expect("the host of the example");
    builder.clock(Clock::frozen_at(recorded_at())).start().expect("a port is free")
}

/// How many cases of each topic are the same, and the names of those that are not.
async fn replayed(files: &[&str], name: &str, running: &Running) -> String {
    let mut topics: BTreeMap<String, (usize, usize)> = BTreeMap::new();
    let mut different = Vec::new();
    for file in files {
        for case in cases(file).into_iter().filter(|case| case.host == name) {
            let differs = is_different(&case, running.address()).await;
            let counted = topics.entry(case.topic.clone()).or_default();
            *counted = (counted.0 + usize::from(!differs), counted.1 + 1);
            if differs {
                different.push(case.name());
            }
        }
    }
    let mut report = String::new();
    for (topic, (same, all)) in topics {
        let _ = writeln!(report, "{topic}: {same} of {all}");
    }
    different.iter().for_each(|name| report.push_str(&format!("different: {name}\n")));
    report
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn rules_in_code_and_exceptions_are_answered_as_recorded() {
    let running = started(features::valid);
    let files = ["validation-attributes.jsonl", "validation-rules.jsonl", "errors.jsonl"];
    insta::assert_snapshot!(replayed(&files, "valid", &running).await);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn caching_is_answered_as_recorded() {
    let running = started(features::other);
    insta::assert_snapshot!(replayed(&["caching.jsonl", "cors.jsonl"], "other", &running).await);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn cors_is_answered_as_recorded() {
    let running = started(features::cors);
    insta::assert_snapshot!(replayed(&["cors.jsonl"], "cors", &running).await);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn downloads_are_answered_as_recorded() {
    let running = started(features::files);
    insta::assert_snapshot!(replayed(&["downloads.jsonl"], "files", &running).await);
}

/// `/uploads` and members with [UploadTo] are missing.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn forms_and_raw_bodies_are_answered_as_recorded() {
    let running = started(features::files);
    insta::assert_snapshot!(replayed(&["files.jsonl"], "files", &running).await);
}
