//! A request whose body was not read to its end is none that can be read again.

use std::io::Write;

use flate2::Compression;
use flate2::write::GzEncoder;
use servicestack_emulator::edition::Profile;
use servicestack_emulator::host::Behaviour;
use servicestack_emulator::http::server::Limits;
use servicestack_emulator::journal::{self, Entry};
use servicestack_emulator::wire::Dialect;
use servicestack_emulator::{Builder, Running};

use crate::exchanges::{BASIC, apex, entry, send};
use crate::socket::exchange;

/// Bodies have 1000 bytes at most.
fn limited(change: impl FnOnce(Builder) -> Builder) -> Running {
    let limits = Limits { body_bytes: Some(1000), ..Limits::default() };
    apex(|builder| change(builder.limits(limits).journal(journal::Limits::default())))
}

/// A request of JSON whose body is packed, and is so long before.
fn packed(length: usize) -> Vec<u8> {
    let begin = r#"{"CodeFrom":1,"CodeTo":1,"Type":1,"ExpDate":"2030-01-01","Unknown":""#;
    let body = format!("{begin}{}\"}}", "x".repeat(length - begin.len() - 2));
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(body.as_bytes()).unwrap();
    let body = encoder.finish().unwrap();
    let head = format!(
        "POST /json/reply/AddCoupons HTTP/1.1\r\nHost: x\r\nConnection: close\r\n{BASIC}\
         Content-Type: application/json\r\nContent-Encoding: gzip\r\nContent-Length: {}\r\n\r\n",
        body.len()
    );
    [head.as_bytes(), &body].concat()
}

fn is_kept_whole(entry: &Entry) -> bool {
    entry.request.is_whole() && !entry.request.is_cut()
}

/// A strict Kestrel comes to the binding of it, and refuses it there.
#[tokio::test]
async fn a_packed_body_beyond_the_limit_is_not_unpacked_by_who_reads_the_journal() {
    let dialect = Dialect { strict: true, ..Dialect::default() };
    let behaviour =
        Behaviour { dialect, edition: Profile::Modern.edition(), ..Behaviour::default() };
    let running = limited(|builder| builder.behaviour(behaviour));
    let journal = running.tenants().default().journal().clone();
    for (number, length) in [(1, 1000), (2, 1001), (3, 500_000)] {
        let (_, end) = exchange(running.address(), &packed(length)).await;
        end.unwrap();
        let entry = entry(&journal, number).await;
        let is_read = length <= 1000;
        assert_eq!(entry.operation.as_deref(), Some("AddCoupons"), "{length}");
        assert!(entry.stages[1].is_some() && !entry.request.is_cut(), "{length}: {entry:?}");
        assert_eq!(is_kept_whole(&entry), is_read, "{length}");
        assert_eq!(
            (entry.requests().len(), entry.dropped().len()),
            (usize::from(is_read), usize::from(is_read)),
            "{length}"
        );
    }
    running.stop().await;
}

#[tokio::test]
async fn a_body_beyond_the_limit_is_partial_for_a_tenant_that_is_none_too() {
    let running = limited(|builder| builder);
    let journal = running.tenants().default().journal().clone();
    let head = "POST /json/reply/AddCoupons HTTP/1.1\r\nHost: x\r\nX-Emulator-Tenant: a b\r\n\
                Content-Length: 1001\r\n\r\n";
    let answer = send(&running, head).await;
    assert!(answer.starts_with(b"HTTP/1.1 400 "), "{}", answer.escape_ascii());
    let entry = entry(&journal, 1).await;
    assert!(!is_kept_whole(&entry), "{entry:?}");
    running.stop().await;
}
