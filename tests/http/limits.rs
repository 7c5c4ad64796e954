//! What is too large is refused in the host's own error shape, and nothing is stored.

use servicestack_emulator::host::Behaviour;
use servicestack_emulator::http::server::Limits;

use crate::support::apex::Apex;

const BASIC: &str = "Basic ZGVtbzpkZW1v";

#[tokio::test]
async fn a_body_over_the_limit_is_refused_and_one_at_the_limit_is_read() {
    let apex = Apex::start_with(|builder| {
        builder.limits(Limits { body_bytes: 1000, ..Limits::default() })
    })
    .await;
    let client = reqwest::Client::new();
    let url = format!("{}/Coupons", apex.base_url());
    for (length, status, code) in [(1000, 200, ""), (1001, 413, "RequestEntityTooLarge")] {
        let mut body =
            r#"{"CodeFrom":1,"CodeTo":1,"Type":1,"ExpDate":"2030-01-01","Prefix":"L","Unknown":""#
                .to_owned();
        body.push_str(&"x".repeat(length - body.len() - 2));
        body.push_str("\"}");
        let request =
            client.post(&url).header("Accept", "application/json").header("Authorization", BASIC);
        let answer = request
            .header("Content-Type", "application/json")
            .body(body)
            .send()
            .await
            .expect("an answer");
        assert_eq!(answer.status(), status);
        assert!(answer.text().await.expect("text").contains(code));
    }
    let all = client
        .get(format!("{url}/ByStatus"))
        .header("Accept", "application/json")
        .header("Authorization", BASIC);
    let all = all.send().await.expect("an answer").text().await.expect("text");
    assert_eq!(
        all.matches("\"Code\"").count(),
        1,
        "only the body at the limit left a coupon: {all}"
    );
    apex.stop().await;
}

