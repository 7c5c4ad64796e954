//! No way in: every protection of the recorded hosts × every way of signing in × every fault. The
//! faults take turns at the addresses of an operation, so that each address meets some of each way.
//! Each way has its positive control at every operation: the same without the fault.

mod attributes;
mod audience;
mod carried;
mod contracts;
mod faults;
mod hosted;
mod hostile;
mod keys;
mod locked;
mod login;
mod protected;
mod replayed;
mod signed;
mod targets;
mod twice;
mod ways;

use std::collections::{BTreeMap, BTreeSet};

use faults::faults;
use hosted::{CLASSIC, ENDPOINTS, Hosted, KEYS_OF_ALL};
use targets::At;
use ways::{Call, WAYS, Way};

const BY_NAME: &[Way] = BY_KEY.split_at(4).0;
const BY_KEY: &[Way] = &[
    Way::SessionCookie,
    Way::PermanentCookie,
    Way::SessionHeader,
    Way::Basic,
    Way::KeyAsName,
    Way::BearerKey,
    Way::KeyInQuery,
    Way::KeyInForm,
];
/// With tokens in cookies no session is kept.
const BY_COOKIE: &[Way] = &[Way::Basic, Way::BearerToken, Way::TokenCookie, Way::RefreshCookie];
const BY_TOKEN: &[Way] = &[
    Way::SessionCookie,
    Way::PermanentCookie,
    Way::SessionHeader,
    Way::Basic,
    Way::BearerToken,
    Way::TokenCookie,
    Way::TokenInQuery,
    Way::TokenInForm,
    Way::RefreshCookie,
];
/// 5.9.1 has neither refresh tokens nor anything in parameters.
const OLDER_BY_TOKEN: &[Way] = BY_TOKEN.split_at(6).0;
const OLDER_BY_KEY: &[Way] = BY_KEY.split_at(6).0;
const BY_APPLICATION: &[Way] = &[Way::ApplicationCookie];
const BY_IDENTITY_TOKEN: &[Way] =
    &[Way::ApplicationCookie, Way::BearerToken, Way::TokenCookie, Way::RefreshCookie];
const BY_APPLICATION_AND_BASIC: &[Way] = &[Way::ApplicationCookie, Way::Basic];

