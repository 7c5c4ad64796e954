//! What observers are shown of an exchange, and what faults make of it at each point of its way.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use reqwest::Client;
use servicestack_emulator::config::{MikoData, MikoSettings};
use servicestack_emulator::host::Cors;
use servicestack_emulator::hosts::miko::{self, Miko, MikoParts};
use servicestack_emulator::http::{
    Answer, Delivery, Exchange, Faults, Observer, Passing, Point, Sent, Version,
};
use servicestack_emulator::service::ServiceError;

use crate::support::apex::Apex;

const BASIC: &str = "Authorization: Basic ZGVtbzpkZW1v\r\n";

/// What one exchange showed.
#[derive(Debug, Clone)]
struct Seen {
    version: Version,
    connection: u64,
    has_peer: bool,
    verb: String,
    request: String,
    operation: Option<String>,
    session: Option<String>,
    error_code: Option<String>,
    times: [Option<Duration>; Point::COUNT],
    delivery: Option<Delivery>,
    sent: Sent,
}

#[derive(Default)]
struct Recorder(Mutex<Vec<Seen>>);

impl Recorder {
    fn last(&self) -> Seen {
        self.0.lock().unwrap().last().expect("an exchange").clone()
    }
}

impl Observer for Recorder {
    fn keeps(&self) -> usize {
        1000
    }

    fn answered(&self, _: &Exchange, _: &Answer) {}

    fn delivered(&self, exchange: &Exchange, sent: &Sent) {
        let (arrival, noted) = (&exchange.arrival, exchange.noted());
        self.0.lock().unwrap().push(Seen {
            version: arrival.version,
            connection: arrival.connection.number,
            has_peer: arrival.connection.peer.is_some(),
            verb: arrival.verb.clone().into_owned(),
            request: String::from_utf8_lossy(&arrival.bytes).into_owned(),
            operation: noted.operation.clone(),
            session: noted.session.clone(),
            error_code: noted.error_code.clone(),
            times: exchange.kept().expect("it is kept").times(),
            delivery: noted.delivery,
            sent: sent.clone(),
        });
    }
}

async fn observed() -> (Apex, Arc<Recorder>) {
    let recorder = Arc::new(Recorder::default());
    let apex = Apex::start_with(|builder| builder.observer(recorder.clone())).await;
    (apex, recorder)
}

/// Sends a request of these lines on a connection of its own.
async fn send(apex: &Apex, line: &str, headers: &str, body: &str) -> (String, Vec<u8>) {
    let length =
        if body.is_empty() { String::new() } else { format!("CONTENT-length: {}\r\n", body.len()) };
    let request =
        format!("{line} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n{headers}{length}\r\n{body}");
    let answer = apex.send(request.as_bytes()).await;
    (request, answer)
}

const JSON: &str = "Content-Type: application/json\r\nX-Http-Method-Override: PUT\r\n";

#[tokio::test]
async fn an_observer_sees_both_sides_as_they_were_sent_and_what_was_noted() {
    let (apex, recorder) = observed().await;
    let body = r#"{"CouponType":1,"Prefix":"ZZ"}"#;
    let headers = format!("{BASIC}{JSON}Cookie: ss-id=abc; ss-pid=def\r\n");
    let (request, answer) = send(&apex, "post /Coupons/Activate.json", &headers, body).await;
    let seen = recorder.last();
    assert_eq!((seen.version, seen.connection, seen.has_peer), (Version::Http11, 0, true));
    assert_eq!((seen.verb.as_str(), seen.request), ("post", request));
    assert_eq!(seen.operation.as_deref(), Some("ActivateCoupon"));
    assert_eq!(seen.error_code.as_deref(), Some("NotFound"));
    assert!(
        seen.session.is_some_and(|session| session.len() == 20 && session != "abc"),
        "signed in anew"
    );
    assert_eq!(seen.delivery, Some(Delivery::Whole));
    let kept = answer.len().min(1000);
    assert_eq!((&seen.sent.bytes[..], seen.sent.length), (&answer[..kept], answer.len() as u64));
    assert!(seen.sent.is_whole);
    let [accept, bind, commit, committed, answered] = seen.times;
    assert!(
        accept.is_some() && accept <= bind && bind <= commit && commit <= answered,
        "{:?}",
        seen.times
    );
    assert_eq!(committed, None, "the service refused");
    apex.stop().await;
}

#[tokio::test]
async fn so_it_does_of_streamed_bodies_in_parts_and_of_http_2() {
    let (apex, recorder) = observed().await;
    let coupons = r#"{"CodeFrom":1,"CodeTo":3000,"CodeLength":4,"Type":1,"ExpDate":"2030-01-02","Prefix":"ZZ"}"#;
    let headers = format!("{BASIC}Content-Type: application/json\r\n");
    send(&apex, "POST /Coupons.json", &headers, coupons).await;
    let (_, list) = send(&apex, "GET /Coupons/ByStatus.json", BASIC, "").await;
    let seen = recorder.last();
    assert!(list.len() > 100_000 && seen.sent.length == list.len() as u64 && seen.sent.is_whole);
    assert_eq!(seen.sent.bytes, list[..1000]);
    let client = Client::builder().http2_prior_knowledge().build().expect("a client");
    let url = format!("{}/Coupons/ByStatus.json", apex.base_url());
    let answer = client.get(url).basic_auth("demo", Some("demo")).send().await.expect("an answer");
    let list = answer.bytes().await.expect("a body");
    apex.stop().await;
    let seen = recorder.last();
    assert_eq!((seen.version, seen.verb.as_str()), (Version::Http2, "GET"));
    assert_eq!((&seen.sent.bytes[..], seen.sent.length), (&list[..1000], list.len() as u64));
    assert!(seen.sent.is_whole);
}

