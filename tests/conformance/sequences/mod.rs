//! Recorded sequences of requests, with sign-in, against hosts in strict mode: one of 5.9.1, and
//! those of 10.1.5 in classic hosting and with endpoint routing.
//!
//! `fixtures/tests/{recording}-topics.tsv` holds how many cases of each topic must be the same at
//! least. After a change that makes more of them the same, write the tables anew:
//! `HTTP_SESSIONS_TABLE=write cargo test --test conformance -- sequences`.
//!
//! `fixtures/tests/{recording}-exceptions.tsv` names each case that is answered otherwise, with the
//! reason; one that is the same after all makes the test fail, too.
//!
//! `HTTP_SESSIONS=path` replays another file of the same shape in the place of the recording of the
//! test that is run, plain or gzipped, and fails when anything differs. `HTTP_SESSIONS_SHOW=20`
//! prints that many differences, and `HTTP_SESSIONS_TOPIC=B9` replays the topics that begin so; both
//! need `--nocapture`.

mod case;
mod comparison;
mod exceptions;
mod placeholders;
mod table;
mod tokens;

use std::collections::BTreeSet;
use std::net::SocketAddr;
use std::sync::Arc;

pub use case::Case;
use comparison::{Difference, differences, disordered, misspelt, other_tokens};
use placeholders::Placeholders;
use servicestack_emulator::Running;
use servicestack_emulator::host::{Edition, Profile};
use servicestack_emulator::lab::Clock;
use table::{Place, Table};

use crate::connection::exchange;
use crate::hosts::{
    ACCOUNTS, IDENTITY, recorded_at, started_account, started_as, started_identity,
};
use crate::variants;

/// A recording, and the hosts that it is compared with.
#[derive(Clone, Copy)]
struct Recording {
    /// Below `fixtures/conformance`.
    file: &'static str,
    /// That of its tables.
    name: &'static str,
    hosts: Recorded,
    /// Whether the names of headers must be spelt, and stand in the order, as recorded.
    names: bool,
}

/// The hosts of a recording.
#[derive(Clone, Copy)]
enum Recorded {
    /// `A` and `C` with authentication, `B` and `D` without.
    Lettered(fn() -> Edition),
    /// Those of sign-in, keys and tokens, by their names.
    Accounts,
    /// One for each variant of the settings, named after it.
    Variants(Profile),
    /// Those of ASP.NET Core Identity.
    Identity,
}

/// What ServiceStack 5.9.1 answered.
const OF_5_9_1: Recording = Recording {
    file: "http-random.jsonl.gz",
    name: "5.9.1-http-random",
    hosts: Recorded::Lettered(|| Profile::Classic.edition()),
    names: false,
};

/// What 10.1.5 answered.
const fn of_10_1_5(file: &'static str, name: &'static str) -> Recording {
    let hosts = Recorded::Lettered(|| Profile::Modern.edition());
    Recording { file, name, hosts, names: true }
}

/// What 10.1.5 answered with endpoint routing.
const fn with_endpoints(file: &'static str, name: &'static str) -> Recording {
    let hosts = Recorded::Lettered(|| Profile::Modern.edition().with_endpoints());
    Recording { hosts, ..of_10_1_5(file, name) }
}

/// What hosts of 10.1.5 with accounts of their own answered.
const fn of_accounts(file: &'static str, name: &'static str) -> Recording {
    Recording { file, name, hosts: Recorded::Accounts, names: false }
}

/// What hosts with one setting changed answered.
const fn of_variants(file: &'static str, name: &'static str, profile: Profile) -> Recording {
    Recording { file, name, hosts: Recorded::Variants(profile), names: false }
}

/// In this topic the letters of header names count; in all others they are counted apart.
const SPELLING: &str = "E17 spelling of header names";

