//! Many coupons in one call: stored before they are returned, and returned piece by piece.

use std::collections::HashSet;

use futures_util::StreamExt as _;
use serde_json::json;
use servicestack_emulator::http::{Body, Pieces};

use super::Api;
use super::api::{GENERATE, beside_apex, request, with};

async fn pieces(api: &Api, count: u64) -> Pieces {
    let body = with(json!({ "couponscount": count }));
    let answer = api.answer(&request("POST", GENERATE, &[], body.as_bytes())).await;
    assert_eq!(answer.status, 200);
    match answer.body {
        Body::Streamed(pieces) | Body::Live(pieces) => pieces,
        Body::Whole(_) => panic!("{count} codes are streamed"),
    }
}

/// The code of a coupon is 31 letters, with quotes and comma 34: no piece has more than a thousand.
#[tokio::test]
async fn no_piece_is_larger_than_a_thousand_codes() {
    let api = Api::start();
    let mut pieces = pieces(&api, 100_000).await;
    let (mut number, mut bytes) = (0, 0);
    while let Some(piece) = pieces.next().await {
        let piece = piece.expect("no error");
        assert!(piece.len() <= 34_000 + 1, "{}", piece.len());
        number += 1;
        bytes += piece.len();
    }
    assert_eq!((number, bytes), (101, 100_000 * 34 + 1));
}

#[tokio::test]
async fn when_the_first_code_is_reported_all_are_stored_and_a_cut_connection_leaves_them() {
    let api = Api::start();
    let mut pieces = pieces(&api, 5000).await;
    let stored: HashSet<String> =
        api.stored().await.into_iter().map(|coupon| coupon.code).collect();
    assert_eq!(stored.len(), 5000, "before the first piece was asked for");
    let first = pieces.next().await.expect("a piece").expect("no error");
    drop(pieces);
    let first = format!("{}]", std::str::from_utf8(&first).expect("UTF-8"));
    let reported: Vec<String> = serde_json::from_str(&first).expect("an array");
    assert_eq!(reported.len(), 1000);
    assert!(reported.iter().all(|code| stored.contains(code)));
    assert_eq!(api.stored().await.len(), 5000, "what was not reported stays");
}

#[tokio::test]
async fn a_caller_who_goes_before_the_answer_leaves_all_coupons_or_none() {
    let api = Api::start();
    let body = with(json!({ "couponscount": 20_000 }));
    let call = request("POST", GENERATE, &[], body.as_bytes());
    let gone = tokio::time::timeout(std::time::Duration::from_millis(20), api.answer(&call)).await;
    // The store does one addition after the other: when the next is done, so is that one.
    assert_eq!(api.post(GENERATE, &with(json!({}))).await.0, 200);
    let left = api.stored().await.len() - 1;
    match gone {
        Ok(_) => assert_eq!(left, 20_000),
        Err(_) => assert!(left == 20_000 || left == 0, "{left}"),
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_hundred_thousand_codes_over_the_network_are_unique() {
    let apex = beside_apex(|parts| parts).await;
    let answer = reqwest::Client::new()
        .post(format!("{}/restapi{GENERATE}", apex.base_url()))
        .header("Content-Type", "application/json")
        .body(with(json!({ "couponscount": 100_000 })))
        .send()
        .await
        .expect("an answer");
    assert_eq!(answer.status(), 200);
    assert_eq!(answer.headers()["content-type"], "application/json; charset=utf-8");
    let codes: Vec<String> = answer.json().await.expect("an array");
    assert_eq!(codes.iter().collect::<HashSet<_>>().len(), 100_000);
    assert!(codes.iter().all(|code| code.len() == 31 && code.starts_with("MIKOUPD-")));
    apex.stop().await;
}
