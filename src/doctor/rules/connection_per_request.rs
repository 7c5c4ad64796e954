//! Opens a connection for every request.

use std::collections::BTreeMap;

use crate::doctor::{About, Case, Finding, Together};

pub const RULE: Together = Together {
    about: &About {
        name: "connection-per-request",
        title: "Opens a connection for every request",
        source: "A handshake, with TLS two journeys more, before each call; a busy host has no ports left (tests/clients; the official clients for C#, TypeScript and Rust keep theirs, the one for Python does not).",
        remedy: "Keep one HTTP client for the life of the program: HttpClient, requests.Session, reqwest::Client.",
    },
    look,
};

/// So many connections one after the other with a request each.
const MANY: usize = 20;

fn look(cases: &[Case<'_>]) -> Vec<Finding> {
    let mut requests: BTreeMap<u64, usize> = BTreeMap::new();
    cases.iter().for_each(|case| *requests.entry(case.entry.connection).or_default() += 1);
    let mut alone: BTreeMap<_, usize> = BTreeMap::new();
    let mut findings = Vec::new();
    for case in cases {
        let count = alone.entry(case.client()).or_default();
        *count = if requests[&case.entry.connection] == 1 { *count + 1 } else { 0 };
        if *count == MANY {
            findings
                .push(case.finding(format!("the last {MANY} requests came on {MANY} connections")));
            *count = 0;
        }
    }
    findings
}
