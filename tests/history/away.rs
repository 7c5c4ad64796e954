//! A database that goes away and comes back, as a client and a supervisor see it.

use std::time::{Duration, Instant};

use reqwest::{Client, Response};

use super::database;
use super::process::Process;

async fn activate(client: &Client, base_url: &str) -> Response {
    let request = client.put(format!("{base_url}/Coupons/Activate.json"));
    let body = r#"{"CouponType":1,"Prefix":"AWAY"}"#;
    request.header("Content-Type", "application/json").body(body).send().await.unwrap()
}

async fn status(client: &Client, url: String) -> u16 {
    client.get(url).send().await.unwrap().status().as_u16()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_database_that_is_away_is_reported_at_once_and_needs_no_restart() {
    let _turn = database::TURN.lock().await;
    let Some(schema) = database::Schema::new(0).await else { return };
    if std::env::var("SSE_TEST_POSTGRES_CONTROL").is_err() {
        return println!(
            "SKIPPED: SSE_TEST_POSTGRES_CONTROL does not say how to stop the database"
        );
    }
    let url = schema.url();
    let process = tokio::task::spawn_blocking(move || Process::start(&url)).await.unwrap();
    let (client, base_url) = (Client::new(), process.base_url());
    let add = r#"{"CodeFrom":1,"CodeTo":9,"Type":1,"ExpDate":"2099-01-01","Prefix":"AWAY"}"#;
    let added =
        client.post(format!("{base_url}/Coupons.json")).header("Content-Type", "application/json");
    assert_eq!(added.body(add).send().await.unwrap().status(), 200);
    assert_eq!(activate(&client, base_url).await.status(), 200);

    tokio::task::spawn_blocking(|| database::control("-m immediate stop")).await.unwrap();
    let begun = Instant::now();
    let answer = activate(&client, base_url).await;
    assert_eq!(
        (answer.status().as_u16(), &answer.headers()["retry-after"]),
        (503, &"1".parse().unwrap())
    );
    assert!(answer.text().await.unwrap().contains("ServiceUnavailable"));
    assert!(begun.elapsed() < Duration::from_secs(5), "{:?}", begun.elapsed());
    assert_eq!(status(&client, format!("{base_url}/ready")).await, 503);
    assert_eq!(status(&client, format!("{base_url}/health")).await, 200);
    assert_eq!(status(&client, format!("{base_url}/metrics")).await, 200);

    tokio::task::spawn_blocking(|| database::control("start")).await.unwrap();
    let begun = Instant::now();
    while status(&client, format!("{base_url}/ready")).await != 200 {
        assert!(begun.elapsed() < Duration::from_secs(20), "it came back and nobody noticed");
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    assert_eq!(activate(&client, base_url).await.status(), 200);
}