/// What came of a walk at one host.
#[derive(Default)]
struct Walked {
    /// Who was let in, by way and operation.
    controls: BTreeMap<(Way, &'static str), usize>,
    tried: usize,
    open: Vec<String>,
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_fault_of_no_way_opens_what_is_protected() {
    walk(vec![
        Hosted::accounts("auth", "", BY_NAME),
        Hosted::accounts("apikey", KEYS_OF_ALL, BY_KEY),
        Hosted::accounts("jwt", "", BY_COOKIE),
        Hosted::accounts("jwtn", "", BY_TOKEN),
    ])
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn endpoint_routing_opens_nothing() {
    let with_keys = format!("{ENDPOINTS}{KEYS_OF_ALL}");
    walk(vec![
        Hosted::accounts("auth with endpoints", ENDPOINTS, BY_NAME),
        Hosted::accounts("apikey with endpoints", &with_keys, BY_KEY),
        Hosted::accounts("jwt with endpoints", ENDPOINTS, BY_COOKIE),
        Hosted::accounts("jwtn with endpoints", ENDPOINTS, BY_TOKEN),
    ])
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn hosts_of_5_9_1_are_as_closed() {
    let (keys, tokens) =
        (format!("{CLASSIC}{KEYS_OF_ALL}"), format!("{CLASSIC}[jwt]\ncookies = false"));
    walk(vec![
        Hosted::accounts("apikey of 5.9.1", &keys, OLDER_BY_KEY),
        Hosted::accounts("jwtn of 5.9.1", &tokens, OLDER_BY_TOKEN),
    ])
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn hosts_with_identity_are_as_closed() {
    let tokens = "[identity]\nenabled = true\nbasic = true\n\
                  [jwt]\nissuer = 'ident-issuer'\naudience = 'ident-audience'\n\
                  secret = '0123456789abcdef0123456789abcdef0123456789abcdef'";
    let all = &[
        Way::ApplicationCookie,
        Way::Basic,
        Way::BearerToken,
        Way::TokenCookie,
        Way::RefreshCookie,
    ];
    walk(vec![
        Hosted::identity("cookies", BY_APPLICATION),
        Hosted::identity("jwt", BY_IDENTITY_TOKEN),
        Hosted::identity("redirects", BY_APPLICATION),
        Hosted::identity("basic", BY_APPLICATION_AND_BASIC),
        Hosted::identity_of_accounts("auth with Identity", tokens, all),
    ])
    .await;
}

/// ServiceStack's own providers are none of ASP.NET Core's: in strict mode every endpoint that asks
/// for one fails, whoever calls. What is open is answered.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn strict_endpoints_without_a_scheme_let_nobody_in() {
    let host = Hosted::accounts("auth with endpoints", "endpoints = true", &[]);
    let boss = &host.users[1];
    for way in [Way::SessionCookie, Way::Basic, Way::SessionHeader] {
        let call = way.call(&host.good(way, boss).await);
        for operation in host.operations {
            let statuses = host.statuses(operation, &call, At::All).await;
            assert!(statuses.are_right(false), "{way:?} {}: {statuses:?}", operation.name);
        }
        let open = host.send("POST", "/open", &call, "{}").await;
        assert!(open.status.contains(" 200 "), "{}", open.status);
    }
}

/// Walks through hosts at once.
async fn walk(hosts: Vec<Hosted>) {
    let walks = hosts.into_iter().map(|host| tokio::spawn(async move { walked(&host).await }));
    let walked = futures_util::future::join_all(walks).await;
    let walked: Vec<Walked> = walked.into_iter().map(|walked| walked.expect("no panic")).collect();
    let open: Vec<&str> =
        walked.iter().flat_map(|walked| &walked.open).map(String::as_str).collect();
    assert!(open.is_empty(), "{} are not as they should be:\n{}", open.len(), open.join("\n"));
    for walked in &walked {
        assert!(walked.tried > 1_500, "{} faults were tried", walked.tried);
    }
}

async fn walked(host: &Hosted) -> Walked {
    let mut walked = Walked::default();
    for operation in host.operations {
        let statuses = host.statuses(operation, &Call::default(), At::All).await;
        if !statuses.are_right(false) {
            walked.open.push(format!("{} nobody {}: {statuses:?}", host.name, operation.name));
        }
    }
    for way in WAYS {
        good_ones(host, way, &mut walked).await;
        bad_ones(host, way, &mut walked).await;
    }
    walked
}

/// Good credentials open what they should, where the host knows the way: of each operation that it
/// leads to, somebody is let in.
async fn good_ones(host: &Hosted, way: Way, walked: &mut Walked) {
    for (place, user) in host.users.iter().enumerate() {
        let call = way.call(&host.good(way, user).await);
        for operation in host.operations {
            let known = host.knows(way, operation);
            let may = known && host.may(user, way, operation);
            let every_address = known && place + 1 == host.users.len();
            let at = if every_address { At::All } else { At::First(3) };
            let statuses = host.statuses(operation, &call, at).await;
            if !statuses.are_right(may) {
                let (host, user, name) = (host.name, user.name, operation.name);
                walked.open.push(format!("{host} {way:?} {user} {name}: {statuses:?}"));
            }
            *walked.controls.entry((way, operation.name)).or_default() += statuses.let_in();
        }
    }
    for operation in host.operations {
        if host.knows(way, operation) && walked.controls[&(way, operation.name)] == 0 {
            let (host, name) = (host.name, operation.name);
            walked.open.push(format!("{host} {way:?} {name}: nobody is let in"));
        }
    }
}

/// Faults open nothing, whether or not the host knows the way, at any address.
async fn bad_ones(host: &Hosted, way: Way, walked: &mut Walked) {
    let user = &host.users[1];
    let good = host.good(way, user).await;
    let faults = faults(host, way, user, &good);
    for operation in host.operations {
        let mut asked = BTreeSet::new();
        for (turn, (fault, secret)) in faults.iter().enumerate() {
            let call = way.call(secret);
            let statuses = host.statuses(operation, &call, At::Turn(turn)).await;
            walked.tried += statuses.0.len();
            if !statuses.are_right(false) {
                let (host, name) = (host.name, operation.name);
                walked.open.push(format!("{host} {way:?} {fault} {name}: {statuses:?}"));
            }
            asked.extend(statuses.0.into_iter().map(|(address, ..)| address));
        }
        for target in host.targets(operation, &way.call(&good)) {
            if !asked.contains(&target.address()) {
                let (host, name, address) = (host.name, operation.name, target.address());
                walked.open.push(format!("{host} {way:?} {name}: no fault at {address}"));
            }
        }
    }
}
