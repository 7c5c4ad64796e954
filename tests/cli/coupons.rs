//! `coupons`, on either engine.

use std::fs;
use std::path::Path;

use insta::assert_snapshot;
use tempfile::{TempDir, tempdir};

use super::database::Schema;
use super::server::Server;
use super::{command, run, sentence};

/// The flags that name a store.
type Store = Vec<String>;

fn in_directory(path: &Path) -> Store {
    vec!["--data".to_owned(), path.display().to_string()]
}

fn in_database(path: &Path, schema: &Schema) -> Store {
    [in_directory(path), vec!["--store".to_owned(), schema.url()]].concat()
}

/// Begins a store with the built-in demo coupons.
fn begin(store: &Store) {
    let mut args = vec!["--listen", "127.0.0.1:0"];
    args.extend(store.iter().map(String::as_str));
    let server = Server::start(command(&args));
    server.signal("TERM");
    server.end();
}

fn coupons(store: &Store, args: &[&str]) -> assert_cmd::assert::Assert {
    let store = store.iter().map(String::as_str);
    let args: Vec<_> = ["coupons"].into_iter().chain(args.iter().copied()).chain(store).collect();
    run(&args)
}

fn said(store: &Store, args: &[&str]) -> String {
    String::from_utf8(coupons(store, args).success().get_output().stdout.clone()).unwrap()
}

/// What a refusal prints, and its exit code.
fn refused(store: &Store, args: &[&str]) -> String {
    let assert = coupons(store, args).failure();
    let output = assert.get_output();
    assert!(output.stdout.is_empty());
    format!(
        "{}: {}",
        output.status.code().unwrap(),
        String::from_utf8_lossy(&output.stderr).trim_end()
    )
}

fn total(store: &Store) -> String {
    let reported = said(store, &["count"]);
    reported.lines().last().unwrap().split_whitespace().last().unwrap().to_owned()
}

/// Everything once, on one engine.
fn a_tour(store: &Store, directory: &Path) {
    begin(store);
    assert_snapshot!("count", said(store, &["count", "--at", "2026-03-01"]));
    let file = |name: &str| directory.join(name).display().to_string();
    for name in ["coupons.jsonl", "coupons.csv"] {
        let reported = said(store, &["export", &file(name)]).replace(&file(name), name);
        assert_eq!(reported, format!("exported 1123 coupons to {name}\n"));
        assert!(!Path::new(&file(&format!("{name}.unfinished"))).exists());
    }
    assert_eq!(said(store, &["export"]), fs::read_to_string(file("coupons.jsonl")).unwrap());
    assert_eq!(said(store, &["snapshot", "before"]), "kept 1123 coupons as before\n");
    assert_eq!(said(store, &["snapshots"]), "before\n");
    assert_eq!(said(store, &["void", "AB000005"]), "voided AB000005 (Id 5)\n");
    assert_eq!(said(store, &["void", "--id", "5"]), "as before: voided AB000005 (Id 5)\n");
    let spend =
        ["spend", "AB000005", "--spend-id", "ea760000000000000000000000000001", "--pos", "7"];
    assert_eq!(
        refused(store, &spend),
        "1: error: the coupon with code AB000005 stays as it is: the coupon is voided"
    );
    assert_eq!(
        refused(store, &["spend", "nobody"]),
        "1: error: there is no coupon with code nobody"
    );
    assert!(refused(store, &["reset"]).starts_with("2: error: reset removes all 1123 coupons of "));
    assert!(refused(store, &["restore", "before"]).ends_with("; say so with --yes"));
    assert_eq!(total(store), "1123");
    assert_eq!(said(store, &["reset", "--yes"]), "removed 1123 coupons\n");
    assert_eq!(total(store), "0");
    assert_eq!(
        said(store, &["import", &file("coupons.csv")]),
        "imported 1123 coupons, replacing 0\n"
    );
    assert_eq!(said(store, &["export"]), fs::read_to_string(file("coupons.jsonl")).unwrap());
    let mut cut = fs::read_to_string(file("coupons.jsonl")).unwrap();
    cut.truncate(1_000);
    fs::write(file("cut.jsonl"), cut).unwrap();
    let reported = refused(store, &["import", &file("cut.jsonl"), "--yes"]);
    assert_snapshot!("cut", reported);
    assert_eq!(
        said(store, &["restore", "before", "--yes"]),
        "restored 1123 coupons, replacing 1123\n"
    );
    assert_eq!(refused(store, &["restore", "after", "-y"]), "2: error: there is no snapshot after");
    assert!(
        refused(store, &["export", &file("coupons.xlsx")])
            .starts_with("2: error: there is no form xlsx")
    );
}

