//! API_ID, API_TIME and API_HASH.

use serde_json::json;
use sha2::{Digest as _, Sha512};

use super::Api;
use super::api::{GENERATE, example};

const KEYS: &str = "[[miko.api_keys]]\nid = '2'\nsecret = 'a-secret-of-the-tests'\n\
                    [[miko.api_keys]]\nid = '3'\nsecret = 'another-secret'";

/// 2026-01-15T10:00:00Z, where the clock stands.
const NOW: i64 = 1_768_471_200;

fn hash(time: &str, id: &str, secret: &str) -> String {
    hex::encode(Sha512::digest(format!("{time}{id}{secret}")))
}

async fn ask(api: &Api, headers: &[(&str, &str)]) -> (u16, String) {
    api.send("POST", GENERATE, headers, example().to_string().as_bytes()).await
}

async fn signed(api: &Api, time: &str, id: &str, hash: &str) -> (u16, String) {
    ask(api, &[("api_id", id), ("api_time", time), ("api_hash", hash)]).await
}

/// The scheme written out once by hand, with
/// `printf %s 1768471200 2 a-secret-of-the-tests | sha512sum`.
#[tokio::test]
async fn the_hash_is_sha512_of_time_id_and_secret() {
    let api = Api::start_with(KEYS);
    let by_hand = include_str!("api_hash.txt").trim();
    assert_eq!(hash("1768471200", "2", "a-secret-of-the-tests"), by_hand);
    assert_eq!(signed(&api, "1768471200", "2", by_hand).await.0, 200);
    assert_eq!(signed(&api, "1768471200", "2", &by_hand.to_uppercase()).await.0, 200);
    assert_eq!(
        signed(&api, "1768471200", "3", &hash("1768471200", "3", "another-secret")).await.0,
        200
    );
}

#[tokio::test]
async fn wrong_and_missing_headers_are_401_with_a_message() {
    let api = Api::start_with(KEYS);
    let time = NOW.to_string();
    let good = hash(&time, "2", "a-secret-of-the-tests");
    let wrong = r#"{"message":"API_ID or API_HASH is wrong"}"#;
    for (id, hash) in [
        ("2", hash(&time, "2", "a wrong secret")),
        ("3", good.clone()),
        ("4", hash(&time, "4", "nobody's secret")),
        ("", good.clone()),
        ("2", String::new()),
        ("2", good[..126].to_owned()),
        ("2", format!("{good}00")),
        ("2", "not hexadecimal".to_owned()),
    ] {
        assert_eq!(signed(&api, &time, id, &hash).await, (401, wrong.to_owned()), "{id} {hash}");
    }
    let missing = r#"{"message":"Headers API_ID, API_TIME and API_HASH are required"}"#;
    for headers in [
        &[][..],
        &[("api_id", "2"), ("api_time", time.as_str())],
        &[("api_time", time.as_str()), ("api_hash", good.as_str())],
        &[("api-id", "2"), ("api-time", time.as_str()), ("api-hash", good.as_str())],
    ] {
        assert_eq!(ask(&api, headers).await, (401, missing.to_owned()));
    }
    for time in ["", "noon", "1e9", "99999999999999999999"] {
        let refused = signed(&api, time, "2", &hash(time, "2", "a-secret-of-the-tests")).await;
        assert_eq!(refused.0, 401, "{refused:?}");
    }
    assert!(api.stored().await.is_empty(), "nothing was made");
}

#[tokio::test]
async fn a_time_is_good_for_five_minutes_around_the_clock() {
    let api = Api::start_with(KEYS);
    for (off, status) in
        [(-301, 401), (-300, 200), (0, 200), (300, 200), (301, 401), (i64::MAX - NOW, 401)]
    {
        let time = (NOW + off).to_string();
        let hash = hash(&time, "2", "a-secret-of-the-tests");
        assert_eq!(signed(&api, &time, "2", &hash).await.0, status, "{off}");
    }
    api.clock.advance(chrono::TimeDelta::seconds(301));
    let time = NOW.to_string();
    let (status, body) = signed(&api, &time, "2", &hash(&time, "2", "a-secret-of-the-tests")).await;
    assert_eq!(status, 401);
    assert_eq!(
        body,
        json!({"message": "API_TIME must be within 300 seconds of the server's time"}).to_string()
    );
}

#[tokio::test]
async fn every_call_is_guarded_but_the_document_is_not() {
    let api = Api::start_with(KEYS);
    for (verb, path) in [
        ("POST", GENERATE),
        ("POST", "/v1/couponsactivationhistory/0"),
        ("GET", "/v1/trialsactivationhistory/0"),
        ("POST", "/v1/getWillBeExpiredProducts"),
        ("POST", "/v1/clientscoordinates"),
        ("POST", "/v1/addNewRelease"),
    ] {
        assert_eq!(api.send(verb, path, &[], b"{}").await.0, 401, "{path}");
    }
    assert_eq!(api.send("GET", "/openapi.json", &[], b"").await.0, 200);
}

#[tokio::test]
async fn the_status_and_the_window_are_settings() {
    let api = Api::start_with(&format!("refused_status = 403\nclock_window = '1min'\n{KEYS}"));
    let time = (NOW - 61).to_string();
    let refused = signed(&api, &time, "2", &hash(&time, "2", "a-secret-of-the-tests")).await;
    assert_eq!(refused.0, 403);
    assert!(refused.1.contains("within 60 seconds"), "{}", refused.1);
}
