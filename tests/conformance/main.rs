//! Every recorded exchange against a host with the recorded operations, in strict mode, byte for
//! byte.
//!
//! `HTTP_EXCHANGES=path cargo test --test conformance -- --nocapture` replays another file of the
//! same shape.

mod comparison;
mod connection;
mod exceptions;
mod exchange;
#[path = "../../examples/conformance_host/features/mod.rs"]
mod features;
mod hosts;
mod operations;
mod protection;
mod sequences;
#[path = "../../examples/conformance_host/services/mod.rs"]
mod services;
#[path = "../../examples/conformance_host/variants.rs"]
mod variants;

use std::collections::{BTreeMap, BTreeSet};

use comparison::{Difference, differences};
use exceptions::EXCEPTIONS;
use exchange::Exchange;
use hosts::Hosts;

const RECORDED: &str = "fixtures/conformance/http-exchanges.jsonl";

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn answers_are_those_that_were_recorded() {
    let given = std::env::var("HTTP_EXCHANGES").ok();
    let exchanges = exchange::read(given.as_deref().unwrap_or(RECORDED));
    let report = replay(&exchanges).await;
    println!("{}", report.table());
    let excepted: BTreeSet<&str> = EXCEPTIONS.iter().map(|exception| exception.request).collect();
    let different: BTreeSet<&str> = report.different.keys().map(String::as_str).collect();
    let unexpected: Vec<String> = different
        .difference(&excepted)
        .map(|name| format!("{name}\n{}", report.shown(name)))
        .collect();
    assert!(
        unexpected.is_empty(),
        "{} answers differ:\n\n{}",
        unexpected.len(),
        unexpected.join("\n")
    );
    if given.is_none() {
        let repaired: Vec<&&str> = excepted.difference(&different).collect();
        assert!(
            repaired.is_empty(),
            "these answers are right now, strike them from the exceptions: {repaired:#?}"
        );
    }
}

/// What became of all exchanges.
#[derive(Default)]
struct Report {
    /// Same and all, by topic.
    topics: BTreeMap<String, (usize, usize)>,
    /// The differences, by the exchange's name.
    different: BTreeMap<String, Vec<Difference>>,
}

async fn replay(exchanges: &[Exchange]) -> Report {
    let mut hosts = Hosts::start();
    let mut report = Report::default();
    for exchange in exchanges {
        let answer = hosts.answer(exchange).await;
        let found = differences(exchange, &answer);
        let (same, all) = report.topics.entry(exchange.topic.clone()).or_default();
        *same += usize::from(found.is_empty());
        *all += 1;
        if !found.is_empty() {
            report.different.insert(exchange.name(), found);
        }
    }
    hosts.stop().await;
    report
}

impl Report {
    fn table(&self) -> String {
        let rows = self
            .topics
            .iter()
            .map(|(topic, (same, all))| format!("{topic:<16} {same:>3} / {all}\n"));
        let all: usize = self.topics.values().map(|(_, all)| all).sum();
        let same: usize = self.topics.values().map(|(same, _)| same).sum();
        rows.collect::<String>() + &format!("{same} of {all} the same")
    }

    fn shown(&self, name: &str) -> String {
        let found = self.different.get(name).map(Vec::as_slice).unwrap_or_default();
        found.iter().map(ToString::to_string).collect()
    }
}
