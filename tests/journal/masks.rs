//! Secrets are masked by their names, in heads, queries and bodies of every format.

use proptest::prelude::*;
use servicestack_emulator::journal::masked;

/// What no masked text may hold.
const SECRET: &str = "Zq7!hidden";

fn shown(text: &str) -> String {
    String::from_utf8(masked(text.as_bytes())).unwrap()
}

#[test]
fn values_behind_names_of_secrets_are_masked_in_every_notation() {
    let notations = [
        r#"{"UserName":"demo","Password":"SECRET","After":1}"#,
        r#"{ "password" : "SECRET" }"#,
        r#"{"Password":"a\"SECRET"}"#,
        r#"{"Password":"","ApiKey":"SECRET"}"#,
        r#"{"Text":"{\"Password\":\"SECRET\",\"a\":1}"}"#,
        r#"{"Password":{"a":["SECRET"]},"b":1}"#,
        r#"{"\u0050assword":"SECRET"}"#,
        "{UserName:demo,Password:SECRET,After:1}",
        r#"{Password:"x,""SECRET""",After:1}"#,
        r#"{Password:"a\",NewPassword:SECRET}"#,
        "[{BearerToken:SECRET},{RefreshToken:SECRET}]",
        "<Sell><Password>SECRET</Password><After>1</After></Sell>",
        r#"<d:Password xmlns:d="x" i:nil="false">SECRET</d:Password>"#,
        "<Password><![CDATA[</Password>SECRET]]></Password>",
        "<Meta><Key>ApiKey</Key><Value>SECRET</Value></Meta>",
        "UserName=demo&Password=SECRET&rememberMe=true",
        "password=two words SECRET",
        "pass%77ord=SECRET",
        "x=%7B%22Password%22%3A%22SECRET%22%7D",
        "<th>Password</th><td>SECRET</td>",
        r#"<input name="password" type="text" value="SECRET">"#,
        "{&quot;Password&quot;:&quot;SECRET&quot;}",
        "http://demo:SECRET@localhost/",
    ];
    for notation in notations {
        let message =
            format!("POST /x HTTP/1.1\r\nHost: a\r\n\r\n{}", notation.replace("SECRET", SECRET));
        let shown = shown(&message);
        assert!(!shown.contains(SECRET) && !shown.contains("hidden"), "{shown}");
        assert_eq!(shown.len(), message.len(), "lengths stay");
    }
}

#[test]
fn what_is_no_secret_stays() {
    for text in [
        r#"{"Prefix":"AB","ActivateId":"ea76","ClassId":7,"Passwords":null}"#,
        "{Prefix:AB,PageToken:3,Pass_count:3}",
        "<Compass>n</Compass><Prefix>AB</Prefix>",
        r#"[{"name":"Password","type":"String"}]"#,
        "a=1&b=2",
    ] {
        let message =
            format!("POST /Coupons/Password/7?a=1 HTTP/1.1\r\nX-Request-Id: 1\r\n\r\n{text}");
        assert_eq!(shown(&message), message);
    }
}

#[test]
fn heads_show_the_scheme_and_the_names_alone() {
    let head = "GET /a?ss-id=S&x=1&api_key=K HTTP/1.1\r\nauthorization: Bearer T O\r\nX-Api-Key:K\r\n\
        Proxy-Authorization: onlyone\r\nCookie: ss-id=A; ss-pid=B; ss-opt=perm; other=C\r\n\
        Referer: http://u:p@h/?password=w&b=1\r\nX-ss-id: abc\r\nAuthorization: Basic\r\n folded\r\n\r\n";
    let expected = "GET /a?ss-id=*&x=1&api_key=* HTTP/1.1\r\nauthorization: Bearer ***\r\nX-Api-Key:*\r\n\
        Proxy-Authorization: *******\r\nCookie: ss-id=*; ss-pid=*; ss-opt=perm; other=*\r\n\
        Referer: http://u:*@h/?password=*&b=1\r\nX-ss-id:****\r\nAuthorization: *****\r\n folded\r\n\r\n";
    let shown = shown(head);
    assert!(!shown.contains("folded"), "{shown}");
    assert_eq!(
        shown
            .replace(" ******\r\n\r\n", " folded\r\n\r\n")
            .replace("*******\r\n\r\n", " folded\r\n\r\n"),
        expected
    );
    let answer = "HTTP/1.1 200 OK\r\nSet-Cookie: ss-id=A;path=/;HttpOnly\r\nSet-Cookie: ss-opt=temp;path=/\r\n\r\n";
    assert_eq!(masked_text(answer), answer.replace("=A;", "=*;"));
}

