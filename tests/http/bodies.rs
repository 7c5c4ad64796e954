//! Bodies, however they come.

use std::time::Duration;

use servicestack_emulator::http::server::Limits;

use crate::support::apex::Apex;

/// Credentials are asked for once the body is read: 401 shows that it was, 400 would show that a
/// part was missing.
const READ: &str = "HTTP/1.1 401";

fn head(more: &str) -> String {
    format!(
        "POST /json/reply/AddCoupons HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n{more}\r\n"
    )
}

/// How many answers there are to what was sent piece by piece, each of a body that was read.
async fn read(pieces: &[&str]) -> usize {
    let limits = Limits { request_timeout: Duration::from_secs(2), ..Limits::default() };
    let apex = Apex::start_with(|builder| builder.limits(limits)).await;
    let pieces: Vec<&[u8]> = pieces.iter().map(|piece| piece.as_bytes()).collect();
    let answers = String::from_utf8_lossy(&apex.send_in_pieces(&pieces).await).into_owned();
    apex.stop().await;
    let answered = answers.matches("HTTP/1.1 ").count();
    assert_eq!(answers.matches(READ).count(), answered, "{answers}");
    answered
}

#[tokio::test]
async fn a_body_comes_with_its_head_after_it_or_in_pieces() {
    let head = head("Content-Length: 14\r\nConnection: close\r\n");
    let whole = format!("{head}{{\"CodeFrom\":1}}");
    assert_eq!(read(&[&whole]).await, 1);
    assert_eq!(read(&[&head, "{\"CodeFrom\":1}"]).await, 1);
    assert_eq!(read(&[&head, "{\"Code", "From\"", ":1}"]).await, 1);
    let (begun, rest) = whole.split_at(whole.len() - 3);
    assert_eq!(read(&[begun, rest]).await, 1);
}

#[tokio::test]
async fn a_body_without_a_length_comes_in_chunks() {
    let head = head("Transfer-Encoding: chunked\r\nConnection: close\r\n");
    let chunks = ["6\r\n{\"Code\r\n", "8\r\nFrom\":1}\r\n", "0\r\n\r\n"];
    assert_eq!(read(&[&head, chunks[0], chunks[1], chunks[2]]).await, 1);
    assert_eq!(read(&[&format!("{head}{}", chunks.concat())]).await, 1);
}

#[tokio::test]
async fn a_client_may_wait_until_its_body_is_wanted() {
    let head = head("Content-Length: 14\r\nExpect: 100-continue\r\nConnection: close\r\n");
    let limits = Limits { request_timeout: Duration::from_secs(2), ..Limits::default() };
    let apex = Apex::start_with(|builder| builder.limits(limits)).await;
    let answer = apex.send_in_pieces(&[head.as_bytes(), b"{\"CodeFrom\":1}"]).await;
    let answer = String::from_utf8_lossy(&answer).into_owned();
    assert!(answer.starts_with("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 401"), "{answer}");
    apex.stop().await;
}

#[tokio::test]
async fn requests_may_follow_each_other_without_waiting() {
    let (first, last) =
        (head("Content-Length: 14\r\n"), head("Content-Length: 14\r\nConnection: close\r\n"));
    let body = "{\"CodeFrom\":1}";
    assert_eq!(read(&[&format!("{first}{body}{last}{body}")]).await, 2);
    assert_eq!(read(&[&format!("{first}{body}{first}{body}{last}{body}")]).await, 3);
    assert_eq!(read(&[&format!("{first}{body}"), &last, "{\"Code", "From\":1}"]).await, 2);
}
