//! `--store`.

use std::path::Path;

use insta::assert_snapshot;
use tempfile::tempdir;

use super::database::Schema;
use super::server::Server;
use super::{command, run, sentence};

const DEMO: &str = "Authorization: Basic ZGVtbzpkZW1v\r\n";

fn serve(data: &Path, store: &str) -> Server {
    Server::start(command(&[
        "--listen",
        "127.0.0.1:0",
        "--data",
        data.to_str().unwrap(),
        "--store",
        store,
    ]))
}

#[tokio::test]
async fn two_emulators_share_one_database() {
    let Some(schema) = Schema::new().await else { return };
    let (one, other) = (tempdir().unwrap(), tempdir().unwrap());
    let one = serve(one.path(), &schema.url());
    let other = serve(other.path(), &schema.url());
    let state = |server: &Server| {
        let line = server.greeting.lines().find(|line| line.contains("state")).unwrap().to_owned();
        line.replace(&schema.address().to_string(), "DATABASE")
    };
    assert_eq!(
        state(&one),
        "  state     DATABASE (1123 coupons, 1123 new from the built-in seed data)"
    );
    assert_eq!(
        state(&other),
        "  state     DATABASE (1123 coupons, 0 new and 1123 kept of the built-in seed data)"
    );
    let headers = format!("{DEMO}Content-Type: application/json\r\nAccept: application/json\r\n");
    let body = |id: u32| {
        format!(
            r#"{{"CouponType":1,"Prefix":"AB","ActivateId":"ea76000000000000000000000000000{id}"}}"#
        )
    };
    let activate =
        |server: &Server, id| server.ask("PUT", "/Coupons/Activate", &headers, &body(id));
    assert!(activate(&one, 1).contains(r#""Code":"AB000001""#));
    assert!(activate(&other, 1).contains(r#""Code":"AB000001""#), "the same call at the other");
    assert!(activate(&other, 2).contains(r#""Code":"AB000002""#));
    assert!(activate(&one, 2).contains(r#""Code":"AB000002""#));
}

#[test]
fn no_password_is_reported() {
    let directory = tempdir().unwrap();
    let shown = run(&[
        "check-config",
        "--store",
        "postgres://till:not-to-be-seen@db.example/coupons?sslmode=require",
    ]);
    let shown = String::from_utf8(shown.success().get_output().stdout.clone()).unwrap();
    assert!(
        shown.contains(r#"store = "postgres://till@db.example/coupons?sslmode=require""#),
        "{shown}"
    );
    assert!(!shown.contains("not-to-be-seen"));
    let reported = |store: &str| sentence(run(&["--store", store]).get_output(), directory.path());
    assert_snapshot!(reported("mysql://till:secret@db/coupons"), @"error: --store (SSE_STORE): a store begins with postgres://, as in postgres://user@host/database");
    assert_snapshot!(reported("postgres://till:secret@db:x/coupons"), @"error: --store (SSE_STORE): invalid value for option `port`");
    let mut help = command(&["--help"]);
    let help = help.env("SSE_STORE", "postgres://till:s3cr3t@db/coupons").output().unwrap();
    assert!(!String::from_utf8_lossy(&help.stdout).contains("s3cr3t"));
}

#[test]
fn a_database_that_is_away_ends_the_start_with_one_sentence_and_2() {
    let directory = tempdir().unwrap();
    let closed = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let store = format!("postgres://till:secret@{closed}/coupons");
    let data = directory.path().to_str().unwrap();
    let output = run(&["--listen", "127.0.0.1:0", "--data", data, "--store", &store]);
    let reported =
        sentence(output.get_output(), directory.path()).replace(&closed.to_string(), "ADDRESS");
    assert_snapshot!(reported, @"error: the database postgres://till@ADDRESS/coupons cannot be reached: Connection refused (os error 111)");
}
