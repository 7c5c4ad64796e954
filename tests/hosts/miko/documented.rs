//! The four answers that the seed documents, word for word.

use serde_json::json;

use super::Api;
use super::api::{GENERATE, documented, example, with};

/// JSON without its blanks: the seed shows them for people.
fn compact(json: &str) -> String {
    serde_json::from_str::<serde_json::Value>(json).expect("JSON").to_string()
}

#[tokio::test]
async fn the_example_gives_a_bare_array_with_one_code() {
    let api = Api::start();
    let (status, body) = api.post(GENERATE, &example().to_string()).await;
    assert_eq!(status, 200, "{body}");
    let shown: Vec<String> = serde_json::from_str(&documented(200)).expect("an array");
    let codes: Vec<String> = serde_json::from_str(&body).expect("an array");
    assert_eq!(codes.len(), shown.len());
    let shape = |code: &str| {
        code.chars().map(|letter| if letter == '-' { '-' } else { 'X' }).collect::<String>()
    };
    assert_eq!(shape(&codes[0]), shape(&shown[0]));
    assert!(codes[0].starts_with("MIKOUPD-"), "{codes:?}");
    assert!(
        codes[0].bytes().all(|c| c == b'-' || c.is_ascii_uppercase() || c.is_ascii_digit()),
        "{codes:?}"
    );
}

#[tokio::test]
async fn no_count_and_no_distributor_are_reported_in_the_documented_words() {
    let api = Api::start();
    for (change, status) in [
        (json!({"couponscount": 0}), 400),
        (json!({"couponscount": -1}), 400),
        (json!({"distributorguid": "bdf28230-0708-11e6-b99b-000000000000"}), 404),
    ] {
        assert_eq!(api.post(GENERATE, &with(change)).await, (status, compact(&documented(status))));
    }
    assert!(api.stored().await.is_empty(), "nothing was made");
}

#[tokio::test]
async fn a_store_that_takes_nothing_is_reported_in_the_documented_words() {
    let mut api = Api::start();
    drop(api.guard.take());
    assert_eq!(api.post(GENERATE, &example().to_string()).await, (500, compact(&documented(500))));
}
