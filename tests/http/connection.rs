//! Connections as a socket sees them: names and order of headers, old and odd clients, what is read
//! and what is not.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use servicestack_emulator::host::{Behaviour, Profile};
use servicestack_emulator::http::server::{Limits, Tls, WireObserver};
use servicestack_emulator::wire::Dialect;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpSocket, TcpStream};

use crate::support::apex::Apex;

const BASIC: &str = "Authorization: Basic ZGVtbzpkZW1v\r\n";

/// The answer to a request with these headers on a connection of its own.
async fn answer_to(apex: &Apex, line: &str, headers: &str, body: &str) -> String {
    let length =
        if body.is_empty() { String::new() } else { format!("Content-Length: {}\r\n", body.len()) };
    let head =
        format!("{line} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n{headers}{length}\r\n{body}");
    String::from_utf8_lossy(&apex.send(head.as_bytes()).await).into_owned()
}

fn names(answer: &str) -> Vec<&str> {
    let head = answer.split("\r\n\r\n").next().expect("a head");
    head.lines().skip(1).filter_map(|line| line.split(':').next()).collect()
}

fn body_of(answer: &str) -> &str {
    answer.split_once("\r\n\r\n").map_or("", |(_, body)| body)
}

const OF_BODY: [&str; 5] = ["X-Powered-By", "Content-Type", "Date", "Content-Length", "Connection"];

#[tokio::test]
async fn header_names_and_their_order_are_the_hosts() {
    let apex = Apex::start().await;
    let json = "Accept: application/json\r\nContent-Type: application/json\r\n";
    let cookies = |count| vec!["Set-Cookie"; count];
    let cases = [
        ("GET /json/reply/GetRates", BASIC.to_owned(), "", [cookies(2), vec!["Vary"]].concat()),
        (
            "GET /csv/reply/GetRates",
            BASIC.to_owned(),
            "",
            [cookies(2), vec!["Content-Disposition", "Vary"]].concat(),
        ),
        (
            "POST /json/reply/GetRates[]",
            format!("{BASIC}{json}X-Http-Method-Override: GET\r\n"),
            "[{},{}]",
            [cookies(2), vec!["X-AutoBatch-Completed", "Vary"]].concat(),
        ),
        (
            "POST /auth/credentials",
            json.to_owned(),
            r#"{"UserName":"demo","Password":"demo"}"#,
            [cookies(4), vec!["Vary"]].concat(),
        ),
    ];
    for (line, headers, body, first) in cases {
        for _ in 0..3 {
            let answer = answer_to(&apex, line, &headers, body).await;
            let expected: Vec<&str> = first.iter().copied().chain(OF_BODY).collect();
            assert_eq!(names(&answer), expected, "{line}: {answer}");
            assert!(answer.contains("\r\nDate: Thu, 15 Jan 2026 10:00:00 GMT\r\n"), "{answer}");
        }
    }
    let answer = answer_to(&apex, "GET /Coupons/ByStatus.json", "", "").await;
    let without_body = ["Set-Cookie", "Set-Cookie", "WWW-Authenticate", "Vary", "X-Powered-By"];
    let expected: Vec<&str> =
        without_body.into_iter().chain(["Date", "Content-Length", "Connection"]).collect();
    assert_eq!(names(&answer), expected, "{answer}");
    apex.stop().await;
}

#[tokio::test]
async fn a_newer_host_has_the_order_of_its_own_web_server() {
    let modern = Behaviour { edition: Profile::Modern.edition(), ..Behaviour::default() };
    let apex = Apex::start_with(|builder| builder.behaviour(modern)).await;
    let answer = answer_to(&apex, "GET /json/reply/GetRates", BASIC, "").await;
    let expected = [
        "Content-Type",
        "Date",
        "Content-Length",
        "Connection",
        "Set-Cookie",
        "Set-Cookie",
        "Vary",
    ];
    assert_eq!(names(&answer)[..7], expected, "{answer}");
    assert_eq!(names(&answer).last(), Some(&"X-Powered-By"));
    apex.stop().await;
}

