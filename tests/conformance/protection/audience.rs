//! Tokens that name another audience than the one of `[jwt]`.

use serde_json::{Value, json};

use super::hosted::{CLASSIC, Hosted};
use super::signed::{SERVICE_STACK, now, signed_as};
use super::targets::At;
use super::ways::{Call, Way};

const SHOP: &str = "[jwt]\naudience = 'shop'";

/// The token of the third user with this `aud`.
fn token(host: &Hosted, aud: Option<Value>) -> String {
    let mut claims = (SERVICE_STACK.claims)(&host.users[2]);
    claims["exp"] = (now() + 3600).into();
    if let Some(aud) = aud {
        claims["aud"] = aud;
    }
    signed_as(&host.signing, &claims.to_string())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_token_for_another_audience_opens_nothing() {
    let classic = format!("{CLASSIC}{SHOP}");
    let ways = &[Way::BearerToken, Way::TokenCookie];
    for host in [
        Hosted::accounts("jwtn with an audience", SHOP, ways),
        Hosted::accounts("jwtn of 5.9.1 with an audience", &classic, ways),
    ] {
        let audiences = [
            (None, true),
            (Some(json!("shop")), true),
            (Some(json!(["other", "shop"])), true),
            (Some(json!("other")), false),
            (Some(json!("Shop")), false),
            (Some(json!(["other", "x"])), false),
            (Some(json!([])), false),
            (Some(json!(7)), false),
        ];
        for (aud, may) in audiences {
            let token = token(&host, aud.clone());
            for way in host.ways {
                for operation in host.operations.iter().filter(|one| one.name == "Secured") {
                    let statuses = host.statuses(operation, &way.call(&token), At::All).await;
                    assert!(statuses.are_right(may), "{} {way:?} {aud:?}: {statuses:?}", host.name);
                }
            }
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn such_a_token_is_refused_as_an_expired_one_is() {
    let host = Hosted::accounts("jwtn with an audience", SHOP, &[]);
    let token = token(&host, Some(json!("other")));
    let call = Way::BearerToken.call(&token);
    let secured = host.send("POST", "/secured", &call, "{}").await;
    assert!(secured.status.contains(" 401 "), "{}", secured.status);
    let body = String::from_utf8_lossy(&secured.body).to_lowercase();
    assert!(body.contains("\"errorcode\":\"tokenexception\""), "{body}");
    assert!(body.contains("\"message\":\"invalid audience: other\""), "{body}");
    let open = host.send("POST", "/v-auth", &call, "{}").await;
    assert!(open.status.contains(" 401 "), "{}", open.status);
    let refreshed = json!({ "refreshToken": token }).to_string();
    let refreshed = host.send("POST", "/access-token", &Call::default(), &refreshed).await;
    assert!(refreshed.status.contains(" 401 "), "{}", refreshed.status);
}
