//! Which format an answer comes in.

use reqwest::Client;
use servicestack_emulator::host::Behaviour;
use servicestack_emulator::wire::Dialect;

use crate::support::apex::Apex;

#[tokio::test]
async fn whoever_takes_anything_is_answered_in_the_format_of_the_body() {
    for strict in [false, true] {
        let behaviour =
            Behaviour { dialect: Dialect { strict, ..Dialect::default() }, ..Behaviour::default() };
        let apex = Apex::start_with(|builder| builder.behaviour(behaviour)).await;
        let url = format!("{}/Coupons/ByStatus", apex.base_url());
        let request =
            || Client::new().get(&url).basic_auth("demo", Some("demo")).header("Accept", "*/*");
        let reported = async |request: reqwest::RequestBuilder| {
            let answer = request.send().await.expect("an answer");
            answer.headers()["content-type"].to_str().expect("text").to_owned()
        };
        assert_eq!(
            reported(request().header("Content-Type", "application/json")).await,
            "application/json; charset=utf-8"
        );
        assert_eq!(
            reported(request().header("Content-Type", "application/x-www-form-urlencoded")).await,
            "text/html"
        );
        assert_eq!(reported(request()).await, "text/html");
        apex.stop().await;
    }
}

/// What a host in this mode answers to a request on a raw socket: status line, content type and
/// body.
async fn answer(strict: bool, request: &str) -> String {
    let behaviour =
        Behaviour { dialect: Dialect { strict, ..Dialect::default() }, ..Behaviour::default() };
    let apex = Apex::start_with(|builder| builder.behaviour(behaviour)).await;
    let request = format!(
        "{request}Host: x\r\nAuthorization: Basic ZGVtbzpkZW1v\r\nConnection: close\r\n\r\n"
    );
    let answer = apex.send_in_pieces(&[request.as_bytes()]).await;
    apex.stop().await;
    String::from_utf8_lossy(&answer).into_owned()
}

#[tokio::test]
async fn a_foreign_type_is_asked_back_by_a_strict_host_alone() {
    let request = "GET /Coupons/ByStatus HTTP/1.1\r\nAccept: */*\r\nContent-Type: text/plain\r\n";
    let strict = answer(true, request).await;
    assert!(strict.starts_with("HTTP/1.1 405 Method Not Allowed\r\n"), "{strict}");
    assert!(strict.to_lowercase().contains("\r\ncontent-type: text/plain\r\n"), "{strict}");
    assert!(strict.ends_with("\r\n\r\n"), "{strict}");
    let tolerant = answer(false, request).await;
    assert!(tolerant.to_lowercase().contains("\r\ncontent-type: text/html\r\n"), "{tolerant}");
}

#[tokio::test]
async fn debug_shows_jsv_on_several_lines() {
    let dump = answer(true, "GET /jsv/reply/GetCouponsByStatus?Status=x&debug= HTTP/1.1\r\n").await;
    assert!(dump.starts_with("HTTP/1.1 400 Bad Request\r\n"), "{dump}");
    assert!(
        dump.to_lowercase().contains("\r\ncontent-type: application/json; charset=utf-8\r\n"),
        "{dump}"
    );
    assert!(
        dump.contains(
            "\r\n\r\n{\n\tResponseStatus: \n\t{\n\t\tErrorCode: SerializationException,\n"
        ),
        "{dump}"
    );
}

#[tokio::test]
async fn a_post_that_gives_no_length_is_refused_by_a_strict_host_alone() {
    let request = "POST /json/reply/AddCoupons HTTP/1.1\r\n";
    let strict = answer(true, request).await;
    assert!(strict.starts_with("HTTP/1.1 411 Length Required\r\n"), "{strict}");
    assert!(strict.ends_with("<h1>Length Required</h1>"), "{strict}");
    let tolerant = answer(false, request).await;
    assert!(tolerant.starts_with("HTTP/1.1 200 OK\r\n"), "{tolerant}");
}

/// A body may follow, and its bytes are no request.
#[tokio::test]
async fn nothing_is_read_behind_a_post_that_gives_no_length() {
    let behaviour = Behaviour {
        dialect: Dialect { strict: true, ..Dialect::default() },
        ..Behaviour::default()
    };
    let apex = Apex::start_with(|builder| builder.behaviour(behaviour)).await;
    let sent = "POST /json/reply/AddCoupons HTTP/1.1\r\nHost: x\r\n\r\nGET /metadata HTTP/1.1\r\nHost: x\r\n\r\n";
    let answer =
        String::from_utf8_lossy(&apex.send_in_pieces(&[sent.as_bytes()]).await).into_owned();
    apex.stop().await;
    assert!(answer.starts_with("HTTP/1.1 411 Length Required\r\n"), "{answer}");
    assert!(answer.contains("\r\nConnection: close\r\n"), "{answer}");
    assert_eq!(answer.matches("HTTP/1.1").count(), 1, "{answer}");
}