#[tokio::test]
async fn names_are_the_same_over_tls() {
    let directory = tempfile::tempdir().expect("a directory");
    let tls = Tls::SelfMade(directory.path().to_owned());
    let apex = Apex::start_with(|builder| builder.tls(tls)).await;
    let pem = std::fs::read(directory.path().join("tls-certificate.pem")).expect("it was made");
    let mut roots = rustls::RootCertStore::empty();
    let certificate = rustls::pki_types::pem::PemObject::from_pem_slice(&pem).expect("PEM");
    roots.add(certificate).expect("a certificate");
    let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
    let config = rustls::ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .expect("versions")
        .with_root_certificates(roots)
        .with_no_client_auth();
    let address = apex.base_url().trim_start_matches("https://").to_owned();
    let stream = TcpStream::connect(address).await.expect("it listens");
    let name = "localhost".try_into().expect("a name");
    let mut stream = tokio_rustls::TlsConnector::from(Arc::new(config))
        .connect(name, stream)
        .await
        .expect("TLS");
    let request = "GET /hello<>?a=\"Ж\" HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";
    stream.write_all(request.as_bytes()).await.expect("it reads");
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).await.ok();
    let answer = String::from_utf8_lossy(&answer).into_owned();
    assert!(answer.starts_with("HTTP/1.1 404 Not Found\r\n"), "{answer}");
    assert_eq!(names(&answer).last(), Some(&"Connection"), "{answer}");
    assert!(names(&answer).contains(&"Content-Type"), "{answer}");
    apex.stop().await;
}

/// Sends on one connection, and reads that many answers with a body of a known length.
async fn answers(stream: &mut TcpStream, request: &str, count: usize) -> Vec<String> {
    stream.write_all(request.as_bytes()).await.expect("it reads");
    let (mut answers, mut text) = (Vec::new(), Vec::new());
    let mut chunk = [0; 4096];
    while answers.len() < count {
        let read = tokio::time::timeout(Duration::from_secs(5), stream.read(&mut chunk));
        let length = read.await.expect("at once").expect("an answer");
        assert!(length > 0, "closed after {answers:?} and {:?}", String::from_utf8_lossy(&text));
        text.extend_from_slice(&chunk[..length]);
        while let Some((answer, rest)) = first_answer(&text) {
            answers.push(answer);
            text = rest;
        }
    }
    assert!(text.is_empty());
    answers
}

fn first_answer(text: &[u8]) -> Option<(String, Vec<u8>)> {
    let head = text.windows(4).position(|window| window == b"\r\n\r\n")? + 4;
    let spelled = String::from_utf8_lossy(&text[..head]).into_owned();
    let length = spelled
        .lines()
        .find_map(|line| line.strip_prefix("Content-Length: "))?
        .parse::<usize>()
        .ok()?;
    let rest = text.get(head + length..)?;
    Some((String::from_utf8_lossy(&text[..head + length]).into_owned(), rest.to_vec()))
}

async fn connected(apex: &Apex) -> TcpStream {
    let address = apex.base_url().trim_start_matches("http://").to_owned();
    TcpStream::connect(address).await.expect("it listens")
}

#[tokio::test]
async fn a_wish_for_another_protocol_is_as_if_it_were_absent_and_the_connection_stays() {
    let apex = Apex::start().await;
    for wish in [
        "Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABkAAQCAAAAAAIAAAAA\r\n",
        "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n",
        "Connection: keep-alive, upgrade\r\nUpgrade: foo/2\r\n",
        "Upgrade: websocket\r\n",
    ] {
        let mut stream = connected(&apex).await;
        for line in ["GET /json/reply/GetRates", "GET /csv/reply/GetRates"] {
            let request = format!("{line} HTTP/1.1\r\nHost: x\r\n{BASIC}{wish}\r\n");
            let answer = answers(&mut stream, &request, 1).await.remove(0);
            assert!(answer.starts_with("HTTP/1.1 200 OK\r\n"), "{wish}: {answer}");
            assert!(
                !names(&answer).contains(&"Connection") && !names(&answer).contains(&"Upgrade"),
                "{answer}"
            );
        }
        let body = r#"{"CouponType":1,"Prefix":"ZZ"}"#;
        let put = format!(
            "PUT /Coupons/Activate.json HTTP/1.1\r\nHost: x\r\n{BASIC}{wish}Content-Type: application/json\r\n\
             Content-Length: {}\r\n\r\n{body}",
            body.len()
        );
        let answer = answers(&mut stream, &put, 1).await.remove(0);
        assert!(answer.starts_with("HTTP/1.1 404 NotFound\r\n"), "{answer}");
    }
    apex.stop().await;
}

