//! What was good once and is no more opens nothing when it is sent again.

use serde_json::json;

use super::hosted::Hosted;
use super::targets::At;
use super::ways::{Call, Way};

/// The status of the operation that asks for anybody.
async fn secured(host: &Hosted, way: Way, secret: &str) -> u16 {
    let statuses = host.statuses(&host.operations[0], &way.call(secret), At::First(1)).await;
    statuses.0[0].1
}

/// Signs out with what a call carries.
async fn sign_out(host: &Hosted, call: &Call) {
    let answer = host.send("POST", "/auth/logout", call, "{}").await;
    assert!(answer.status.contains(" 200 "), "{}", answer.status);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_session_that_was_signed_out_is_nobodys() {
    let host = Hosted::accounts("auth", "", &[]);
    let user = &host.users[0];
    for way in [Way::SessionCookie, Way::PermanentCookie, Way::SessionHeader] {
        let id = host.good(way, user).await;
        let other = host.good(way, user).await;
        assert_eq!(secured(&host, way, &id).await, 200, "{way:?}");
        sign_out(&host, &way.call(&id)).await;
        assert_eq!(secured(&host, way, &id).await, 401, "{way:?} after signing out");
        assert_eq!(secured(&host, way, &other).await, 200, "{way:?}: another session stays");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_wrong_sign_in_ends_the_session_that_asked() {
    let host = Hosted::accounts("auth", "", &[]);
    let id = host.good(Way::SessionCookie, &host.users[0]).await;
    let wrong = json!({ "userName": "test", "password": "no" }).to_string();
    let call = Way::SessionCookie.call(&id);
    let answer = host.send("POST", "/auth/credentials", &call, &wrong).await;
    assert!(answer.status.contains(" 401 "), "{}", answer.status);
    assert_eq!(secured(&host, Way::SessionCookie, &id).await, 401);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_refresh_token_of_identity_is_good_until_the_next_one_or_the_sign_out() {
    let host = Hosted::identity("jwt", &[Way::RefreshCookie]);
    let user = &host.users[2];
    let first = host.good(Way::RefreshCookie, user).await;
    assert_eq!(secured(&host, Way::RefreshCookie, &first).await, 200);
    let second = host.good(Way::RefreshCookie, user).await;
    assert_eq!(secured(&host, Way::RefreshCookie, &first).await, 401, "another sign-in voids it");
    assert_eq!(secured(&host, Way::RefreshCookie, &second).await, 200);
    sign_out(&host, &Way::RefreshCookie.call(&second)).await;
    assert_eq!(secured(&host, Way::RefreshCookie, &second).await, 401, "so does signing out");
    let asked = host.send("POST", "/access-token", &Way::RefreshCookie.call(&second), "{}").await;
    assert!(asked.status.contains(" 404 "), "{}", asked.status);
}

/// Signing out takes the cookie of Identity from the browser; its value stays good (recorded).
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_identity_gives_those_who_may_not_sign_in_opens_nothing() {
    let host = Hosted::identity("cookies", &[Way::ApplicationCookie]);
    let good = host.good(Way::ApplicationCookie, &host.users[2]).await;
    sign_out(&host, &Way::ApplicationCookie.call(&good)).await;
    assert_eq!(secured(&host, Way::ApplicationCookie, &good).await, 200);
    for name in ["n@t.t", "l@t.t", "f@t.t"] {
        let body = json!({ "userName": name, "password": "p@55wOrd" }).to_string();
        let answer = host.send("POST", "/auth/credentials", &Call::default(), &body).await;
        assert!(answer.status.contains(" 401 "), "{name}: {}", answer.status);
        for cookie in crate::connection::values(&answer.headers, "set-cookie") {
            let value = cookie.split(['=', ';']).nth(1).unwrap_or_default();
            assert_eq!(secured(&host, Way::ApplicationCookie, value).await, 401, "{name}");
        }
    }
}
