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
mod documents;
mod exceptions;
mod placeholders;
mod streams;
mod table;
mod tokens;

use std::collections::BTreeSet;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use case::{Call, Case, Step};
use comparison::{Difference, differences, disordered, misspelt, other_events, other_tokens};
use placeholders::{Hides, Placeholders};
use servicestack_emulator::Running;
use servicestack_emulator::config::Layer;
use servicestack_emulator::host::{Edition, Profile};
use servicestack_emulator::lab::Clock;
use streams::Streams;
use table::{Place, Table};

use crate::connection::{Message, exchange};
use crate::hosts::{
    ACCOUNTS, IDENTITY, recorded_at, started_account, started_as, started_feature, started_folder,
    started_identity,
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
    /// Those that show one feature each, by their names; with endpoint routing or without.
    Features(Mode),
    /// The same without endpoint routing, by settings and stubs alone: `fixtures/hosts/{name}`.
    Files,
}

/// How a host that was recorded in two ways is served.
#[derive(Clone, Copy)]
enum Mode {
    /// Without endpoint routing.
    Classic,
    /// With it.
    Endpoints,
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

/// What hosts that show one feature each answered.
const fn of_features(file: &'static str, name: &'static str, mode: Mode) -> Recording {
    Recording { file, name, hosts: Recorded::Features(mode), names: false }
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

/// Both ways of serving the recorded hosts of one feature.
macro_rules! features {
    ($($name:ident: $file:literal $recording:literal,)+) => {$(
        mod $name {
            use super::{Mode, check, of_features};

            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn classic() {
                check(&of_features($file, concat!("10.1.5-", $recording), Mode::Classic)).await;
            }

            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn endpoints() {
                const NAME: &str = concat!("10.1.5-", $recording, "-endpoints");
                check(&of_features($file, NAME, Mode::Endpoints)).await;
            }
        }
    )+};
}
features! {
    attributes_are_checked_alike: "modern/validation-attributes.jsonl" "validation-attributes",
    rules_are_checked_alike: "modern/validation-rules.jsonl" "validation-rules",
    errors_are_answered_alike: "modern/errors.jsonl" "errors",
    queries_are_answered_alike: "modern/autoquery.jsonl" "autoquery",
    changes_are_answered_alike: "modern/autocrud.jsonl" "autocrud",
    events_are_sent_alike: "modern/server-events.jsonl" "server-events",
    answers_are_kept_alike: "modern/caching.jsonl" "caching",
    other_origins_are_answered_alike: "modern/cors.jsonl" "cors",
    parts_and_streams_are_answered_alike: "modern/downloads.jsonl" "downloads",
    files_are_taken_alike: "modern/files.jsonl" "files",
    requests_are_cancelled_and_shown_alike: "modern/requests.jsonl" "requests",
}

/// Hosts of settings and stubs alone: what users of an imported host write.
macro_rules! folders {
    ($($name:ident: $file:literal $recording:literal,)+) => {$(
        #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
        async fn $name() {
            let (name, hosts) = (concat!("10.1.5-", $recording, "-by-stubs"), Recorded::Files);
            check(&Recording { hosts, ..of_features($file, name, Mode::Classic) }).await;
        }
    )+};
}
folders! {
    stubs_keep_answers_alike: "modern/caching.jsonl" "caching",
    stubs_send_parts_alike: "modern/downloads.jsonl" "downloads",
    settings_take_files_alike: "modern/files.jsonl" "files",
    settings_cancel_and_show_requests_alike: "modern/requests.jsonl" "requests",
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
    cases.retain(|case| recording.hosts.answered(case));
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
                let started = |name: &str| (name.to_owned(), variant(name, profile));
                names(cases).into_iter().map(started).collect()
            }
            Self::Identity => {
                IDENTITY.map(|name| (name.to_owned(), started_identity(name))).into_iter().collect()
            }
            Self::Files => {
                let started =
                    |name: &str| (name.to_owned(), started_folder(name, None, Layer::default()));
                names(cases).into_iter().map(started).collect()
            }
            Self::Features(mode) => {
                let endpoints = matches!(mode, Mode::Endpoints);
                let started = |name: &str| (name.to_owned(), started_feature(name, endpoints));
                names(cases).into_iter().map(started).collect()
            }
        }
    }

    /// Whether hosts of this kind answered a case as it stands there.
    fn answered(self, case: &Case) -> bool {
        let mode = match self {
            Self::Features(Mode::Endpoints) => "endpoints",
            Self::Features(Mode::Classic) | Self::Files => "classic",
            _ => return true,
        };
        case.modes.iter().flatten().any(|known| known == mode)
    }

    /// What differs from run to run.
    fn hides(self) -> Hides {
        match self {
            Self::Lettered(_) | Self::Variants(_) => Hides::Nothing,
            Self::Accounts => Hides::Accounts,
            Self::Identity => Hides::Identity,
            Self::Features(_) | Self::Files => Hides::Features,
        }
    }
}

