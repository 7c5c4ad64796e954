//! Two runs with the same seed and clock send the same bytes.

use std::time::Duration;

use crate::command;
use crate::server::Server;

#[path = "../support/http_file.rs"]
#[allow(dead_code, reason = "each test uses its part")]
mod http_file;

const ARGS: [&str; 7] =
    ["--fresh", "--listen", "127.0.0.1:0", "--frozen-at", "2026-01-15T10:00:00Z", "--seed", "7"];

/// All requests of `fixtures/requests`, in the order of their files.
fn requests() -> Vec<String> {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/fixtures/requests");
    let mut files: Vec<_> =
        std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.retain(|path| path.extension().is_some_and(|end| end == "http"));
    files.sort();
    assert!(files.len() >= 40, "only {} request files", files.len());
    let texts = files.iter().map(|file| std::fs::read_to_string(file).unwrap());
    texts.flat_map(|text| http_file::requests(&text)).collect()
}

/// What a new process answers to all of them.
fn run(args: &[&str]) -> Vec<Vec<u8>> {
    let server = Server::start(command(args));
    let further = [
        "/metadata",
        "/types/csharp",
        "/types/metadata",
        "/openapi.json",
        "/Coupons/ByStatus.html",
        "/restapi/openapi.json",
        "/_emulator/tenants.json",
        "/_emulator/coupons/export",
    ];
    let further = further.map(|path| {
        format!(
            "GET {path} HTTP/1.1\r\nHost: localhost\r\nAuthorization: Basic ZGVtbzpkZW1v\r\n\
             Connection: close\r\n\r\n"
        )
    });
    // The server's own port is part of some answers.
    let port = server.address().rsplit(':').next().unwrap().to_owned();
    let all = requests().into_iter().chain(further);
    let answers = all.map(|request| server.send(request.as_bytes()));
    let answers: Vec<Vec<u8>> = answers
        .map(|bytes| String::from_utf8_lossy(&bytes).replace(&port, "PORT").into_bytes())
        .collect();
    server.signal("TERM");
    answers
}

#[test]
fn two_processes_with_one_seed_and_one_time_send_the_same_bytes() {
    let (one, other) = (run(&ARGS), run(&ARGS));
    assert_eq!(one.len(), other.len());
    let requests = requests();
    for (place, (one, other)) in one.iter().zip(&other).enumerate() {
        let request = requests.get(place).map_or("a page", |request| request.as_str());
        let (one, other) = (String::from_utf8_lossy(one), String::from_utf8_lossy(other));
        assert_eq!(one, other, "{request}");
        assert!(one.starts_with("HTTP/1."), "{request}: {one:?}");
    }
    let ids = |answers: &[Vec<u8>]| {
        let all = answers.concat();
        String::from_utf8_lossy(&all).matches("ss-id=").count()
    };
    assert!(ids(&one) > 20, "random values are among them");
    let mut another = ARGS;
    another[6] = "8";
    assert!(run(&another).concat() != one.concat(), "another seed sends others");
}

#[test]
fn lines_of_the_log_show_the_time_of_the_clock() {
    let args = ["--fresh", "--listen", "127.0.0.1:0", "--clock-at", "2150-06-01T12:30:00Z"];
    let server = Server::start(command(&args));
    server.ask("GET", "/metadata", "", "");
    server.ask("GET", "/metadata", "X-Emulator-Clock: 2200-01-01\r\n", "");
    let tenant = "X-Emulator-Fault: answer=status:500\r\n";
    server.ask("GET", "/metadata", tenant, "");
    server.signal("TERM");
    let (_, _, log) = server.end();
    let lines: Vec<&str> = log.lines().filter(|line| line.contains("timestamp")).collect();
    assert!(lines.len() >= 4, "{log}");
    let is_of = |line: &&&str, year: &str| line.contains(&format!("\"timestamp\":\"{year}-"));
    assert_eq!(lines.iter().filter(|line| is_of(line, "2200")).count(), 1, "{log}");
    assert!(lines.iter().all(|line| is_of(&line, "2150") || is_of(&line, "2200")), "{log}");
}

#[test]
fn a_clock_may_begin_anywhere_and_run_at_any_pace() {
    let args = [
        "--fresh",
        "--listen",
        "127.0.0.1:0",
        "--clock-at",
        "2030-01-01",
        "--clock-rate",
        "1000000",
    ];
    let server = Server::start(command(&args));
    std::thread::sleep(Duration::from_millis(300));
    let shown = server.ask("GET", "/_emulator/clock.json", "", "");
    assert!(shown.contains("\"Frozen\":false,\"Rate\":1000000"), "{shown}");
    let date = shown.split_once("Date: ").unwrap().1.lines().next().unwrap();
    assert!(!date.contains("Tue, 01 Jan 2030"), "three days are a quarter of a second: {date}");
    assert!(date.contains("2030"), "{date}");
}
