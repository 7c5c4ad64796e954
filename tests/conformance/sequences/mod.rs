//! Recorded sequences of requests, with sign-in, against hosts in strict mode.
//!
//! `fixtures/tests/http-random-topics.tsv` holds how many cases of each topic must be the same at
//! least. After a change that makes more of them the same, write the table anew:
//! `HTTP_SESSIONS_TABLE=write cargo test --test conformance -- sequences`.
//!
//! `fixtures/tests/http-random-exceptions.tsv` names each case that is answered otherwise, with the
//! reason; one that is the same after all makes the test fail, too.
//!
//! `HTTP_SESSIONS=path` replays another file of the same shape, plain or gzipped, and fails when
//! anything differs. `HTTP_SESSIONS_SHOW=20` prints that many differences, and
//! `HTTP_SESSIONS_TOPIC=B9` replays the topics that begin so; both need `--nocapture`.

mod case;
mod comparison;
mod exceptions;
mod placeholders;
mod table;

use std::net::SocketAddr;
use std::sync::Arc;

use case::Case;
use comparison::{Difference, differences, misspelt};
use placeholders::Placeholders;
use servicestack_emulator::Running;
use table::{Place, Table};

use crate::connection::exchange;
use crate::hosts::started;

const RECORDED: &str = "fixtures/conformance/http-random.jsonl.gz";
const EXPECTED: &str = "fixtures/tests/http-random-topics.tsv";
const EXCEPTIONS: &str = "fixtures/tests/http-random-exceptions.tsv";

/// In this topic the letters of header names count; in all others they are counted apart.
const SPELLING: &str = "E17 spelling of header names";

/// How many cases are under way at the same time.
const AT_ONCE: usize = 4;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn recorded_sequences_are_answered_alike() {
    let given = std::env::var("HTTP_SESSIONS").ok();
    let topic = std::env::var("HTTP_SESSIONS_TOPIC").ok();
    let mut cases = case::read(given.as_deref().unwrap_or(RECORDED));
    cases.retain(|case| topic.as_deref().is_none_or(|topic| case.topic.starts_with(topic)));
    let (table, different) = replay(cases).await;
    let shown = std::env::var("HTTP_SESSIONS_SHOW").ok().and_then(|count| count.parse().ok());
    different.iter().take(shown.unwrap_or_default()).for_each(|case| println!("{}", case.shown));
    println!("{table}");
    if given.is_some() {
        assert!(different.is_empty(), "{} cases differ", different.len());
    } else if std::env::var_os("HTTP_SESSIONS_TABLE").is_some() && topic.is_none() {
        table.write(EXPECTED);
    } else {
        let lost = table.lost_against(&Table::read(EXPECTED));
        assert!(
            topic.is_some() || lost.is_empty(),
            "fewer the same than before:\n{}",
            lost.join("\n")
        );
        let unexpected =
            exceptions::unexpected(EXCEPTIONS, different.iter().map(|case| case.name.as_str()));
        assert!(topic.is_some() || unexpected.is_empty(), "{}", unexpected.join("\n"));
    }
}

/// A case that is not answered as recorded.
struct Different {
    /// Topic, host and first request.
    name: String,
    /// All that is different, for people.
    shown: String,
}

/// Replays all cases: how many are the same, and what is different in the others.
async fn replay(cases: Vec<Case>) -> (Table, Vec<Different>) {
    let (guarded, open) = (started(true, false), started(false, false));
    let (addresses, cases) = ((guarded.address(), open.address()), Arc::new(cases));
    let parts =
        (0..AT_ONCE).map(|first| tokio::spawn(replay_some(cases.clone(), first, addresses)));
    let (mut table, mut different) = (Table::default(), Vec::new());
    for part in parts.collect::<Vec<_>>() {
        let (counted, found) = part.await.expect("no case panics");
        table.add(counted);
        different.extend(found);
    }
    futures_util::future::join_all([guarded, open].map(Running::stop)).await;
    (table, different)
}

/// Every case whose place is `first` further than a multiple of [`AT_ONCE`].
async fn replay_some(
    cases: Arc<Vec<Case>>,
    first: usize,
    (guarded, open): (SocketAddr, SocketAddr),
) -> (Table, Vec<Different>) {
    let (mut table, mut different) = (Table::default(), Vec::new());
    for case in cases.iter().skip(first).step_by(AT_ONCE) {
        let address = match case.host.as_str() {
            "A" | "C" => guarded,
            "B" | "D" => open,
            _ => continue,
        };
        let (found, spelt) = replay_case(case, address).await;
        table.note(Place::Topic(&case.topic), found.is_none());
        table.note(Place::Spelling, spelt);
        let shown = found.map(|(step, found)| case.shown(step, &found));
        different.extend(shown.map(|shown| Different { name: case.name(), shown }));
    }
    (table, different)
}

/// The first step that differs, and whether header names are spelt as recorded.
async fn replay_case(case: &Case, address: SocketAddr) -> (Option<(usize, Vec<Difference>)>, bool) {
    let mut placeholders = Placeholders::new(address);
    let mut spelt = true;
    for (place, step) in case.steps.iter().enumerate() {
        let answer = exchange(address, &step.request.on_the_wire(&placeholders)).await;
        let answer = placeholders.put_into(answer);
        let mut found = differences(step, &answer);
        let names = misspelt(step, &answer);
        spelt &= names.is_none();
        found.extend(names.filter(|_| case.topic == SPELLING));
        if !found.is_empty() {
            return (Some((place, found)), spelt);
        }
    }
    (None, spelt)
}