/// The hosts of these cases.
fn names(cases: &[Case]) -> BTreeSet<&str> {
    cases.iter().map(|case| case.host.as_str()).collect()
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
    // A user of Identity has one refresh token, and cases of one user change its roles. Hosts of one
    // feature have rows, files and subscribers.
    let at_once = match recording.hosts {
        Recorded::Identity | Recorded::Features(_) | Recorded::Files => 1,
        _ => AT_ONCE,
    };
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
    let mut client = Client {
        address,
        placeholders: Placeholders::new(address, hosts.hides()),
        streams: Streams::default(),
    };
    let outcome = client.perform(case, names).await;
    if client.streams.close_all() {
        nobody_listens(address).await;
    }
    outcome
}

/// The server notices a closed connection soon; the next case may count all subscribers.
async fn nobody_listens(address: SocketAddr) {
    let request = format!(
        "GET /event-subscribers HTTP/1.1\r\nHost: {address}\r\nAccept: application/json\r\n\
         Connection: close\r\n\r\n"
    );
    for _ in 0..500 {
        if exchange(address, request.as_bytes()).await.body == b"[]" {
            return;
        }
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    panic!("a subscriber outlives its connection");
}

/// The client of one case.
struct Client {
    address: SocketAddr,
    placeholders: Placeholders,
    streams: Streams,
}

impl Client {
    /// The first step that differs, and whether header names are spelt as recorded.
    async fn perform(
        &mut self,
        case: &Case,
        names: bool,
    ) -> (Option<(usize, Vec<Difference>)>, bool) {
        let mut spelt = true;
        for (place, step) in case.steps.iter().enumerate() {
            let (mut found, answered) = self.differences(step).await;
            if let Some((call, answer)) = answered {
                let other_names = misspelt(call, &answer);
                spelt &= other_names.is_none();
                found.extend(other_names.filter(|_| names || case.topic == SPELLING));
                found.extend(disordered(call, &answer).filter(|_| names));
            }
            if !found.is_empty() {
                return (Some((place, found)), spelt);
            }
        }
        (None, spelt)
    }

    /// What is not as recorded, and the answer if the step has one.
    async fn differences<'a>(
        &mut self,
        step: &'a Step,
    ) -> (Vec<Difference>, Option<(&'a Call, Message)>) {
        match step {
            Step::Stream { stream, call } => {
                let request = call.request.of_a_stream(&self.placeholders);
                let answer = self.streams.open(stream, self.address, &request).await;
                self.compared(call, answer)
            }
            Step::Call(call) => {
                self.placeholders.tokens.begin(&call.request.texts());
                let request = call.request.on_the_wire(&self.placeholders);
                let answer = exchange(self.address, &request).await;
                self.compared(call, answer)
            }
            Step::Read { read, events } => {
                let expected = events.iter().filter(|event| *event != "(end of stream)").count();
                let came = self.streams.read(read, expected).await;
                let came: Vec<String> =
                    came.iter().map(|event| self.placeholders.event(event)).collect();
                (other_events(events, &came).into_iter().collect(), None)
            }
            Step::Close { close } => {
                self.streams.close(close).await;
                (Vec::new(), None)
            }
        }
    }

    fn compared<'a>(
        &mut self,
        call: &'a Call,
        answer: Message,
    ) -> (Vec<Difference>, Option<(&'a Call, Message)>) {
        let answer = self.placeholders.put_into(answer);
        let mut found = differences(call, &answer);
        found.extend(other_tokens(call, self.placeholders.tokens.new_ones()));
        (found, Some((call, answer)))
    }
}
