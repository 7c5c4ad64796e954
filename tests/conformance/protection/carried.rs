//! Tokens and keys in the member `BearerToken` of a request that implements `IHasBearerToken`.

use serde_json::{Value, json};

use super::contracts::named;
use super::hosted::{ADMIN_KEY, CLASSIC, Hosted};
use super::ways::{Call, Way};

/// Gives operations the member, and where they are said to implement it, the interface.
fn give_member(operations: &mut [Value], names: &[&str], implements: bool) {
    for name in names {
        let request = &mut named(operations, name)["request"];
        let member = json!({ "name": "BearerToken", "type": "String", "namespace": "System" });
        request["properties"] = json!([member]);
        if implements {
            let interface = json!({ "name": "IHasBearerToken", "namespace": "ServiceStack" });
            request["implements"] = json!([interface]);
        }
    }
}

fn with_member(name: &'static str, over: &str, ways: &'static [Way]) -> Hosted {
    Hosted::changed(name, over, ways, |operations| {
        give_member(operations, &["Secured", "VKey"], true)
    })
}

fn body(token: &str) -> String {
    json!({ "bearerToken": token }).to_string()
}

async fn is_let_in(host: &Hosted, (verb, path): (&str, &str), call: &Call, body: &str) -> bool {
    host.send(verb, path, call, body).await.status.contains(" 200 ")
}

const POSTED: (&str, &str) = ("POST", "/secured");

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_a_member_carries_wins_over_the_header() {
    let tokens_of_5_9_1 = format!("{CLASSIC}[jwt]\ncookies = false");
    for host in [
        with_member("jwt", "", &[Way::BearerToken]),
        with_member("jwtn", "", &[Way::BearerToken]),
        with_member("jwtn of 5.9.1", &tokens_of_5_9_1, &[Way::BearerToken]),
        with_member("apikey", "", &[Way::BearerKey]),
        with_member("apikey of 5.9.1", CLASSIC, &[Way::BearerKey]),
    ] {
        let (way, none) = (host.ways[0], Call::default());
        let good = host.good(way, &host.users[2]).await;
        let bad = format!("{good}x");
        let (header, bad_header) = (way.call(&good), way.call(&bad));
        let name = host.name;
        assert!(is_let_in(&host, POSTED, &none, &body(&good)).await, "{name}");
        let asked = format!("/secured?BearerToken={good}");
        assert!(is_let_in(&host, ("GET", &asked), &none, "").await, "{name}: in the address");
        assert!(!is_let_in(&host, POSTED, &none, &body(&bad)).await, "{name}: a bad one");
        assert!(is_let_in(&host, POSTED, &bad_header, &body(&good)).await, "{name}: bad header");
        assert!(!is_let_in(&host, POSTED, &header, &body(&bad)).await, "{name}: good header");
        assert!(is_let_in(&host, POSTED, &header, "{}").await, "{name}: the header alone");
        let (batch, several) = (("POST", "/json/reply/Secured[]"), format!("[{}]", body(&good)));
        assert!(is_let_in(&host, batch, &header, &several).await, "{name}: a batch by header");
        assert!(!is_let_in(&host, batch, &none, &several).await, "{name}: a batch");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_key_that_is_asked_for_may_be_in_the_member() {
    let host = with_member("apikey", "", &[]);
    let (asked, none) = (("POST", "/v-key"), Call::default());
    let good = host.good(Way::BearerKey, &host.users[2]).await;
    assert!(is_let_in(&host, asked, &none, &body(&good)).await);
    assert!(!is_let_in(&host, asked, &none, &body("another")).await);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_member_without_the_interface_carries_nothing() {
    for name in ["jwtn", "apikey"] {
        let host = Hosted::changed(name, "", &[], |all| give_member(all, &["Secured"], false));
        let way = if name == "jwtn" { Way::BearerToken } else { Way::BearerKey };
        let good = host.good(way, &host.users[2]).await;
        assert!(!is_let_in(&host, POSTED, &Call::default(), &body(&good)).await, "{name}");
        assert!(is_let_in(&host, POSTED, &way.call(&good), &body("x")).await, "{name}: the header");
    }
}

/// ASP.NET Core looks for tokens before ServiceStack reads the request; keys are ServiceStack's.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn with_identity_a_member_carries_keys_alone() {
    let names = ["Secured", "ApiKeyOnly"];
    let host = Hosted::identity_changed(&[], |all| give_member(all, &names, true));
    let (good, none) = (host.good(Way::BearerToken, &host.users[2]).await, Call::default());
    assert!(!is_let_in(&host, POSTED, &none, &body(&good)).await);
    assert!(is_let_in(&host, POSTED, &Way::BearerToken.call(&good), "{}").await);
    let asked = ("POST", "/api-key-only");
    assert!(is_let_in(&host, asked, &none, &body(ADMIN_KEY)).await);
    assert!(!is_let_in(&host, asked, &none, "{}").await);
}
