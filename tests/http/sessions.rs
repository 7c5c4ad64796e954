//! Signing in, staying signed in, signing out.

use chrono::Duration;
use reqwest::{Client, RequestBuilder};
use servicestack_emulator::http::Manners;
use servicestack_emulator::lab::Clock;
use servicestack_emulator::wire::Dialect;

use crate::support::apex::Apex;

fn client() -> Client {
    Client::builder().cookie_store(true).build().expect("a client")
}

async fn sign_in(client: &Client, apex: &Apex) -> serde_json::Value {
    let request =
        client.post(format!("{}/auth/credentials", apex.base_url())).header("Accept", "application/json");
    let answer = request.json(&serde_json::json!({"UserName": "demo", "Password": "demo"})).send().await;
    answer.expect("an answer").json().await.expect("JSON")
}

fn list(client: &Client, apex: &Apex) -> RequestBuilder {
    client.get(format!("{}/Coupons/ByStatus", apex.base_url())).header("Accept", "application/json")
}

async fn status(request: RequestBuilder) -> u16 {
    request.send().await.expect("an answer").status().as_u16()
}

#[tokio::test]
async fn a_session_lives_by_cookie_until_logout() {
    let apex = Apex::start().await;
    let client = client();
    assert_eq!(status(list(&client, &apex)).await, 401);
    assert_eq!(sign_in(&client, &apex).await["UserName"], "demo");
    assert_eq!(status(list(&client, &apex)).await, 200);
    let logout = client.get(format!("{}/auth/logout", apex.base_url())).header("Accept", "application/json");
    assert_eq!(
        logout.send().await.expect("an answer").text().await.expect("text"),
        r#"{"ResponseStatus":{}}"#
    );
    assert_eq!(status(list(&client, &apex)).await, 401);
    apex.stop().await;
}

#[tokio::test]
async fn a_session_lives_by_header() {
    let apex = Apex::start().await;
    let session = sign_in(&client(), &apex).await["SessionId"].as_str().expect("an id").to_owned();
    let stranger = Client::new();
    assert_eq!(status(list(&stranger, &apex).header("X-ss-id", session)).await, 200);
    assert_eq!(status(list(&stranger, &apex).header("X-ss-id", "AAAAAAAAAAAAAAAAAAAA")).await, 401);
    apex.stop().await;
}

#[tokio::test]
async fn a_session_ends_by_the_emulators_clock() {
    let clock = Clock::frozen_at(chrono::DateTime::UNIX_EPOCH + Duration::days(20_000));
    let (given, lifetime) = (clock.clone(), Duration::hours(1));
    let apex = Apex::start_with(|builder| builder.clock(given).session_lifetime(lifetime)).await;
    let client = client();
    sign_in(&client, &apex).await;
    clock.advance(Duration::minutes(59));
    assert_eq!(status(list(&client, &apex)).await, 200);
    clock.advance(Duration::minutes(61));
    assert_eq!(status(list(&client, &apex)).await, 401);
    apex.stop().await;
}

#[tokio::test]
async fn a_wrong_password_and_an_unknown_user_look_alike() {
    let apex = Apex::start().await;
    let mut answers = Vec::new();
    for (name, password) in [("demo", "wrong"), ("nobody", "demo")] {
        let request = Client::new().post(format!("{}/auth/credentials", apex.base_url()));
        let request = request.header("Accept", "application/json");
        let answer = request.json(&serde_json::json!({"UserName": name, "Password": password})).send().await;
        let answer = answer.expect("an answer");
        answers.push((answer.status().as_u16(), answer.text().await.expect("text")));
    }
    assert_eq!(answers[0], answers[1]);
    assert_eq!(answers[0].0, 401);
    apex.stop().await;
}

/// Browsers throw away `SameSite=None` without `Secure`; every other client gets what the host was recorded with.
#[tokio::test]
async fn only_a_browser_gets_other_cookies_than_recorded() {
    let tolerant = Apex::start().await;
    assert!(cookies(&tolerant, "curl/8.5.0").await.iter().all(|cookie| cookie.contains(";SameSite=None;")));
    assert!(cookies(&tolerant, BROWSER).await.iter().all(|cookie| cookie.contains(";SameSite=Lax;")));
    tolerant.stop().await;
    let strict = Apex::start_with(|builder| builder.manners(strict())).await;
    assert!(cookies(&strict, BROWSER).await.iter().all(|cookie| cookie.contains(";SameSite=None;")));
    strict.stop().await;
}

const BROWSER: &str = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/142.0.0.0 Safari/537.36";

fn strict() -> Manners {
    Manners { dialect: Dialect { strict: true, ..Dialect::default() }, ..Manners::default() }
}

async fn cookies(apex: &Apex, agent: &str) -> Vec<String> {
    let request = Client::new().get(format!("{}/json/reply/GetCouponsByStatus", apex.base_url()));
    let answer = request.header("User-Agent", agent).send().await.expect("an answer");
    let cookies = answer.headers().get_all("set-cookie").iter();
    let cookies: Vec<_> = cookies.map(|value| value.to_str().expect("text").to_owned()).collect();
    assert!(!cookies.is_empty());
    cookies
}
