//! What stands for a user without a password lets nobody in while the account is locked.

use serde_json::json;

use super::hosted::{CLASSIC, Hosted, LOCKS};
use super::signed::User;
use super::targets::At;
use super::ways::{Call, Way};
use crate::connection::Message;

/// Locks an account by wrong passwords.
async fn lock(host: &Hosted, user: &User) {
    for _ in 0..3 {
        let body = json!({ "userName": user.name, "password": "wrong" }).to_string();
        let answer = host.send("POST", "/auth/credentials", &Call::default(), &body).await;
        assert!(answer.status.contains(" 401 "), "{}", answer.status);
    }
}

fn is_let_in(answer: &Message) -> bool {
    answer.status.contains(" 200 ")
}

fn says_locked(answer: &Message) -> bool {
    answer.status.contains(" 401 ")
        && String::from_utf8_lossy(&answer.body).contains("This account has been locked")
}

/// Each of these ways opens what the user may call, and no more once the account is locked.
async fn opens_until_locked(host: &Hosted, user: &User, ways: &[Way]) {
    let mut calls = Vec::new();
    for way in ways {
        let good = host.good(*way, user).await;
        for operation in host.operations.iter().filter(|one| host.may(user, *way, one)) {
            let statuses = host.statuses(operation, &way.call(&good), At::First(1)).await;
            assert_eq!(statuses.let_in(), 1, "{} {way:?}: {statuses:?}", host.name);
        }
        calls.push((*way, good));
    }
    lock(host, user).await;
    for (way, good) in &calls {
        let answer = host.send("POST", "/secured", &way.call(good), "{}").await;
        let body = String::from_utf8_lossy(&answer.body);
        assert!(says_locked(&answer), "{} {way:?}: {} {body}", host.name, answer.status);
        for operation in host.operations {
            let statuses = host.statuses(operation, &way.call(good), At::All).await;
            assert!(statuses.are_right(false), "{} {way:?}: {statuses:?}", host.name);
        }
        if *way == Way::RefreshCookie {
            let body = json!({ "refreshToken": good }).to_string();
            let asked = host.send("POST", "/access-token", &Call::default(), &body).await;
            let text = String::from_utf8_lossy(&asked.body);
            assert!(says_locked(&asked), "{}: {} {text}", host.name, asked.status);
        }
    }
}

const KEYS: &[Way] = &[Way::BearerKey, Way::KeyAsName, Way::KeyInQuery];

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn refresh_tokens_open_no_locked_account() {
    for name in ["jwt that locks", "jwtn that locks"] {
        let host = Hosted::accounts(name, LOCKS, &[]);
        opens_until_locked(&host, &host.users[2], &[Way::RefreshCookie]).await;
        let others = Way::RefreshCookie.call(&host.good(Way::RefreshCookie, &host.users[1]).await);
        assert!(is_let_in(&host.send("POST", "/secured", &others, "{}").await), "another's");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn keys_open_no_locked_account() {
    let host = Hosted::accounts("apikey that locks", LOCKS, &[]);
    opens_until_locked(&host, &host.users[2], KEYS).await;
    let older = format!("{CLASSIC}{LOCKS}");
    let host = Hosted::accounts("apikey of 5.9.1 that locks", &older, &[]);
    opens_until_locked(&host, &host.users[2], &KEYS[..2]).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_account_that_is_locked_from_the_start_is_closed_to_keys_and_tokens() {
    let locked = "[[users]]\nname = 'mia'\nid = '3'\nroles = ['Manager']\nlocked = true\n\
                  password = 'mia'";
    let keys = Hosted::accounts("apikey with a lock", locked, &[]);
    let tokens = Hosted::accounts("jwtn with a lock", locked, &[]);
    for (host, way) in KEYS.iter().map(|way| (&keys, *way)).chain([(&tokens, Way::RefreshCookie)]) {
        let call = way.call(&host.good(way, &host.users[2]).await);
        let answer = host.send("POST", "/secured", &call, "{}").await;
        assert!(says_locked(&answer), "{} {way:?}: {}", host.name, answer.status);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn refresh_tokens_of_identity_open_no_locked_account() {
    let host = Hosted::identity_with("jwt", LOCKS, &[Way::RefreshCookie]);
    opens_until_locked(&host, &host.users[2], &[Way::RefreshCookie]).await;
}

/// What was given before stays good until it ends: sessions, access tokens, and the cookie of
/// Identity. No recorded host was asked; the emulator's own documents say so.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn sessions_and_tokens_outlive_a_lock_out() {
    let tokens = &[Way::BearerToken, Way::TokenCookie];
    let sessions = &[Way::SessionCookie, Way::PermanentCookie, Way::SessionHeader];
    let of_identity = &[Way::ApplicationCookie, Way::BearerToken, Way::TokenCookie];
    for host in [
        Hosted::accounts("auth that locks", LOCKS, sessions),
        Hosted::accounts("auth of 5.9.1 that locks", &format!("{CLASSIC}{LOCKS}"), sessions),
        Hosted::accounts("jwtn that locks", LOCKS, tokens),
        Hosted::identity_with("jwt", LOCKS, of_identity),
    ] {
        let user = &host.users[2];
        let mut calls = Vec::new();
        for way in host.ways {
            calls.push((way, way.call(&host.good(*way, user).await)));
        }
        lock(&host, user).await;
        for (way, call) in calls {
            for operation in host.operations.iter().filter(|one| host.may(user, *way, one)) {
                let statuses = host.statuses(operation, &call, At::First(1)).await;
                assert_eq!(statuses.let_in(), 1, "{} {way:?}: {statuses:?}", host.name);
            }
        }
        let password = format!("{}:{}", user.name, user.password);
        let again = host.send("POST", "/secured", &Way::Basic.call(&password), "{}").await;
        assert!(!is_let_in(&again), "{}: the account is locked", host.name);
    }
}
