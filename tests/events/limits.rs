//! What bounds the streams, and when they end.

use std::time::Duration;

use super::client::{EventStream, call, get, post};
use super::host::{TO_ALL, started};

/// What is blocking runs beside the server.
async fn blocking<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> T {
    tokio::task::spawn_blocking(work).await.unwrap()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn one_that_says_nothing_is_dropped_and_the_others_hear_it() {
    let (_folder, host) = started("idle = \"300ms\"\nheartbeat = \"100ms\"", "");
    let address = host.address();
    blocking(move || {
        let mut silent = EventStream::of(address, "shop");
        let mut alive = EventStream::of(address, "shop");
        let id = EventStream::id_in(&alive.read(2));
        for _ in 0..10 {
            let answer = post(address, &format!("/event-heartbeat?id={id}"), "");
            assert_eq!((&*answer.status, &*answer.body), ("HTTP/1.1 200 OK", ""));
            std::thread::sleep(Duration::from_millis(60));
        }
        assert!(silent.ends_within(Duration::from_secs(2)));
        let events = alive.read_all(11);
        let of = |command: &str| events.iter().filter(|event| event.contains(command)).count();
        assert_eq!((of("shop@cmd.onLeave"), of("cmd.onHeartbeat")), (1, 10), "{events:#?}");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_slow_reader_is_dropped_and_nobody_waits_for_it() {
    let (_folder, host) = started("queue = 3", TO_ALL);
    let address = host.address();
    blocking(move || {
        let mut slow = EventStream::of(address, "shop");
        let body = format!("{{\"Text\":\"{}\"}}", "x".repeat(500_000));
        for _ in 0..60 {
            assert!(post(address, "/say", &body).status.contains("200"));
        }
        assert_eq!(get(address, "/event-subscribers").body, "[]");
        assert!(slow.ends_within(Duration::from_secs(5)));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn there_are_no_more_subscribers_and_channels_than_may_be() {
    let (_folder, host) = started("subscribers = 2\nchannels = 2", "");
    let address = host.address();
    blocking(move || {
        let open = |channels: &str| {
            EventStream::open(address, &format!("/event-stream?channels={channels}"), &[])
        };
        let refused = |channels: &str| {
            let json = [("Accept".to_owned(), "application/json".to_owned())];
            call(address, ("GET", &format!("/event-stream?channels={channels}")), &json, None)
        };
        let answer = refused("a,b,c");
        assert!(answer.status.contains("400"), "{}", answer.status);
        assert!(answer.body.contains("a subscriber has at most 2 channels"), "{}", answer.body);
        // Blank ones and those that come again do not count.
        let (first, _first) = open("a,,a,%20,b");
        let (second, mut stream) = open("a");
        assert!(first.status.contains("200") && second.status.contains("200"));
        assert!(refused("a").status.contains("503"));
        let id = EventStream::id_in(&stream.read(2));
        let target = format!("/event-subscribers/{id}");
        let answer = post(address, &target, r#"{"SubscribeChannels":["b","c"]}"#);
        assert!(answer.status.contains("400"), "{}", answer.status);
        let answer = post(
            address,
            &target,
            r#"{"SubscribeChannels":["b","c"],"UnsubscribeChannels":["a"]}"#,
        );
        assert!(answer.status.contains("200"), "{}", answer.body);
        drop((stream, _first));
        for _ in 0..200 {
            let (answer, _stream) = open("a");
            if answer.status.contains("200") {
                return;
            }
            std::thread::sleep(Duration::from_millis(5));
        }
        panic!("closed connections still count");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_name_breaks_the_lines_of_a_stream() {
    let stub = r#"
[[answer]]
publish = { channel = "{{ To }}", selector = "{{ Text }}", json = 1 }
answer = { Result = "said" }
"#;
    let (_folder, host) = started("", stub);
    let address = host.address();
    blocking(move || {
        let mut stream = EventStream::of(address, "shop");
        stream.read(2);
        for channels in ["a%0Adata:x", "%00", "a%0Db", &"x".repeat(201)] {
            let answer = get(address, &format!("/event-stream?channels={channels}"));
            assert!(answer.status.contains("400"), "{channels}: {}", answer.status);
        }
        for (to, selector, message) in [
            ("shop", r"a\nid: 9", "a name of at most 200 characters"),
            (r"shop\r\n", "a", "a name of at most 200 characters"),
            ("shop", "shop@a", "Illegal '@' used in name"),
        ] {
            let answer = post(address, "/say", &format!(r#"{{"To":"{to}","Text":"{selector}"}}"#));
            assert!(answer.status.contains("400"), "{to} {selector}: {}", answer.status);
            assert!(answer.body.contains(message), "{}", answer.body);
        }
        assert_eq!(stream.read(0), Vec::<String>::new());
        post(address, "/say", r#"{"To":"shop","Text":"cmd.x"}"#);
        assert_eq!(stream.read(1), ["id: 3\ndata: shop@cmd.x 1"]);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_stopping_server_ends_its_streams() {
    let (_folder, host) = started("", "");
    let address = host.address();
    let mut stream = blocking(move || EventStream::of(address, "shop")).await;
    let begun = std::time::Instant::now();
    host.stop().await;
    assert!(begun.elapsed() < Duration::from_secs(3), "{:?}", begun.elapsed());
    assert!(blocking(move || stream.ends_within(Duration::from_secs(1))).await);
}