#[tokio::test]
async fn more_coupons_than_the_limit_are_refused_with_the_field() {
    let apex = Apex::start().await;
    let answer = reqwest::Client::new()
        .post(format!("{}/Coupons", apex.base_url()))
        .header("Accept", "application/json")
        .header("Authorization", BASIC)
        .header("Content-Type", "application/json")
        .body(r#"{"CodeFrom":1,"CodeTo":1000001,"Type":1,"ExpDate":"2030-01-01","Prefix":"L"}"#)
        .send()
        .await
        .expect("an answer");
    assert_eq!(answer.status(), 400);
    let text = answer.text().await.expect("text");
    assert!(
        text.contains(r#""FieldName":"CodeTo""#) && text.contains("at most 1000000 coupons"),
        "{text}"
    );
    apex.stop().await;
}

#[tokio::test]
async fn an_answer_in_one_piece_has_a_limit() {
    let behaviour = Behaviour { most_in_answer: 20_000, ..Behaviour::default() };
    let apex = Apex::start_with(|builder| builder.behaviour(behaviour)).await;
    let more = r#""CodeFrom":1,"CodeTo":1500,"Prefix":"L""#;
    assert_eq!(add(&apex, more).await.0, 200);
    let get = async |accept: &str| {
        let request = reqwest::Client::new().get(format!("{}/Coupons/ByStatus", apex.base_url()));
        let request = request.header("Accept", accept).header("Authorization", BASIC);
        let answer = request.send().await.expect("an answer");
        (answer.status().as_u16(), answer.text().await.expect("text"))
    };
    let (status, page) = get("text/html").await;
    assert!(status == 400 && page.contains("too many values in one piece"), "{status} {page}");
    let (status, list) = get("application/json").await;
    assert_eq!(
        (status, list.matches("\"Code\"").count()),
        (200, 1500),
        "what is sent in parts has no limit"
    );
    let batch = async |requests: &str| {
        let url = format!("{}/json/reply/GetCouponsByStatus[]", apex.base_url());
        let request = reqwest::Client::new().post(url).header("Authorization", BASIC);
        let request = request
            .header("X-Http-Method-Override", "GET")
            .header("Content-Type", "application/json");
        let answer = request.body(requests.to_owned()).send().await.expect("an answer");
        (answer.status().as_u16(), answer.text().await.expect("text"))
    };
    let first = r#"{"Status":"1"}"#;
    assert_eq!(batch(&format!("[{first},{first}]")).await.0, 200);
    let (status, refused) = batch(&format!("[{first},{{}}]")).await;
    assert!(
        status == 400 && refused.contains(r#""ErrorCode":"AnswerTooLarge""#),
        "{status} {refused}"
    );
    assert!(refused.contains(r#""AutoBatchIndex":"1""#), "{refused}");
    apex.stop().await;
}

#[tokio::test]
async fn a_length_beyond_the_limit_is_refused_before_the_body_and_a_slow_body_in_time() {
    let limits =
        Limits { request_timeout: std::time::Duration::from_millis(300), ..Limits::default() };
    let apex = Apex::start_with(|builder| builder.limits(limits)).await;
    let head = "POST /json/reply/AddCoupons HTTP/1.1\r\nHost: x\r\nConnection: close\r\n";
    for (length, status) in [("99999999999", "413"), ("10", "408")] {
        let answer =
            apex.send(format!("{head}Content-Length: {length}\r\n\r\n{{").as_bytes()).await;
        let answer = String::from_utf8_lossy(&answer).into_owned();
        assert!(answer.starts_with(&format!("HTTP/1.1 {status}")), "{answer}");
    }
    apex.stop().await;
}

#[tokio::test]
async fn a_body_that_never_begins_is_refused_in_time() {
    let limits =
        Limits { request_timeout: std::time::Duration::from_millis(300), ..Limits::default() };
    let apex = Apex::start_with(|builder| builder.limits(limits)).await;
    let head = "POST /json/reply/AddCoupons HTTP/1.1\r\nHost: x\r\nConnection: close\r\n";
    let of_a_length = format!("{head}Content-Length: 10\r\n\r\n").into_bytes();
    let in_chunks = format!("{head}Transfer-Encoding: chunked\r\n\r\n").into_bytes();
    for request in [of_a_length, in_chunks, http_2_head("/json/reply/AddCoupons")] {
        let answer = String::from_utf8_lossy(&apex.send(&request).await).into_owned();
        assert!(answer.contains(r#""ErrorCode":"RequestTimeout""#), "{answer}");
    }
    apex.stop().await;
}

/// The preface, no settings, and the head of a POST whose stream stays open.
fn http_2_head(path: &str) -> Vec<u8> {
    let length = |bytes: &[u8]| u8::try_from(bytes.len()).expect("a short one");
    let block =
        [&[0x83, 0x86, 0x01, 1, b'x', 0x04, length(path.as_bytes())], path.as_bytes()].concat();
    let settings = [0, 0, 0, 4, 0, 0, 0, 0, 0];
    let headers = [0, 0, length(&block), 1, 4, 0, 0, 0, 1];
    [&b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"[..], &settings, &headers, &block].concat()
}

/// Nothing is made of a length before it is known to be allowed: two billion letters would end the
/// process.
#[tokio::test]
async fn a_length_that_no_code_may_have_is_refused_before_a_code_is_made() {
    let apex = Apex::start().await;
    let longest = i32::MAX;
    let too_long = [
        (format!(r#""CodeFrom":1,"CodeTo":1,"CodeLength":{longest}"#), "CodeLength"),
        (
            format!(r#""CodeFrom":1,"CodeTo":64,"CodeLength":{longest},"CodeFill":"Ж""#),
            "CodeLength",
        ),
        (r#""CodeFrom":1,"CodeTo":64,"CodeLength":513"#.to_owned(), "CodeLength"),
        (r#""CodeFrom":1,"CodeTo":1000000,"CodeLength":512"#.to_owned(), "CodeTo"),
        (format!(r#""CodeFrom":1,"CodeTo":1,"Prefix":"{}""#, "P".repeat(512)), "Prefix"),
        (format!(r#""CodeFrom":1,"CodeTo":1,"Suffix":"{}""#, "S".repeat(512)), "Suffix"),
    ];
    for (members, field) in too_long {
        let (status, body) = add(&apex, &members).await;
        assert_eq!(status, 400, "{body}");
        assert!(body.contains(&format!(r#""FieldName":"{field}""#)), "{body}");
    }
    let data = format!(
        r#""CodeFrom":1,"CodeTo":1,"Data":"{{Prods:[{{ProdId:{}}}]}}""#,
        "x".repeat(70_000)
    );
    let (status, body) = add(&apex, &data).await;
    assert!(status == 400 && body.contains(r#""FieldName":"Data""#), "{status} {body}");
    assert_eq!(add(&apex, r#""CodeFrom":1,"CodeTo":64,"CodeLength":512"#).await.0, 200);
    apex.stop().await;
}

async fn add(apex: &Apex, members: &str) -> (u16, String) {
    let body = format!(r#"{{{members},"Type":7,"ExpDate":"2030-01-02"}}"#);
    let request = reqwest::Client::new().post(format!("{}/Coupons", apex.base_url()));
    let request = request.basic_auth("demo", Some("demo")).header("Accept", "application/json");
    let answer = request.header("Content-Type", "application/json").body(body).send().await;
    let answer = answer.expect("an answer");
    (answer.status().as_u16(), answer.text().await.expect("text"))
}