#[tokio::test]
async fn a_client_of_http_1_0_gets_no_chunks_and_keeps_the_connection_only_if_it_asks() {
    let apex = Apex::start().await;
    let coupons = r#"{"CodeFrom":1,"CodeTo":3000,"CodeLength":4,"Type":1,"ExpDate":"2030-01-02","Prefix":"ZZ"}"#;
    answer_to(
        &apex,
        "POST /Coupons.json",
        &format!("{BASIC}Content-Type: application/json\r\n"),
        coupons,
    )
    .await;
    let short = format!("GET /json/reply/GetRates HTTP/1.0\r\n{BASIC}");
    let mut stream = connected(&apex).await;
    for _ in 0..2 {
        let kept = answers(&mut stream, &format!("{short}Connection: Keep-Alive\r\n\r\n"), 1)
            .await
            .remove(0);
        assert!(
            kept.starts_with("HTTP/1.0 200 OK\r\n")
                && kept.contains("\r\nConnection: keep-alive\r\n"),
            "{kept}"
        );
    }
    let closed =
        String::from_utf8(apex.send(format!("{short}\r\n").as_bytes()).await).expect("text");
    assert!(closed.contains("\r\nContent-Length: ") && !closed.contains("keep-alive"), "{closed}");
    for option in ["", "Connection: keep-alive\r\n"] {
        let long = format!("GET /Coupons/ByStatus.json HTTP/1.0\r\n{BASIC}{option}\r\n");
        let list = String::from_utf8(apex.send(long.as_bytes()).await).expect("text");
        assert!(
            !list.contains("Transfer-Encoding") && !list.contains("keep-alive"),
            "{}",
            &list[..500]
        );
        assert!(
            body_of(&list).starts_with("{\"Coupon\":[") && list.ends_with("]}"),
            "{}",
            &list[..500]
        );
        assert_eq!(list.matches("\"Code\"").count(), 3000);
    }
    apex.stop().await;
}

/// A PUT of one activation.
fn activation(headers: &str) -> String {
    let body = r#"{"CouponType":1,"Prefix":"ZZ"}"#;
    format!(
        "PUT /Coupons/Activate.json HTTP/1.1\r\nHost: x\r\n{BASIC}{headers}Content-Type: application/json\r\n\
         Content-Length: {}\r\n\r\n{body}",
        body.len()
    )
}

#[tokio::test]
async fn nothing_is_read_after_a_close() {
    let apex = Apex::start().await;
    let coupons =
        r#"{"CodeFrom":1,"CodeTo":9,"CodeLength":4,"Type":1,"ExpDate":"2030-01-02","Prefix":"ZZ"}"#;
    answer_to(
        &apex,
        "POST /Coupons.json",
        &format!("{BASIC}Content-Type: application/json\r\n"),
        coupons,
    )
    .await;
    let two = activation("Connection: close\r\n") + &activation("");
    let after_a_close = apex.send(two.as_bytes()).await;
    let unreadable = "GET / HTTP/1.1\r\nHost: x\r\nX Y: 1\r\n\r\n".to_owned() + &activation("");
    let after_a_refusal = apex.send(unreadable.as_bytes()).await;
    let chunks =
        "POST /Coupons.json HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nabcdX";
    let after_broken_chunks = apex.send((chunks.to_owned() + &activation("")).as_bytes()).await;
    for (answer, status) in
        [(after_a_close, "200"), (after_a_refusal, "400"), (after_broken_chunks, "400")]
    {
        let answer = String::from_utf8_lossy(&answer).into_owned();
        assert_eq!(answer.matches("HTTP/1.1 ").count(), 1, "{answer}");
        assert!(answer.starts_with(&format!("HTTP/1.1 {status} ")), "{answer}");
        assert!(answer.contains("\r\nConnection: close\r\n"), "{answer}");
    }
    let list = answer_to(&apex, "GET /Coupons/ByStatus/1.json", BASIC, "").await;
    assert_eq!(
        list.matches("\"Code\"").count(),
        1,
        "one activation was asked for before a close: {list}"
    );
    apex.stop().await;
}