/// How many cases are under way at the same time.
const AT_ONCE: usize = 4;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn recorded_sequences_are_answered_alike() {
    check(&OF_5_9_1).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn modern_requests_are_answered_alike() {
    check(&of_10_1_5("modern/http-random.jsonl.gz", "10.1.5-http-random")).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_traffic_of_modern_clients_is_answered_alike() {
    check(&of_10_1_5("modern/client-wire.jsonl.gz", "10.1.5-client-wire")).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_users_of_modern_hosts_meet_is_answered_alike() {
    check(&of_10_1_5("modern/public-modern.jsonl.gz", "10.1.5-public")).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn values_of_every_type_are_answered_alike_by_a_modern_host() {
    check(&of_10_1_5("modern/echo-types-http.jsonl.gz", "10.1.5-echo-types")).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn requests_to_endpoints_are_answered_alike() {
    check(&with_endpoints("modern/http-endpoints.jsonl.gz", "10.1.5-http-endpoints")).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_traffic_of_clients_to_endpoints_is_answered_alike() {
    check(&with_endpoints("modern/client-wire-endpoints.jsonl.gz", "10.1.5-client-wire-endpoints"))
        .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn sessions_of_a_modern_host_are_answered_alike() {
    check(&of_accounts("modern/auth-sessions.jsonl.gz", "10.1.5-auth-sessions")).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn lock_out_of_a_modern_host_is_answered_alike() {
    check(&of_accounts("modern/auth-lock-out.jsonl.gz", "10.1.5-auth-lock-out")).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn keys_that_sign_in_are_answered_alike() {
    check(&of_accounts("modern/auth-api-keys.jsonl.gz", "10.1.5-auth-api-keys")).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn keys_of_the_feature_are_answered_alike() {
    const FILE: &str = "modern/auth-api-keys-feature.jsonl.gz";
    check(&of_accounts(FILE, "10.1.5-auth-api-keys-feature")).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn identity_is_answered_alike() {
    const FILE: &str = "modern/identity.jsonl.gz";
    let hosts = Recorded::Identity;
    check(&Recording { hosts, ..of_accounts(FILE, "10.1.5-identity") }).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn tokens_are_answered_alike() {
    check(&of_accounts("modern/auth-jwt.jsonl.gz", "10.1.5-auth-jwt")).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn hosts_with_other_settings_are_answered_alike() {
    check(&of_variants("settings.jsonl.gz", "5.9.1-settings", Profile::Classic)).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn modern_hosts_with_other_settings_are_answered_alike() {
    check(&of_variants("modern/settings.jsonl.gz", "10.1.5-settings", Profile::Modern)).await;
}

#[expect(clippy::print_stdout, reason = "what is asked for is shown by the tests that call it")]
async fn check(recording: &Recording) {
    let given = std::env::var("HTTP_SESSIONS").ok();
    let topic = std::env::var("HTTP_SESSIONS_TOPIC").ok();
    let own = format!("fixtures/conformance/{}", recording.file);
    let mut cases = case::read(given.as_deref().unwrap_or(&own));
    cases.retain(|case| topic.as_deref().is_none_or(|topic| case.topic.starts_with(topic)));
    let (table, different) = replay(recording, cases).await;
    let shown = std::env::var("HTTP_SESSIONS_SHOW").ok().and_then(|count| count.parse().ok());
    different.iter().take(shown.unwrap_or_default()).for_each(|case| println!("{}", case.shown));
    println!("{table}");
    let expected = format!("fixtures/tests/{}-topics.tsv", recording.name);
    let exceptions = format!("fixtures/tests/{}-exceptions.tsv", recording.name);
    if given.is_some() {
        assert!(different.is_empty(), "{} cases differ", different.len());
    } else if std::env::var_os("HTTP_SESSIONS_TABLE").is_some() && topic.is_none() {
        table.write(&expected);
        let names = different.iter().map(|case| case.name.as_str());
        exceptions::unexpected(&exceptions, names).iter().for_each(|line| println!("{line}"));
    } else if topic.is_none() {
        let lost = table.lost_against(&Table::read(&expected));
        assert!(lost.is_empty(), "fewer the same than before:\n{}", lost.join("\n"));
        let names = different.iter().map(|case| case.name.as_str());
        let unexpected = exceptions::unexpected(&exceptions, names);
        assert!(unexpected.is_empty(), "{}", unexpected.join("\n"));
    }
}

/// A case that is not answered as recorded.
struct Different {
    /// Topic, host and first request.
    name: String,
    /// All that is different, for people.
    shown: String,
}

/// Hosts by their names in a recording.
type Addresses = Arc<Vec<(String, SocketAddr)>>;

impl Recorded {
    /// Starts the hosts that these cases name.
    fn start(self, cases: &[Case]) -> Vec<(String, Running)> {
        match self {
            Self::Lettered(edition) => vec![
                ("A".to_owned(), started_as(edition(), true, false)),
                ("B".to_owned(), started_as(edition(), false, false)),
            ],
            Self::Accounts => ACCOUNTS
                .map(|(name, ..)| (name.to_owned(), started_account(name)))
                .into_iter()
                .collect(),
            Self::Variants(profile) => {
                let names: BTreeSet<&str> = cases.iter().map(|case| case.host.as_str()).collect();
                names.into_iter().map(|name| (name.to_owned(), variant(name, profile))).collect()
            }
            Self::Identity => {
                IDENTITY.map(|name| (name.to_owned(), started_identity(name))).into_iter().collect()
            }
        }
    }
}

/// The host of a variant, in strict mode, at the time of the recordings.
fn variant(name: &str, profile: Profile) -> Running {
    let builder = variants::builder(name, profile, true).expect("the variant is in the list");
    builder.clock(Clock::frozen_at(recorded_at())).start().expect("a port is free")
}

/// Replays all cases: how many are the same, and what is different in the others.
async fn replay(recording: &Recording, cases: Vec<Case>) -> (Table, Vec<Different>) {
    let hosts = recording.hosts.start(&cases);
    let address = |(name, host): &(String, Running)| (name.clone(), host.address());
    let addresses: Addresses = Arc::new(hosts.iter().map(address).collect());
    let cases = Arc::new(cases);
    // A user of Identity has one refresh token, and cases of one user change its roles.
    let at_once = if matches!(recording.hosts, Recorded::Identity) { 1 } else { AT_ONCE };
    let parts = (0..at_once).map(|first| {
        tokio::spawn(replay_some(cases.clone(), (first, at_once, *recording), addresses.clone()))
    });
    let (mut table, mut different) = (Table::default(), Vec::new());
    for part in parts.collect::<Vec<_>>() {
        let (counted, found) = part.await.expect("no case panics");
        table.add(counted);
        different.extend(found);
    }
    futures_util::future::join_all(hosts.into_iter().map(|(_, host)| host.stop())).await;
    (table, different)
}

/// Every case whose place is `first` further than a multiple of `at_once`.
async fn replay_some(
    cases: Arc<Vec<Case>>,
    (first, at_once, recording): (usize, usize, Recording),
    addresses: Addresses,
) -> (Table, Vec<Different>) {
    let (mut table, mut different) = (Table::default(), Vec::new());
    for case in cases.iter().skip(first).step_by(at_once) {
        let name = match case.host.as_str() {
            "C" => "A",
            "D" => "B",
            name => name,
        };
        let Some((_, address)) = addresses.iter().find(|(known, _)| *known == name) else {
            continue;
        };
        let (found, spelt) = replay_case(case, recording, *address).await;
        table.note(Place::Topic(&case.topic), found.is_none());
        table.note(Place::Spelling, spelt);
        let shown = found.map(|(step, found)| case.shown(step, &found));
        different.extend(shown.map(|shown| Different { name: case.name(), shown }));
    }
    (table, different)
}

/// The first step that differs, and whether header names are spelt as recorded.
async fn replay_case(
    case: &Case,
    Recording { names, hosts, .. }: Recording,
    address: SocketAddr,
) -> (Option<(usize, Vec<Difference>)>, bool) {
    let mut placeholders = Placeholders::new(address);
    placeholders.hides_accounts = matches!(hosts, Recorded::Accounts);
    placeholders.hides_identity = matches!(hosts, Recorded::Identity);
    let mut spelt = true;
    for (place, step) in case.steps.iter().enumerate() {
        placeholders.tokens.begin(&step.request.texts());
        let answer = exchange(address, &step.request.on_the_wire(&placeholders)).await;
        let answer = placeholders.put_into(answer);
        let mut found = differences(step, &answer);
        found.extend(other_tokens(step, placeholders.tokens.new_ones()));
        let other_names = misspelt(step, &answer);
        spelt &= other_names.is_none();
        found.extend(other_names.filter(|_| names || case.topic == SPELLING));
        found.extend(disordered(step, &answer).filter(|_| names));
        if !found.is_empty() {
            return (Some((place, found)), spelt);
        }
    }
    (None, spelt)
}

/// Whether the host at this address answers a case of 10.1.5 otherwise than recorded; the letters
/// and the order of header names do not count.
pub async fn is_different(case: &Case, address: SocketAddr) -> bool {
    let recording = Recording { names: false, ..of_10_1_5("", "") };
    replay_case(case, recording, address).await.0.is_some()
}
