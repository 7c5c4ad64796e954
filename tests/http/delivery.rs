//! Answers that reach their client otherwise than whole.

use std::sync::Arc;
use std::time::{Duration, Instant};

use reqwest::Client;
use servicestack_emulator::http::{Answer, Answering, Delivery, Exchange, Site};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use crate::support::apex::Apex;

/// 3000 letters, delivered as its path asks.
struct Faulty;

impl Site for Faulty {
    fn answer<'a>(&'a self, exchange: &'a Exchange) -> Answering<'a> {
        let mut answer = Answer::of(200, "text/plain", "x".repeat(3000));
        answer.delivery = match exchange.request.path() {
            "/reset" => Delivery::Reset,
            "/head" => Delivery::Truncate(20),
            "/body" => Delivery::Truncate(2000),
            "/slow" => Delivery::Throttle { bytes_per_second: 10_000 },
            "/garbage" => Delivery::Garbage,
            _ => Delivery::Whole,
        };
        Box::pin(async { answer })
    }

    fn refuse(&self, _: &Exchange, status: u16, _: &str, _: &str) -> Answer {
        Answer::empty(status)
    }
}

async fn started() -> Apex {
    Apex::start_with(|builder| builder.mount("/faulty", Arc::new(Faulty))).await
}

/// What comes, and how it ends.
async fn got(apex: &Apex, path: &str) -> (Vec<u8>, std::io::Result<usize>) {
    let address = apex.base_url().trim_start_matches("http://").to_owned();
    let mut stream = TcpStream::connect(address).await.expect("it listens");
    let request = format!("GET /faulty{path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
    stream.write_all(request.as_bytes()).await.expect("it reads");
    let mut answer = Vec::new();
    let ended = stream.read_to_end(&mut answer).await;
    (answer, ended)
}

#[tokio::test]
async fn an_answer_may_be_cut_slowed_or_garbled() {
    let apex = started().await;
    let (whole, ended) = got(&apex, "/whole").await;
    assert!(whole.ends_with(b"xxx") && ended.is_ok());
    let (nothing, ended) = got(&apex, "/reset").await;
    assert_eq!(
        (nothing, ended.unwrap_err().kind()),
        (Vec::new(), std::io::ErrorKind::ConnectionReset)
    );
    for (path, length) in [("/head", 20), ("/body", 2000)] {
        let (part, ended) = got(&apex, path).await;
        assert!(ended.is_ok() && part == whole[..length], "{path}: {}", part.len());
    }
    let begun = Instant::now();
    let (slow, _) = got(&apex, "/slow").await;
    let took = begun.elapsed();
    assert!(
        slow == whole && took > Duration::from_millis(250) && took < Duration::from_secs(3),
        "{took:?}"
    );
    let (garbage, _) = got(&apex, "/garbage").await;
    assert!(garbage.len() == whole.len() && !garbage.starts_with(b"HTTP"));
    apex.stop().await;
}

#[tokio::test]
async fn so_may_one_of_http_2_and_its_neighbours_do_not_notice() {
    let apex = started().await;
    let client = Client::builder().http2_prior_knowledge().build().expect("a client");
    let fetched = async |path: &str| {
        client.get(format!("{}/faulty{path}", apex.base_url())).send().await?.bytes().await
    };
    let (whole, cut) = tokio::join!(fetched("/whole"), fetched("/body"));
    let whole = whole.expect("a body");
    assert_eq!(whole.len(), 3000);
    assert!(cut.is_err() && fetched("/reset").await.is_err());
    let garbage = fetched("/garbage").await.expect("a body");
    assert!(garbage.len() == 3000 && garbage != whole);
    assert_eq!(fetched("/slow").await.expect("a body"), whole);
    apex.stop().await;
}