#[tokio::test]
async fn requests_sent_in_one_go_are_answered_in_order_however_they_are_cut() {
    let apex = Apex::start().await;
    let coupons = r#"{"CodeFrom":1,"CodeTo":15,"CodeLength":4,"Type":1,"ExpDate":"2030-01-02","Prefix":"ZZ"}"#;
    answer_to(
        &apex,
        "POST /Coupons.json",
        &format!("{BASIC}Content-Type: application/json\r\n"),
        coupons,
    )
    .await;
    let chunked = format!(
        "PUT /Coupons/Activate.json HTTP/1.1\r\nHost: x\r\n{BASIC}Content-Type: application/json\r\n\
         Transfer-Encoding: chunked\r\n\r\n1E\r\n{{\"CouponType\":1,\"Prefix\":\"ZZ\"}}\r\n0\r\n\r\n"
    );
    let odd = "GET /nope\"Ж\" HTTP/1.1\r\nHost: x\r\n\r\n";
    let stream =
        [&activation(""), odd, &chunked, odd, &activation("Connection: close\r\n")].concat();
    let stream = stream.as_bytes();
    for cut in [1, 7, 100, 333, stream.len()] {
        let mut socket = connected(&apex).await;
        let (mut reader, mut writer) = socket.split();
        let mut answer = String::new();
        let (read, ()) = tokio::join!(reader.read_to_string(&mut answer), async {
            for piece in stream.chunks(cut) {
                writer.write_all(piece).await.expect("it reads");
                writer.flush().await.expect("it reads");
                if cut > 1 {
                    tokio::time::sleep(Duration::from_millis(2)).await;
                }
            }
        });
        read.expect("whole answers");
        let statuses: Vec<&str> =
            answer.match_indices("HTTP/1.1 ").map(|(at, _)| &answer[at + 9..at + 12]).collect();
        assert_eq!(statuses, ["200", "404", "200", "404", "200"], "{cut}: {answer}");
    }
    let list = answer_to(&apex, "GET /Coupons/ByStatus/1.json", BASIC, "").await;
    assert_eq!(list.matches("\"Code\"").count(), 15, "{list}");
    apex.stop().await;
}

#[tokio::test]
async fn raw_bytes_of_an_address_are_read_and_what_is_refused_says_why() {
    let apex = Apex::start().await;
    for raw in ["Жук", "\"", "\"x", "<b>", "{\"k\":1}", "`", "a\u{7f}b", "^", "|", "\\", "\u{1}"]
    {
        let line = format!("GET /json/reply/GetCouponsByStatus?Status={raw}");
        let answer = answer_to(&apex, &line, BASIC, "").await;
        assert!(answer.starts_with("HTTP/1.1 400 "), "{raw:?}: {answer}");
        assert!(
            answer.contains("is an Invalid value for 'Status'"),
            "the value was read: {answer}"
        );
    }
    for raw in ["Жук", "\"", "<b>", "{\"k\":1}", "`", "a\u{7f}b", "^", "|", "\\", "\u{1}"] {
        let answer = answer_to(&apex, &format!("GET /json/reply/Nope{raw}"), BASIC, "").await;
        assert!(
            answer.starts_with("HTTP/1.1 405 "),
            "{raw:?} is no part of an operation's name: {answer}"
        );
        assert!(raw != "Жук" || answer.contains("'NopeЖук'"), "{answer}");
    }
    for (raw, reason) in [("a b", "space"), ("a\0b", "NUL"), ("a\rb", "carriage return")] {
        let answer = answer_to(&apex, &format!("GET /{raw}"), "", "").await;
        assert!(
            answer.starts_with("HTTP/1.1 400 Bad Request\r\nContent-Type: text/html\r\n"),
            "{answer}"
        );
        assert!(
            body_of(&answer).contains(reason) && answer.contains("Connection: close"),
            "{answer}"
        );
    }
    apex.stop().await;
    let modern = Behaviour { edition: Profile::Modern.edition(), ..Behaviour::default() };
    let apex = Apex::start_with(|builder| builder.behaviour(modern)).await;
    let refused = answer_to(&apex, "GET /Жук", "", "").await;
    assert!(
        refused.starts_with("HTTP/1.1 400 Bad Request") && refused.contains("0x7F"),
        "{refused}"
    );
    assert!(answer_to(&apex, "GET /<\u{7f}", "", "").await.starts_with("HTTP/1.1 404 "));
    let newer = String::from_utf8_lossy(&apex.send(b"GET / HTTP/2.0\r\nHost: x\r\n\r\n").await)
        .into_owned();
    assert!(newer.starts_with("HTTP/1.1 505 HTTP Version Not Supported\r\n"), "{newer}");
    apex.stop().await;
}

