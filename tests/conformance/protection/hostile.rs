//! Credentials that are too long, or signed and odd: refused or taken, and the host goes on.

use serde_json::{Value, json};

use super::hosted::{ENDPOINTS, Hosted};
use super::signed::{Signing, now, signed_as};
use super::ways::{Call, Way};

/// The status of the operation that asks for anybody; none where the host hung up.
async fn status(host: &Hosted, call: &Call) -> Option<u16> {
    let answer = host.send("POST", "/secured", call, "{}").await;
    answer.status.split(' ').nth(1).and_then(|code| code.parse().ok())
}

fn hosts() -> [Hosted; 4] {
    [
        Hosted::accounts("jwtn", "", &[Way::BearerToken]),
        Hosted::accounts("apikey", "", &[Way::BearerKey]),
        Hosted::accounts("jwtn with endpoints", ENDPOINTS, &[Way::BearerToken]),
        Hosted::identity("jwt", &[Way::BearerToken]),
    ]
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_too_long_is_refused_and_the_host_goes_on() {
    let ways = [
        Way::SessionCookie,
        Way::SessionHeader,
        Way::Basic,
        Way::KeyAsName,
        Way::BearerToken,
        Way::KeyHeader,
        Way::TokenCookie,
        Way::TokenInQuery,
        Way::TokenInForm,
        Way::RefreshCookie,
        Way::ApplicationCookie,
    ];
    for host in hosts() {
        let user = &host.users[2];
        let known = host.ways[0];
        let good = host.good(known, user).await;
        for way in ways {
            for length in [9_000, 40_000, 1_000_000] {
                for long in ["x".repeat(length), format!("{good}{}", "x".repeat(length))] {
                    let status = status(&host, &way.call(&long)).await;
                    let refused = status.is_none_or(|status| (300..600).contains(&status));
                    assert!(refused, "{} {way:?} {length}: {status:?}", host.name);
                }
            }
        }
        assert_eq!(status(&host, &known.call(&good)).await, Some(200), "{}", host.name);
        let long = json!({ "refreshToken": "x.".repeat(500_000) }).to_string();
        let asked = host.send("POST", "/access-token", &Call::default(), &long).await;
        assert!(!asked.status.contains(" 200 "), "{}: {}", host.name, asked.status);
        let name = json!({ "userName": "x".repeat(500_000), "password": "x".repeat(500_000) });
        let (name, none) = (name.to_string(), Call::default());
        let asked = host.send("POST", "/auth/credentials", &none, &name).await;
        assert!(!asked.status.contains(" 200 "), "{}: {}", host.name, asked.status);
    }
}

/// Claims that no host issues, signed with the right secret, and whether they let somebody in.
fn odd_claims(signing: &Signing, claims: &Value) -> Vec<(&'static str, String, bool)> {
    let with = |name: &str, value: Value| {
        let mut claims = claims.clone();
        claims[name] = value;
        claims.to_string()
    };
    let deep = |depth: usize| "[".repeat(depth) + &"]".repeat(depth);
    let inner = claims.to_string();
    let inner = inner.strip_prefix('{').expect("an object").to_owned();
    let odd = vec![
        ("an end that is a text", with("exp", "never".into()), false),
        ("an end long ago", with("exp", (-1_000_000_000_000_i64).into()), false),
        ("a beginning that is far", with("nbf", 1e300.into()), false),
        ("nested deep", format!("{{\"x\":{},{inner}", deep(100_000)), false),
        ("no object", "[]".to_owned(), false),
        ("nothing", String::new(), false),
        ("no JSON", "{".to_owned(), false),
        ("a text that is no Unicode", format!("{{\"sub\":\"\\ud800\",{inner}"), false),
    ];
    odd.into_iter().map(|(name, text, may)| (name, signed_as(signing, &text), may)).collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn signed_claims_that_cannot_be_read_let_nobody_in() {
    for host in hosts().into_iter().filter(|host| host.ways[0].takes_token()) {
        let user = &host.users[2];
        let mut claims = (host.signing.claims)(user);
        claims["exp"] = (now() + 3600).into();
        let good = signed_as(&host.signing, &claims.to_string());
        let control = status(&host, &Way::BearerToken.call(&good)).await;
        assert_eq!(control, Some(200), "{}: the control", host.name);
        for (name, token, may) in odd_claims(&host.signing, &claims) {
            for way in [Way::BearerToken, Way::TokenCookie, Way::RefreshCookie] {
                let status = status(&host, &way.call(&token)).await;
                let is_in = status == Some(200);
                assert_eq!(is_in, may, "{} {way:?} {name}: {status:?}", host.name);
            }
        }
    }
}
