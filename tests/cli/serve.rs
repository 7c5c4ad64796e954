use std::fs;
use std::net::TcpListener;
use std::path::Path;

use insta::assert_snapshot;
use tempfile::tempdir;

use super::server::Server;
use super::{command, run, sentence};

/// Basic credentials of demo/demo.
const DEMO: &str = "Authorization: Basic ZGVtbzpkZW1v\r\n";

fn start(data: &Path, more: &[&str]) -> Server {
    let mut args = vec!["--listen", "127.0.0.1:0", "--data", data.to_str().unwrap()];
    args.extend(more);
    Server::start(command(&args))
}

/// The greeting without what differs from run to run.
fn settled(server: &Server, data: &Path) -> String {
    let port = server.address().rsplit(':').next().unwrap();
    server.greeting.replace(&data.display().to_string(), "DIR").replace(port, "PORT")
}

fn coupons(server: &Server) -> usize {
    server.ask("GET", "/Coupons/ByStatus?format=json", DEMO, "").matches("\"Code\":").count()
}

#[test]
fn it_prints_where_it_listens_and_how_to_sign_in() {
    let directory = tempdir().unwrap();
    let server = start(directory.path(), &["--frozen-at", "2026-03-01", "--seed", "1"]);
    assert!(server.ask("GET", "/metadata", "", "").starts_with("HTTP/1.1 200 "));
    assert_snapshot!(settled(&server, directory.path()), @r"
    ApexERPHost listens on 127.0.0.1:PORT
      index     http://127.0.0.1:PORT/
      metadata  http://127.0.0.1:PORT/metadata
      sign in   http://127.0.0.1:PORT/auth/credentials (as demo with password demo; Basic works too)
      state     DIR (1123 coupons, 1123 new from the built-in seed data)
      MIKO      http://127.0.0.1:PORT/restapi/v1/generate.coupons (open: no API keys are set)
      mode      tolerant; clock frozen at 2026-03-01T00:00:00Z; seed 1
    Stop with Ctrl-C.
    ");
}

#[test]
fn coupons_outlive_the_process_and_seed_data_are_not_added_twice() {
    let directory = tempdir().unwrap();
    let body = r#"{"CouponType":1,"Prefix":"AB","ActivateId":"ea760000000000000000000000000001"}"#;
    let headers = format!("{DEMO}Content-Type: application/json\r\nAccept: application/json\r\n");
    let first = start(directory.path(), &[]);
    let answer = first.ask("PUT", "/Coupons/Activate", &headers, body);
    assert!(answer.contains(r#""Code":"AB000001""#), "{answer}");
    let before = coupons(&first);
    first.signal("TERM");
    first.end();
    let second = start(directory.path(), &[]);
    assert_eq!(coupons(&second), before);
    assert!(
        second.ask("PUT", "/Coupons/Activate", &headers, body).contains(r#""Code":"AB000001""#)
    );
    assert_snapshot!(settled(&second, directory.path()), @r"
    ApexERPHost listens on 127.0.0.1:PORT
      index     http://127.0.0.1:PORT/
      metadata  http://127.0.0.1:PORT/metadata
      sign in   http://127.0.0.1:PORT/auth/credentials (as demo with password demo; Basic works too)
      state     DIR (1123 coupons, 0 new and 1123 kept of the built-in seed data)
      MIKO      http://127.0.0.1:PORT/restapi/v1/generate.coupons (open: no API keys are set)
      mode      tolerant
    Stop with Ctrl-C.
    ");
}

#[test]
fn empty_means_without_coupons() {
    let directory = tempdir().unwrap();
    let server = start(directory.path(), &["--empty"]);
    assert_eq!(coupons(&server), 0);
    assert_snapshot!(settled(&server, directory.path()), @r"
    ApexERPHost listens on 127.0.0.1:PORT
      index     http://127.0.0.1:PORT/
      metadata  http://127.0.0.1:PORT/metadata
      sign in   http://127.0.0.1:PORT/auth/credentials (as demo with password demo; Basic works too)
      state     DIR (0 coupons, no seed data)
      MIKO      http://127.0.0.1:PORT/restapi/v1/generate.coupons (open: no API keys are set)
      mode      tolerant
    Stop with Ctrl-C.
    ");
}

#[test]
fn seed_data_of_one_s_own_replace_the_built_in() {
    let directory = tempdir().unwrap();
    let file = directory.path().join("mine.json");
    fs::write(
        &file,
        r#"{"coupons":[{"type":5,"prefix":"MINE","from":8,"to":10,"code_length":3,"expires":"2099-01-01"}]}"#,
    )
    .unwrap();
    let server = start(&directory.path().join("state"), &["--seed-data", file.to_str().unwrap()]);
    let answer = server.ask("GET", "/Coupons/ByStatus?format=jsv", DEMO, "");
    let codes: Vec<&str> =
        answer.split("Code:").skip(1).filter_map(|rest| rest.split(',').next()).collect();
    assert_eq!(codes, ["MINE008", "MINE009", "MINE010"]);
}

#[test]
fn the_environment_sets_what_flags_leave_open() {
    let directory = tempdir().unwrap();
    let mut command = command(&["serve", "--listen", "127.0.0.1:0"]);
    command
        .env("SSE_LISTEN", "127.0.0.1:1")
        .env("SSE_DATA", directory.path())
        .env("SSE_EMPTY", "true");
    command
        .env("SSE_STRICT", "1")
        .env("SSE_SEED", "7")
        .env("SSE_FROZEN_AT", "2026-03-01T12:00:00Z");
    let server = Server::start(command);
    assert_snapshot!(settled(&server, directory.path()), @r"
    ApexERPHost listens on 127.0.0.1:PORT
      index     http://127.0.0.1:PORT/
      metadata  http://127.0.0.1:PORT/metadata
      sign in   http://127.0.0.1:PORT/auth/credentials (as demo with password demo; Basic works too)
      state     DIR (0 coupons, no seed data)
      MIKO      http://127.0.0.1:PORT/restapi/v1/generate.coupons (open: no API keys are set)
      mode      strict; clock frozen at 2026-03-01T12:00:00Z; seed 7
    Stop with Ctrl-C.
    ");
}

#[test]
fn users_of_a_settings_file_sign_in_and_demo_does_not() {
    let directory = tempdir().unwrap();
    let config = concat!(env!("CARGO_MANIFEST_DIR"), "/fixtures/settings/users.toml");
    let server = start(directory.path(), &["--config", config, "--empty"]);
    let till = "Authorization: Basic dGlsbDp0aWxsLXBhc3N3b3Jk\r\n";
    assert!(
        server.ask("GET", "/Coupons/ByStatus?format=json", till, "").starts_with("HTTP/1.1 200 ")
    );
    assert!(
        server.ask("GET", "/Coupons/ByStatus?format=json", DEMO, "").starts_with("HTTP/1.1 401 ")
    );
    assert_snapshot!(settled(&server, directory.path()), @r"
    ApexERPHost listens on 127.0.0.1:PORT
      index     http://127.0.0.1:PORT/
      metadata  http://127.0.0.1:PORT/metadata
      sign in   http://127.0.0.1:PORT/auth/credentials (as till, clerk; Basic works too)
      state     DIR (0 coupons, no seed data)
      MIKO      http://127.0.0.1:PORT/restapi/v1/generate.coupons (open: no API keys are set)
      mode      tolerant
    Stop with Ctrl-C.
    ");
}

#[tokio::test]
async fn a_client_that_trusts_its_certificate_calls_it_by_https() {
    let directory = tempdir().unwrap();
    let server = start(directory.path(), &["--empty", "--tls", "--seed", "1"]);
    let certificate = fs::read(directory.path().join("tls-certificate.pem")).unwrap();
    let trusted = reqwest::Certificate::from_pem(&certificate).unwrap();
    let client = reqwest::Client::builder().tls_certs_only([trusted]).build().unwrap();
    let port = server.address().rsplit(':').next().unwrap();
    let answer = client.get(format!("https://localhost:{port}/metadata")).send().await.unwrap();
    assert_eq!(answer.status(), 200);
    assert!(
        reqwest::Client::new()
            .get(format!("https://localhost:{port}/metadata"))
            .send()
            .await
            .is_err()
    );
    assert_snapshot!(settled(&server, directory.path()), @r"
    ApexERPHost listens on 127.0.0.1:PORT
      index     https://127.0.0.1:PORT/
      metadata  https://127.0.0.1:PORT/metadata
      sign in   https://127.0.0.1:PORT/auth/credentials (as demo with password demo; Basic works too)
      state     DIR (0 coupons, no seed data)
      MIKO      https://127.0.0.1:PORT/restapi/v1/generate.coupons (open: no API keys are set)
      trust     DIR/tls-certificate.pem
      mode      tolerant; seed 1
    Stop with Ctrl-C.
    ");
}

#[test]
fn both_signals_stop_it_gracefully() {
    for signal in ["TERM", "INT"] {
        let directory = tempdir().unwrap();
        let server = start(directory.path(), &["--empty"]);
        server.signal(signal);
        let (status, out, err) = server.end();
        assert_eq!((status.code(), out.as_str()), (Some(0), ""), "{err}");
        assert!(err.contains(&format!(r#""signal":"SIG{signal}""#)), "{err}");
    }
}

#[test]
fn the_log_is_one_line_of_json_a_request() {
    let directory = tempdir().unwrap();
    let server = start(directory.path(), &["--empty"]);
    server.ask("GET", "/Coupons/ByStatus/1?format=jsv", DEMO, "");
    server.signal("TERM");
    let (_, _, err) = server.end();
    let lines = err.lines().map(|line| serde_json::from_str::<serde_json::Value>(line).unwrap());
    let request = lines.into_iter().find(|line| line["message"] == "request").unwrap();
    assert_eq!(request["method"], "GET");
    assert_eq!(request["path"], "/Coupons/ByStatus/1");
    assert_eq!(request["operation"], "GetCouponsByStatus");
    assert_eq!(request["format"], "jsv");
    assert_eq!(request["status"], 200);
    assert!(request["duration_us"].is_u64() && request["request_id"].is_string(), "{request}");
}

/// What a client does not see: the real host does otherwise, or does what hurts.
#[test]
fn the_log_reports_chunked_bodies_and_dates_without_end() {
    for (more, end) in [(&["--empty"][..], "9999-12-31"), (&["--empty", "--strict"], "0001-01-01")]
    {
        let directory = tempdir().unwrap();
        let server = start(directory.path(), more);
        let chunked = "2\r\n{}\r\n0\r\n\r\n";
        let head = format!("Host: x\r\nConnection: close\r\n{DEMO}Content-Type: application/json");
        let request = "POST /json/reply/GetRates HTTP/1.1";
        let framing = "Transfer-Encoding: chunked";
        server.send(format!("{request}\r\n{head}\r\n{framing}\r\n\r\n{chunked}").as_bytes());
        let coupons = r#"{"CodeFrom":1,"CodeTo":1,"Type":7,"Prefix":"Z","ExpDate":"\/Date(253402300800000-0000)\/"}"#;
        let json = format!("{DEMO}Content-Type: application/json\r\n");
        let added = server.ask("POST", "/Coupons?format=json", &json, coupons);
        let listed = server.ask("GET", "/Coupons/ByStatus?format=jsv", DEMO, "");
        assert!(added.starts_with("HTTP/1.1 200 "), "{added}");
        assert!(listed.contains(&format!("ExpirationDate:{end}")), "{listed}");
        server.signal("TERM");
        let log = server.end().2;
        assert_eq!(log.matches("chunked body: the real host ignores it").count(), 1, "{log}");
        let reported =
            log.lines().find(|line| line.contains("DateTime.MaxValue")).unwrap_or_default();
        assert!(reported.contains(end), "{log}");
    }
}

#[test]
fn the_log_filter_is_obeyed() {
    let directory = tempdir().unwrap();
    let server = start(directory.path(), &["--empty", "--log", "warn"]);
    server.ask("GET", "/metadata", "", "");
    server.signal("TERM");
    assert_eq!(server.end().2, "");
}

#[test]
fn what_the_user_can_mend_ends_with_one_sentence_and_2() {
    let directory = tempdir().unwrap();
    let here = |name: &str| directory.path().join(name).display().to_string();
    let reported = |args: &[&str]| sentence(run(args).get_output(), directory.path());
    let taken = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let _held = TcpListener::bind(taken).unwrap();
    let port_in_use =
        reported(&["--listen", &taken.to_string(), "--data", &here("port"), "--empty"]);
    assert_snapshot!(port_in_use.replace(&taken.to_string(), "ADDRESS"), @"error: cannot listen on ADDRESS: Address already in use (os error 98); choose another address with --listen, or port 0 for any free one");
    let owner = start(&directory.path().join("owned"), &["--empty"]);
    assert_snapshot!(reported(&["--listen", "127.0.0.1:0", "--data", &here("owned")]), @"error: the store in DIR/owned is in use by another process; stop that one or choose another directory");
    drop(owner);
    fs::write(here("file"), "x").unwrap();
    assert_snapshot!(reported(&["--listen", "127.0.0.1:0", "--data", &here("file")]), @"error: the directory DIR/file cannot be opened for the store: Not a directory (os error 20); make it writable or choose another one");
    assert_snapshot!(reported(&["--listen", "0.0.0.0:0"]), @"error: listening on 0.0.0.0:0 would let anybody in as demo/demo; name users in a settings file (--config), with password hashes made by hash-password, or listen on 127.0.0.1");
    assert_snapshot!(reported(&["--config", &here("absent.toml")]), @"error: DIR/absent.toml: cannot be opened: No such file or directory (os error 2)");
    assert_snapshot!(reported(&["--seed-data", &here("absent.toml")]), @"error: DIR/absent.toml: cannot be opened: No such file or directory (os error 2)");
    assert_snapshot!(reported(&["--fresh", "--store", "postgres://h/d"]), @"error: --fresh and --store (SSE_FRESH and SSE_STORE) contradict each other; give one of them");
    assert_snapshot!(reported(&["--seed-data", "x", "--empty"]), @"error: --empty and --seed-data (SSE_EMPTY and SSE_SEED_DATA) contradict each other; give one of them");
    assert_snapshot!(reported(&["--empty", "--log", "=="]), @"error: `==` is no log filter (invalid filter directive); write one such as info, or info,servicestack_emulator::http=debug");
}

#[test]
fn a_damaged_data_directory_is_reported() {
    let directory = tempdir().unwrap();
    let server = start(directory.path(), &[]);
    server.signal("TERM");
    server.end();
    fs::write(directory.path().join("coupons/checkpoint"), [0xA5; 64]).unwrap();
    let output = run(&["--listen", "127.0.0.1:0", "--data", directory.path().to_str().unwrap()]);
    let reported = sentence(output.get_output(), directory.path());
    assert!(
        reported.starts_with("error: the store in DIR is damaged (")
            && reported.contains("restore a backup"),
        "{reported}"
    );
}

#[test]
fn miko_is_served_with_keys_without_and_not_at_all() {
    let directory = tempdir().unwrap();
    let config = directory.path().join("apex.toml");
    let path = "/restapi/v1/trialsactivationhistory/0";
    for (section, reported, status) in [
        ("[miko]\n", "MIKO      ", "200"),
        (
            "[[miko.api_keys]]\nid = '2'\nsecret = 'a-secret-of-the-tests'\n",
            "(for API_ID 2)",
            "401",
        ),
        ("[miko]\nenabled = false\n", "mode      tolerant", "404"),
    ] {
        fs::write(&config, section).unwrap();
        let server = start(
            &directory.path().join("data"),
            &["--empty", "--config", config.to_str().unwrap()],
        );
        assert!(server.greeting.contains(reported), "{}", server.greeting);
        assert_eq!(server.greeting.contains("MIKO"), status != "404");
        assert!(
            server.ask("GET", path, "", "").starts_with(&format!("HTTP/1.1 {status} ")),
            "{section}"
        );
        server.signal("TERM");
        server.end();
    }
}

#[test]
fn a_fresh_server_keeps_nothing() {
    let directory = tempdir().unwrap();
    let data = directory.path().join("data");
    for _ in 0..2 {
        let server = start(&data, &["--fresh", "--tls=false"]);
        assert!(
            server
                .greeting
                .contains("  state     in memory; nothing is kept (1123 coupons, 1123 new from"),
            "{}",
            server.greeting
        );
        let headers =
            format!("{DEMO}Content-Type: application/json\r\nAccept: application/json\r\n");
        let answer =
            server.ask("PUT", "/Coupons/Activate", &headers, r#"{"CouponType":1,"Prefix":"AB"}"#);
        assert!(answer.contains(r#""Code":"AB000001""#), "the same coupon at each start: {answer}");
        server.signal("TERM");
        assert!(server.end().0.success());
    }
    let secure = start(&data, &["--fresh", "--tls"]);
    assert!(
        secure.greeting.contains("https://") && !secure.greeting.contains("trust"),
        "{}",
        secure.greeting
    );
    assert!(!data.exists());
}

#[test]
fn flags_may_come_before_the_verb() {
    let directory = tempdir().unwrap();
    let data = directory.path().join("none");
    let args = [
        "--listen",
        "127.0.0.1:0",
        "--data",
        data.to_str().unwrap(),
        "--fresh",
        "serve",
        "--empty",
    ];
    let server = Server::start(command(&args));
    assert_eq!(coupons(&server), 0);
    assert!(!data.exists());
    run(&["--strict", "serve", "--strict"]).code(2);
}

#[test]
fn the_host_is_served_below_its_base_path() {
    let server =
        Server::start(command(&["--listen", "127.0.0.1:0", "--fresh", "--base-path", "erp/"]));
    let status = |target: &str| {
        server.ask("GET", target, DEMO, "").chars().skip(9).take(3).collect::<String>()
    };
    assert!(server.greeting.contains("/erp/metadata\n"), "{}", server.greeting);
    let page = server.ask("GET", "/erp/metadata", "", "");
    assert!(
        page.starts_with("HTTP/1.1 200 ") && page.contains("\"/erp/json/metadata?op="),
        "{page}"
    );
    let coupons = server.ask("GET", "/erp/Coupons/ByStatus?format=json", DEMO, "");
    assert!(coupons.contains("AB000001") && coupons.contains("path=/erp;"), "{coupons}");
    assert_eq!(["/metadata", "/Coupons/ByStatus", "/erpx"].map(status), ["404", "404", "404"]);
    assert_eq!(
        ["/health", "/restapi/v1/openapi.json", "/erp/openapi.json"].map(status),
        ["200", "404", "200"]
    );
    let root = server.ask("GET", "/", "", "");
    assert!(root.starts_with("HTTP/1.1 302 ") && root.contains("/erp/\r\n"), "{root}");
}

#[test]
fn a_misspelt_exception_is_warned_of() {
    let directory = tempdir().unwrap();
    let map = "{ ArgumentExeption = 422, OutOfStockException = 409 }";
    let args = ["--empty", "--log", "warn", "--host-map-exception-to-status-code", map];
    let server = start(directory.path(), &args);
    server.signal("TERM");
    let (_, _, log) = server.end();
    assert!(
        log.contains(
            "ArgumentExeption is no exception that the host knows; did you mean ArgumentException?"
        ),
        "{log}"
    );
    assert!(!log.contains("OutOfStock"), "{log}");
}