/// Strict as recorded (topics K3 and K5); a tolerant host reads what a client could need.
#[tokio::test]
async fn a_tolerant_host_reads_what_kestrel_refuses() {
    let line = format!("GET /metadata?{}", "x".repeat(9_000));
    let long = format!("X-Long: {}\r\n", "x".repeat(40_000));
    let odd = [
        (&*line, "", "414 URI Too Long"),
        ("GET /metadata", &*long, "431 Request Header Fields Too Large"),
        ("GET /metadata", "X-Name: Жук\r\n", "400 Bad Request"),
    ];
    for strict in [true, false] {
        let dialect = Dialect { strict, ..Dialect::default() };
        let edition = Profile::Modern.edition();
        let behaviour = Behaviour { dialect, edition, ..Behaviour::default() };
        let apex = Apex::start_with(|builder| builder.behaviour(behaviour)).await;
        for (line, headers, refused) in odd {
            let answer = answer_to(&apex, line, headers, "").await;
            let expected = if strict { refused } else { "200 OK" };
            let begin: String = answer.chars().take(200).collect();
            assert!(answer.starts_with(&format!("HTTP/1.1 {expected}\r\n")), "{strict} {begin}");
        }
        apex.stop().await;
    }
}

fn impatient() -> Limits {
    let limit = Duration::from_millis(300);
    Limits { request_timeout: limit, write_timeout: limit, ..Limits::default() }
}

/// What is read until the server closes; `what` names the connection.
async fn read_to_close(what: &str, mut stream: TcpStream) -> Vec<u8> {
    let mut read = Vec::new();
    let closed = tokio::time::timeout(Duration::from_secs(10), stream.read_to_end(&mut read)).await;
    assert!(closed.is_ok(), "{what} is still open after {:?}", String::from_utf8_lossy(&read));
    read
}

