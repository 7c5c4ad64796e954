//! Bodies that are no request: a 400 with a message, and nothing made.

use serde_json::json;

use super::Api;
use super::api::{GENERATE, example, with};

const JSON: (&str, &str) = ("content-type", "application/json");

async fn refused(api: &Api, headers: &[(&str, &str)], body: &[u8], beginning: &str) {
    let (status, answer) = api.send("POST", GENERATE, headers, body).await;
    assert_eq!(status, 400, "{answer}");
    let message = &serde_json::from_str::<serde_json::Value>(&answer).expect("JSON")["message"];
    assert!(
        message.as_str().expect("a text").starts_with(beginning),
        "{message} is not {beginning}"
    );
}

#[tokio::test]
async fn what_is_no_json_object_in_utf_8_is_refused() {
    let api = Api::start();
    let utf_16: Vec<u8> = example().to_string().encode_utf16().flat_map(u16::to_le_bytes).collect();
    let with_mark: Vec<u8> = [0xFF, 0xFE].into_iter().chain(utf_16.clone()).collect();
    let deep = "[".repeat(100_000);
    let deep_products = format!("{{\"products\":{}{}}}", "[".repeat(1000), "]".repeat(1000));
    let wide = format!("[{}0]", "0,".repeat(400_000));
    for (body, beginning) in [
        (&b""[..], "Request body must be JSON: "),
        (b"{", "Request body must be JSON: "),
        (b"coupontype=NewProduct", "Request body must be JSON: "),
        (b"{'coupontype':'NewProduct'}", "Request body must be JSON: "),
        (b"{\"couponscount\":1e999}", "Request body must be JSON: "),
        (b"{\"couponscount\":NaN}", "Request body must be JSON: "),
        (b"{\"description\":\"\\ud800\"}", "Request body must be JSON: "),
        (b"{} {}", "Request body must be JSON: "),
        (deep.as_bytes(), "Request body must be JSON: "),
        (deep_products.as_bytes(), "Request body must be JSON: "),
        (b"null", "Request body must be a JSON object"),
        (b"[]", "Request body must be a JSON object"),
        (b"\"NewProduct\"", "Request body must be a JSON object"),
        (wide.as_bytes(), "Request body must be a JSON object"),
        (b"{\"description\":\"\xff\"}", "Request body must be JSON in UTF-8"),
        (&with_mark, "Request body must be JSON in UTF-8"),
        (&utf_16, "Request body must be JSON"),
        (b"{}", "coupontype is required"),
    ] {
        refused(&api, &[JSON], body, beginning).await;
    }
    assert!(api.stored().await.is_empty());
}

#[tokio::test]
async fn a_body_of_another_content_type_is_refused_and_one_without_is_read() {
    let api = Api::start();
    let body = example().to_string();
    for other in
        ["text/xml", "application/x-www-form-urlencoded", "application/jsonp", "application"]
    {
        let beginning = "Content-Type must be application/json";
        refused(&api, &[("content-type", other)], body.as_bytes(), beginning).await;
    }
    for json in
        [&[][..], &[("content-type", "")], &[("content-type", "Application/JSON; charset=utf-8")]]
    {
        assert_eq!(api.send("POST", GENERATE, json, body.as_bytes()).await.0, 200);
    }
    let with_mark: Vec<u8> = [0xEF, 0xBB, 0xBF].into_iter().chain(body.bytes()).collect();
    assert_eq!(api.send("POST", GENERATE, &[JSON], &with_mark).await.0, 200, "as 1C sends it");
}

#[tokio::test]
async fn of_a_key_that_comes_twice_the_last_one_counts() {
    let api = Api::start();
    let body = example().to_string();
    let twice = body.replacen('{', "{\"couponscount\":50,", 1);
    let (status, answer) = api.post(GENERATE, &twice).await;
    assert_eq!((status, answer.matches("MIKOUPD-").count()), (200, 1));
    let twice = format!("{},\"couponscount\":0}}", body.strip_suffix('}').expect("an object"));
    refused(&api, &[JSON], twice.as_bytes(), "Count must be bigger than 0").await;
}

#[tokio::test]
async fn what_the_store_cannot_hold_is_reported_and_nothing_is_made() {
    let api = Api::start();
    let long = with(json!({"description": "я".repeat(100_000)}));
    refused(
        &api,
        &[JSON],
        long.as_bytes(),
        "description and products must not be longer than 65536 bytes together",
    )
    .await;
    let product = example()["products"][0].clone();
    let many = with(json!({"products": vec![product; 5000]}));
    refused(
        &api,
        &[JSON],
        many.as_bytes(),
        "description and products must not be longer than 65536 bytes together",
    )
    .await;
    assert!(api.stored().await.is_empty());
    assert_eq!(
        api.post(GENERATE, &example().to_string()).await.0,
        200,
        "and the next call is done"
    );
}

#[tokio::test]
async fn other_paths_and_verbs_are_refused_as_json() {
    let api = Api::start();
    for path in [
        "",
        "/",
        "/v1",
        "/v1/generate.coupons/",
        "/v1/generate.coupons/1",
        "/v2/generate.coupons",
        "/v1/%00",
    ] {
        let answer = api.post(path, "{}").await;
        assert_eq!(answer, (404, r#"{"message":"Resource not found"}"#.to_owned()), "{path}");
    }
    for verb in ["GET", "PUT", "DELETE", "PATCH", "OPTIONS", "HEAD"] {
        let answer = api.send(verb, GENERATE, &[], b"").await;
        assert_eq!(answer, (405, r#"{"message":"Method must be POST"}"#.to_owned()), "{verb}");
    }
}