fn masked_text(text: &str) -> String {
    shown(text)
}

#[test]
fn bodies_are_read_as_their_head_says() {
    let part = |name: &str| {
        format!(
            "--b\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{SECRET}\r\n--b--\r\n"
        )
    };
    let multipart = |name: &str| {
        format!(
            "POST / HTTP/1.1\r\nContent-Type: multipart/form-data; boundary=b\r\n\r\n{}",
            part(name)
        )
    };
    assert!(!shown(&multipart("Password")).contains(SECRET));
    assert_eq!(shown(&multipart("Note")), multipart("Note"));

    let csv = format!(
        "POST / HTTP/1.1\r\nContent-Type: text/csv\r\n\r\nName,Password,B\r\n\"a,b\",\"{SECRET}\nx\",1\r\nc,{SECRET},2"
    );
    let shown_csv = shown(&csv);
    assert!(
        !shown_csv.contains("hidden")
            && shown_csv.contains("\"a,b\",")
            && shown_csv.ends_with(",2")
    );

    let chunked = "POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n9\r\n{\"Passwor\r\n8\r\nd\":\"Zq7!\r\n8\r\nhidden\"}\r\n0\r\n\r\n";
    let shown_chunked = shown(chunked);
    assert!(
        !shown_chunked.contains("Zq7!") && !shown_chunked.contains("hidden"),
        "{shown_chunked}"
    );
    assert!(shown_chunked.ends_with("\"}\r\n0\r\n\r\n"), "{shown_chunked}");

    let packed = "POST / HTTP/1.1\r\nContent-Encoding: gzip\r\n\r\nanything";
    assert!(shown(packed).ends_with("\r\n\r\n********"));
}

proptest! {
    #[test]
    fn any_bytes_keep_their_length(bytes: Vec<u8>, head in "(POST /\\?a=%4 HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n)?") {
        let message = [head.as_bytes(), &bytes].concat();
        prop_assert_eq!(masked(&message).len(), message.len());
    }

    #[test]
    fn texts_that_look_like_messages_are_read_to_their_end(
        parts in prop::collection::vec("(Password|name=\"pwd\"|\r\n|\r\n\r\n|:|=|\"|\\\\|\\{|\\[|<|>|</|&quot;|,|\\}|ff|%41|\\\\u0041|://|@|--|é)", 0..40),
        kind in "(|Content-Type: text/csv|Content-Type: multipart/x|Transfer-Encoding: chunked|Cookie: a)",
    ) {
        let message = format!("POST / HTTP/1.1\r\n{kind}\r\n\r\n{}", parts.concat());
        prop_assert_eq!(masked(message.as_bytes()).len(), message.len());
    }

    #[test]
    fn a_json_password_is_masked_whatever_it_is(password in "[a-zA-Z0-9\"\\\\,{}:&=<> ]{4,20}") {
        let body = serde_json::json!({ "A": "x", "Password": password, "B": 1 }).to_string();
        let shown = shown(&format!("POST / HTTP/1.1\r\n\r\n{body}"));
        let parsed: serde_json::Value = serde_json::from_str(shown.split("\r\n\r\n").nth(1).unwrap()).unwrap();
        let masked = parsed["Password"].as_str().unwrap();
        prop_assert!(masked.bytes().all(|byte| byte == b'*'), "{}", masked);
    }
}
