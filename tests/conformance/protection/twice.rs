//! Two `Authorization` headers are one that no scheme reads: nobody is let in by either.

use super::hosted::{CLASSIC, Hosted};
use super::ways::{Call, Way};

/// The status of the operation that asks for anybody, to a call with these headers.
async fn secured(host: &Hosted, values: &[&str]) -> u16 {
    let headers = values.iter().map(|value| ("Authorization", (*value).to_owned())).collect();
    let call = Call { headers, ..Call::default() };
    let answer = host.send("POST", "/secured", &call, "{}").await;
    answer.status.split(' ').nth(1).and_then(|code| code.parse().ok()).expect("a status")
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_two_authorizations_neither_lets_anybody_in() {
    for host in [
        Hosted::accounts("auth", "", &[Way::Basic]),
        Hosted::accounts("auth of 5.9.1", CLASSIC, &[Way::Basic]),
        Hosted::accounts("apikey", "", &[Way::BearerKey]),
        Hosted::accounts("apikey of 5.9.1", CLASSIC, &[Way::BearerKey]),
        Hosted::accounts("jwtn", "", &[Way::BearerToken]),
        Hosted::identity("jwt", &[Way::BearerToken]),
        Hosted::identity("basic", &[Way::Basic]),
    ] {
        let way = host.ways[0];
        let good = way.call(&host.good(way, &host.users[2]).await);
        let good = good.headers[0].1.as_str();
        assert_eq!(secured(&host, &[good]).await, 200, "{}: one alone", host.name);
        for other in [good, "Basic bm9ib2R5Ong=", "Bearer nobody", "nobody"] {
            for pair in [[good, other], [other, good]] {
                let status = secured(&host, &pair).await;
                assert!(status >= 400, "{} {way:?}: {pair:?} is answered {status}", host.name);
            }
        }
    }
}

/// With a comma between them they are no base64, of which a host says so.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_passwords_cannot_be_read() {
    let host = Hosted::accounts("auth", "", &[]);
    let password = "Basic dGVzdDp0ZXN0";
    assert_eq!(secured(&host, &[password]).await, 200);
    assert_eq!(secured(&host, &[password, password]).await, 400);
}
