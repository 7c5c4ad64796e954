//! API keys, tokens, lock-out.

use chrono::Duration;
use reqwest::{Client, RequestBuilder};
use servicestack_emulator::auth::{ApiKey, Tokens, User};
use servicestack_emulator::lab::Clock;

use crate::support::apex::{Apex, demo};

fn list(apex: &Apex) -> RequestBuilder {
    Client::new()
        .get(format!("{}/Coupons/ByStatus", apex.base_url()))
        .header("Accept", "application/json")
}

async fn answer(request: RequestBuilder) -> (u16, String) {
    let answer = request.send().await.expect("an answer");
    (answer.status().as_u16(), answer.text().await.expect("text"))
}

async fn sign_in(apex: &Apex, password: &str) -> (u16, String) {
    let request = Client::new().post(format!("{}/auth/credentials", apex.base_url()));
    let request = request.header("Accept", "application/json");
    answer(request.json(&serde_json::json!({"UserName": "demo", "Password": password}))).await
}

#[tokio::test]
async fn an_api_key_is_a_bearer_token_or_a_basic_user_name() {
    let keys = vec![ApiKey {
        key: "ak-a-secret".to_owned(),
        user_id: Some("1".to_owned()),
        ..ApiKey::default()
    }];
    let apex = Apex::start_with(|builder| builder.api_keys(keys)).await;
    assert_eq!(answer(list(&apex).bearer_auth("ak-a-secret")).await.0, 200);
    assert_eq!(answer(list(&apex).basic_auth("ak-a-secret", Some(""))).await.0, 200);
    assert_eq!(
        answer(list(&apex).basic_auth("demo", Some("demo"))).await.0,
        200,
        "passwords work as before"
    );
    let (status, body) = answer(list(&apex).bearer_auth("ak-another")).await;
    assert_eq!(status, 404);
    assert!(body.contains(r#""Message":"API Key does not exist""#), "{body}");
    apex.stop().await;
}

#[tokio::test]
async fn a_token_from_signing_in_lets_in_until_it_ends() {
    let clock = Clock::frozen_at(chrono::DateTime::UNIX_EPOCH + Duration::days(20_000));
    let (given, tokens) = (clock.clone(), Tokens::new(b"a secret of the test", Duration::hours(1)));
    let apex = Apex::start_with(|builder| builder.clock(given).tokens(tokens)).await;
    let (_, body) = sign_in(&apex, "demo").await;
    let body: serde_json::Value = serde_json::from_str(&body).expect("JSON");
    let token = body["BearerToken"].as_str().expect("a token");
    assert_eq!(answer(list(&apex).bearer_auth(token)).await.0, 200);
    assert_eq!(answer(list(&apex).header("Cookie", format!("ss-tok={token}"))).await.0, 200);
    assert_eq!(
        answer(list(&apex).header("Cookie", "ss-tok=")).await,
        (401, String::new()),
        "as signing out leaves it"
    );
    clock.advance(Duration::hours(1));
    let (status, body) = answer(list(&apex).bearer_auth(token)).await;
    assert_eq!(status, 401);
    assert!(body.contains("Token has expired"), "{body}");
    assert_eq!(answer(list(&apex).bearer_auth("a.b.c")).await.0, 403);
    apex.stop().await;
}

#[tokio::test]
async fn a_host_without_keys_and_tokens_takes_no_notice_of_a_bearer_token() {
    let apex = Apex::start().await;
    assert_eq!(answer(list(&apex).bearer_auth("x")).await, (401, String::new()));
    apex.stop().await;
}

#[tokio::test]
async fn too_many_wrong_passwords_lock_the_account() {
    let apex = Apex::start_with(|builder| builder.max_failures(2)).await;
    assert_eq!(sign_in(&apex, "wrong").await.0, 401);
    assert_eq!(sign_in(&apex, "wrong").await.0, 401);
    let (status, body) = sign_in(&apex, "demo").await;
    assert_eq!(status, 401);
    assert!(body.contains("This account has been locked"), "{body}");
    assert_eq!(answer(list(&apex).basic_auth("demo", Some("demo"))).await.0, 401);
    apex.stop().await;
}

/// As many guesses as the limit allows, however many come at once.
#[tokio::test]
async fn a_lock_cannot_be_raced() {
    let apex = Apex::start_with(|builder| builder.max_failures(3)).await;
    let answers = futures_util::future::join_all((0..40).map(|_| sign_in(&apex, "wrong"))).await;
    let tried =
        answers.iter().filter(|(_, body)| body.contains("Invalid Username or Password")).count();
    assert_eq!(tried, 3);
    assert!(sign_in(&apex, "demo").await.1.contains("This account has been locked"));
    apex.stop().await;
}

#[tokio::test]
async fn an_admin_changes_what_users_may_do() {
    let admin = User {
        id: "2".to_owned(),
        name: "boss".to_owned(),
        roles: vec!["Admin".to_owned()],
        ..demo()
    };
    let apex = Apex::start_with(|builder| {
        builder.users(vec![demo(), admin]).services(|services| {
            services.require_role("GetCouponsByStatus", "Cashier");
        })
    })
    .await;
    let change = async |operation: &str, user: &str| {
        let request = Client::new().post(format!("{}/{operation}", apex.base_url()));
        let signed_in = Client::new().post(format!("{}/auth/credentials", apex.base_url()));
        let signed_in = signed_in.json(&serde_json::json!({"UserName": user, "Password": "demo"}));
        let (_, body) = answer(signed_in.header("Accept", "application/json")).await;
        let body: serde_json::Value = serde_json::from_str(&body).expect("JSON");
        let session = body["SessionId"].as_str().expect("an id").to_owned();
        let request = request.header("X-ss-id", session).header("Accept", "application/json");
        answer(request.json(&serde_json::json!({"UserName": "demo", "Roles": ["Cashier"]}))).await
    };
    let listed = || answer(list(&apex).basic_auth("demo", Some("demo")));
    assert_eq!(listed().await.0, 403);
    assert_eq!(change("assignroles", "demo").await.0, 403);
    let assigned = change("assignroles", "boss").await;
    assert_eq!(assigned, (200, r#"{"AllRoles":["Cashier"],"AllPermissions":[]}"#.to_owned()));
    assert_eq!(listed().await.0, 200);
    assert_eq!(change("unassignroles", "boss").await.0, 200);
    assert_eq!(listed().await.0, 403);
    apex.stop().await;
}

#[tokio::test]
async fn a_role_may_be_required_beside_the_contract_s() {
    let apex = Apex::start_with(|builder| {
        builder.services(|services| {
            services.require_role("GetCouponsByStatus", "Cashier").require_role("GetRates", "");
        })
    })
    .await;
    assert_eq!(answer(list(&apex).basic_auth("demo", Some("demo"))).await, (403, String::new()));
    let rates = Client::new().get(format!("{}/json/reply/GetRates", apex.base_url()));
    assert_eq!(answer(rates).await.0, 401);
    apex.stop().await;
}