/// What happens at one point, where the operation is one of this name.
struct At {
    point: Point,
    operation: &'static str,
    act: fn(&Exchange) -> Result<(), ServiceError>,
    /// How often it came there.
    came: Mutex<usize>,
}

impl Faults for At {
    fn at<'a>(&'a self, point: Point, exchange: &'a Exchange) -> Passing<'a> {
        Box::pin(async move {
            let is_ours =
                exchange.noted().operation.as_deref().unwrap_or_default() == self.operation;
            if point != self.point || !is_ours {
                return Ok(());
            }
            *self.came.lock().unwrap() += 1;
            tokio::time::sleep(Duration::from_millis(1)).await;
            (self.act)(exchange)
        })
    }
}

fn busy(_: &Exchange) -> Result<(), ServiceError> {
    Err(ServiceError::http(503, "Busy", "come again"))
}

fn reset(exchange: &Exchange) -> Result<(), ServiceError> {
    exchange.deliver(Delivery::Reset);
    Ok(())
}

async fn faulty(
    point: Point,
    operation: &'static str,
    act: fn(&Exchange) -> Result<(), ServiceError>,
) -> (Apex, Arc<At>) {
    let at = Arc::new(At { point, operation, act, came: Mutex::default() });
    let parts =
        MikoParts { data: MikoData::default(), settings: MikoSettings::default(), cors: Cors::Off };
    let miko = Arc::new(Miko::new(parts));
    let apex =
        Apex::start_with(|builder| builder.faults(at.clone()).mount(miko::BASE_PATH, miko)).await;
    (apex, at)
}

const ADD: &str =
    r#"{"CodeFrom":1,"CodeTo":9,"CodeLength":4,"Type":1,"ExpDate":"2030-01-02","Prefix":"ZZ"}"#;

/// Adds coupons, and returns what came of it, and how many coupons there are then.
async fn added(apex: &Apex) -> (String, usize) {
    let headers = format!("{BASIC}Content-Type: application/json\r\n");
    let (_, answer) = send(apex, "POST /Coupons.json", &headers, ADD).await;
    let (_, list) = send(apex, "GET /Coupons/ByStatus.json", BASIC, "").await;
    let list = String::from_utf8_lossy(&list).matches("\"Code\"").count();
    (String::from_utf8_lossy(&answer).into_owned(), list)
}

#[tokio::test]
async fn a_fault_ends_an_exchange_where_it_stands_in_the_shape_of_the_site() {
    for (point, operation, coupons) in [
        (Point::BeforeBind, "AddCoupons", 0),
        (Point::BeforeCommit, "AddCoupons", 0),
        (Point::AfterCommit, "AddCoupons", 9),
        (Point::Answer, "AddCoupons", 9),
    ] {
        let (apex, at) = faulty(point, operation, busy).await;
        let (answer, count) = added(&apex).await;
        assert!(answer.starts_with("HTTP/1.1 503 "), "{point:?}: {answer}");
        assert!(
            answer.contains(r#""ErrorCode":"Busy","Message":"come again""#),
            "{point:?}: {answer}"
        );
        assert_eq!((count, *at.came.lock().unwrap()), (coupons, 1), "{point:?}");
        apex.stop().await;
    }
    let (apex, _) = faulty(Point::Accept, "", busy).await;
    assert!(send(&apex, "GET /nothing", "", "").await.1.starts_with(b"HTTP/1.1 503 "));
    apex.stop().await;
}

#[tokio::test]
async fn after_the_commit_the_change_is_there_and_the_client_never_hears() {
    let (apex, _) = faulty(Point::AfterCommit, "AddCoupons", reset).await;
    assert_eq!(added(&apex).await, (String::new(), 9));
    apex.stop().await;
}

#[tokio::test]
async fn each_request_of_a_batch_passes_the_commit() {
    let (apex, at) = faulty(Point::BeforeCommit, "AddCoupons", |_| Ok(())).await;
    let headers = format!("{BASIC}Content-Type: application/json\r\n");
    let two = format!("[{ADD},{}]", ADD.replace("ZZ", "YY"));
    let (_, answer) = send(&apex, "POST /json/reply/AddCoupons[]", &headers, &two).await;
    assert!(answer.starts_with(b"HTTP/1.1 200 "), "{}", String::from_utf8_lossy(&answer));
    assert_eq!(*at.came.lock().unwrap(), 2);
    apex.stop().await;
}

#[tokio::test]
async fn miko_passes_the_same_line() {
    for point in [Point::BeforeBind, Point::BeforeCommit, Point::AfterCommit, Point::Answer] {
        let (apex, at) = faulty(point, "openapi.json", busy).await;
        let (_, answer) = send(&apex, "GET /restapi/openapi.json", "", "").await;
        let answer = String::from_utf8_lossy(&answer).into_owned();
        assert!(answer.starts_with("HTTP/1.1 503 "), "{point:?}: {answer}");
        assert!(answer.ends_with(r#"{"message":"come again"}"#), "{point:?}: {answer}");
        assert_eq!(*at.came.lock().unwrap(), 1);
        apex.stop().await;
    }
}
