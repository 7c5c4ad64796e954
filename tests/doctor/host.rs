//! A host whose journal the doctor looks at.

use std::sync::Arc;
use std::time::Duration;

use servicestack_emulator::doctor::{Report, Scope, examine};
use servicestack_emulator::journal::{Entry, Filter};
use servicestack_emulator::lab::{Clock, Seed};
use servicestack_emulator::{Emulator, Running};

use crate::socket::exchange;

pub const BASIC: &str = "Authorization: Basic ZGVtbzpkZW1v\r\n";

/// What goes over connections, one each; several requests of a text go over one.
pub type Sent = Vec<String>;

/// A request of the user demo, after which the server closes.
pub fn request(line: &str, headers: &str, body: &str) -> String {
    anonymous(line, &format!("{BASIC}{headers}"), body)
}

pub fn anonymous(line: &str, headers: &str, body: &str) -> String {
    let length = match body.len() {
        0 => String::new(),
        length => format!("Content-Length: {length}\r\n"),
    };
    format!("{line} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n{headers}{length}\r\n{body}")
}

pub fn json_put(path: &str, body: &str) -> String {
    let headers = "Content-Type: application/json\r\nAccept: application/json\r\n";
    request(&format!("PUT {path}"), headers, body)
}

pub fn host() -> Running {
    let clock = Clock::frozen_at("2026-01-15T10:00:00Z".parse().unwrap());
    Emulator::apex().clock(clock).seed(Seed::from_u64(1)).start().unwrap()
}

/// The exchanges of these connections, the oldest first.
pub async fn entries(running: &Running, sent: &[String]) -> Vec<Arc<Entry>> {
    let journal = running.tenants().default().journal().clone();
    for bytes in sent {
        exchange(running.address(), bytes.as_bytes()).await.1.unwrap();
    }
    // An entry follows its answer.
    let count = sent.iter().map(|bytes| bytes.matches(" HTTP/1.").count()).sum::<usize>();
    let mut came = journal.subscribe_after(0);
    let entries = came.wait_for(&Filter::default(), count, Duration::from_secs(20)).await;
    assert!(entries.len() >= count, "{} entries of {count} answers", entries.len());
    entries
}

/// What is found, after the exchanges were changed.
pub async fn report(sent: &[String], scope: Scope, change: impl Fn(&mut [Entry])) -> Report {
    let running = host();
    let entries = entries(&running, sent).await;
    let mut entries: Vec<Entry> = entries.iter().map(|entry| Entry::clone(entry)).collect();
    change(&mut entries);
    let entries: Vec<Arc<Entry>> = entries.into_iter().map(Arc::new).collect();
    let report = examine(&entries, scope);
    running.stop().await;
    report
}

/// The names of the rules that find something.
pub async fn found_in(
    sent: &[String],
    scope: Scope,
    change: impl Fn(&mut [Entry]),
) -> Vec<&'static str> {
    report(sent, scope, change).await.found().map(|diagnosis| diagnosis.about.name).collect()
}