#[test]
fn a_tour_on_a_directory() {
    let directory = tempdir().unwrap();
    a_tour(&in_directory(&directory.path().join("data")), directory.path());
}

#[tokio::test]
async fn a_tour_on_a_database() {
    let Some(schema) = Schema::new().await else { return };
    let directory = tempdir().unwrap();
    a_tour(&in_database(&directory.path().join("data"), &schema), directory.path());
}

#[tokio::test]
async fn coupons_move_from_a_directory_to_a_database() {
    let Some(schema) = Schema::new().await else { return };
    let directory = tempdir().unwrap();
    let (from, to) = (in_directory(directory.path()), in_database(directory.path(), &schema));
    begin(&from);
    let file = directory.path().join("all.jsonl").display().to_string();
    said(&from, &["export", &file]);
    assert_eq!(said(&to, &["import", &file]), "imported 1123 coupons, replacing 0\n");
    assert_eq!(said(&to, &["export"]), fs::read_to_string(&file).unwrap());
}

#[test]
fn an_activated_coupon_is_spent_once() {
    let directory = tempdir().unwrap();
    let store = in_directory(directory.path());
    let seed = directory.path().join("seed.toml");
    fs::write(
        &seed,
        "[[coupons]]\ntype = 1\nfrom = 1\nto = 2\nexpires = 2999-01-01\nactivate = true\n",
    )
    .unwrap();
    let mut args = vec!["--listen", "127.0.0.1:0", "--seed-data", seed.to_str().unwrap()];
    args.extend(store.iter().map(String::as_str));
    Server::start(command(&args)).signal("TERM");
    let id = "ea760000-0000-0000-0000-000000000001";
    let done = format!("spent 1 (Id 1), SpendId {id}\n");
    assert_eq!(said(&store, &["spend", "1", "--spend-id", id]), done);
    assert_eq!(said(&store, &["spend", "1", "--spend-id", id]), format!("as before: {done}"));
    assert_eq!(
        refused(&store, &["spend", "1"]),
        "1: error: the coupon with code 1 stays as it is: the coupon is used"
    );
    assert_eq!(
        refused(&store, &["void", "1"]),
        "1: error: the coupon with code 1 stays as it is: the coupon is used"
    );
}

#[test]
fn a_directory_in_use_or_without_coupons_is_reported() {
    let directory: TempDir = tempdir().unwrap();
    let here = directory.path().to_str().unwrap();
    let reported = |args: &[&str]| sentence(run(args).get_output(), directory.path());
    assert_snapshot!(reported(&["coupons", "count", "--data", here]), @"error: there are no coupons in DIR; name their directory with --data");
    assert!(fs::read_dir(here).unwrap().next().is_none(), "nothing was made");
    let server = Server::start(command(&["--listen", "127.0.0.1:0", "--data", here, "--empty"]));
    assert_snapshot!(reported(&["coupons", "count", "--data", here]), @"error: the store in DIR is in use by another process; stop that one or choose another directory");
    drop(server);
    run(&["coupons", "spend"]).code(2);
    run(&["coupons", "spend", "A", "--id", "1"]).code(2);
}