#[tokio::test]
async fn a_client_that_sends_nothing_is_closed_in_time() {
    let apex = Apex::start_with(|builder| builder.limits(impatient())).await;
    assert_eq!(read_to_close("a silent one", connected(&apex).await).await, b"");
    let mut amid_head = connected(&apex).await;
    amid_head.write_all(b"GET / HTTP/1.1\r\nHost").await.expect("it reads");
    let answer = String::from_utf8(read_to_close("half a head", amid_head).await).expect("text");
    assert!(
        answer.starts_with("HTTP/1.1 408 Request Timeout\r\nContent-Type: text/html\r\n"),
        "{answer}"
    );
    let mut second = connected(&apex).await;
    second.write_all(b"GET / HTTP/1.1\r\nHost: x\r\n\r\nGET /second").await.expect("it reads");
    let answer =
        String::from_utf8(read_to_close("half a second head", second).await).expect("text");
    assert!(
        answer.contains("HTTP/1.1 408 Request Timeout\r\nContent-Type: text/html\r\n"),
        "{answer}"
    );
    let mut http_2 = connected(&apex).await;
    http_2.write_all(b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n").await.expect("it reads");
    read_to_close("HTTP/2", http_2).await;
    apex.stop().await;
    let directory = tempfile::tempdir().expect("a directory");
    let tls = Tls::SelfMade(directory.path().to_owned());
    let apex = Apex::start_with(|builder| builder.tls(tls).limits(impatient())).await;
    let address = apex.base_url().trim_start_matches("https://").to_owned();
    let silent = TcpStream::connect(address).await.expect("it listens");
    assert_eq!(read_to_close("a silent one with TLS", silent).await, b"");
    apex.stop().await;
}

#[tokio::test]
async fn a_client_that_takes_nothing_is_closed_in_time() {
    let apex = Apex::start_with(|builder| builder.limits(impatient())).await;
    let coupons = r#"{"CodeFrom":1,"CodeTo":200000,"CodeLength":6,"Type":1,"ExpDate":"2030-01-02","Prefix":"ZZ"}"#;
    answer_to(
        &apex,
        "POST /Coupons.json",
        &format!("{BASIC}Content-Type: application/json\r\n"),
        coupons,
    )
    .await;
    let socket = TcpSocket::new_v4().expect("a socket");
    socket.set_recv_buffer_size(4096).expect("a size");
    let address = apex.base_url().trim_start_matches("http://").parse().expect("an address");
    let mut stream = socket.connect(address).await.expect("it listens");
    let request = format!("GET /Coupons/ByStatus.json HTTP/1.1\r\nHost: x\r\n{BASIC}\r\n");
    stream.write_all(request.as_bytes()).await.expect("it reads");
    tokio::time::sleep(Duration::from_secs(4)).await;
    let read = read_to_close("one that takes nothing", stream).await;
    assert!(
        !read.ends_with(b"0\r\n\r\n"),
        "the list was not sent to the end: {} bytes",
        read.len()
    );
    apex.stop().await;
}

#[tokio::test]
async fn a_body_that_drips_is_refused_and_the_connection_closed() {
    let apex = Apex::start_with(|builder| builder.limits(impatient())).await;
    let mut stream = connected(&apex).await;
    let head = "POST /Coupons.json HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n";
    stream.write_all(head.as_bytes()).await.expect("it reads");
    let (mut reader, mut writer) = stream.into_split();
    let drips = tokio::spawn(async move {
        while writer.write_all(b"1\r\nx\r\n").await.is_ok() {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    });
    let mut answer = String::new();
    let read =
        tokio::time::timeout(Duration::from_secs(4), reader.read_to_string(&mut answer)).await;
    read.expect("it closes").expect("it closes in order");
    assert!(
        answer.starts_with("HTTP/1.1 408 ") && answer.contains("\r\nConnection: close\r\n"),
        "{answer}"
    );
    drips.abort();
    apex.stop().await;
}

#[tokio::test]
async fn http_2_announces_how_many_requests_it_takes_at_once() {
    let apex =
        Apex::start_with(|builder| builder.limits(Limits { streams: 7, ..Limits::default() }))
            .await;
    let mut stream = connected(&apex).await;
    stream
        .write_all(b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\x04\0\0\0\0\0")
        .await
        .expect("it reads");
    let mut head = [0; 9];
    stream.read_exact(&mut head).await.expect("a frame");
    assert_eq!(head[3], 4, "SETTINGS");
    let mut settings = vec![0; usize::from(head[2])];
    stream.read_exact(&mut settings).await.expect("its settings");
    assert!(settings.chunks(6).any(|setting| setting == [0, 3, 0, 0, 0, 7]), "{settings:?}");
    apex.stop().await;
}

#[tokio::test]
async fn a_client_that_sends_no_more_gets_all_answers() {
    let apex = Apex::start().await;
    let mut stream = connected(&apex).await;
    let requests = "GET /json/reply/GetRates HTTP/1.1\r\nHost: x\r\n\r\n".repeat(3);
    stream.write_all(requests.as_bytes()).await.expect("it reads");
    stream.shutdown().await.expect("half a connection");
    let mut answers = String::new();
    stream.read_to_string(&mut answers).await.expect("it closes in order");
    assert_eq!(answers.matches("HTTP/1.1 200 ").count(), 3, "{answers}");
    apex.stop().await;
}

/// Bytes that came, and bytes that went out.
type BothWays = (Vec<u8>, Vec<u8>);

/// Those of each connection.
#[derive(Default)]
struct Recorder(Mutex<BTreeMap<u64, BothWays>>);

impl WireObserver for Recorder {
    fn received(&self, connection: u64, bytes: &[u8]) {
        self.0.lock().unwrap().entry(connection).or_default().0.extend_from_slice(bytes);
    }

    fn sent(&self, connection: u64, bytes: &[u8]) {
        self.0.lock().unwrap().entry(connection).or_default().1.extend_from_slice(bytes);
    }
}

#[tokio::test]
async fn an_observer_sees_the_bytes_as_they_travel() {
    let recorder = Arc::new(Recorder::default());
    let apex = Apex::start_with(|builder| builder.wire_observer(recorder.clone())).await;
    let request = "GET /\"Ж\" HTTP/1.1\nHost: x\nConnection: close\nUpgrade: h2c\n\n".as_bytes();
    let first = apex.send(request).await;
    let second = apex.send(b"GET /metadata HTTP/1.0\r\n\r\n").await;
    apex.stop().await;
    let seen = recorder.0.lock().unwrap();
    assert_eq!(seen[&0], (request.to_vec(), first));
    assert_eq!(seen[&1], (b"GET /metadata HTTP/1.0\r\n\r\n".to_vec(), second));
}
