//! Verbs that ask a running emulator.

use std::fs;
use std::net::TcpListener;

use super::server::Server;
use super::{command, run};

const KEY: &str = "a-key-of-16-bytes";

fn emulator(args: &[&str]) -> Server {
    Server::start(command(&[&["--listen", "127.0.0.1:0"], args].concat()))
}

fn printed(args: &[&str]) -> String {
    String::from_utf8(run(args).success().get_output().stdout.clone()).unwrap()
}

/// Exit code and standard error.
fn refused(args: &[&str]) -> (i32, String) {
    let output = run(args).failure().get_output().clone();
    (output.status.code().unwrap(), String::from_utf8(output.stderr).unwrap())
}

#[test]
fn a_session_by_verbs() {
    let server = emulator(&["--fresh"]);
    let url = format!("http://{}", server.address());
    let verb = |line: &str| {
        let words = line.split_whitespace().chain(["--url", &url]).map(str::to_owned);
        let words: Vec<String> = words.collect();
        printed(&words.iter().map(String::as_str).collect::<Vec<_>>())
    };
    assert_eq!(verb("tenant create shop"), "shop: 1123 coupons, scenario start, 0 stubs set\n");
    assert!(verb("tenant fork shop copy").starts_with("copy: 1123 coupons"));
    assert_eq!(
        verb("coupons add --tenant shop --type 1 --prefix N --from 1 --to 2 --activate"),
        "added 2 coupons, 0 codes existed already\n"
    );
    assert!(
        verb("coupons spend N1 --tenant shop --pos 7").starts_with("spent N1 (Id 1124), SpendId ")
    );
    assert_eq!(verb("coupons void N2 --tenant shop"), "voided N2 (Id 1125)\n");
    assert_eq!(verb("coupons expire PCT0001-GE --tenant shop"), "ended PCT0001-GE (Id 1001)\n");
    assert!(verb("coupons find N1 --tenant shop").contains("\"PosNum\": 7"));
    assert_eq!(verb("coupons find --tenant shop --status 2 --take 1").lines().count(), 1);
    assert!(verb("coupons count --tenant shop").contains("total             1125\n"));
    assert_eq!(verb("snapshot take good --tenant shop"), "good: 1125 coupons of shop\n");
    assert_eq!(verb("coupons reset --tenant shop --yes"), "removed all coupons\n");
    assert!(verb("snapshot restore good --tenant shop").starts_with("shop: 1125 coupons"));
    assert_eq!(verb("snapshot list"), "good: 1125 coupons of shop\n");
    assert_eq!(verb("snapshot drop good"), "dropped good\n");
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name).display().to_string();
    let exported = path("coupons.csv");
    verb(&format!("coupons export {exported} --tenant shop"));
    assert_eq!(
        verb(&format!("coupons import {exported} --tenant copy --yes")),
        "imported 1125 coupons\n"
    );
    let stub = path("ActivateCoupon.toml");
    fs::write(&stub, "[[answer]]\nname = \"a\"\nanswer = { Result = { Code = \"A\" } }\n").unwrap();
    assert_eq!(verb(&format!("stub set {stub}")), "set the stub of ActivateCoupon\n");
    assert_eq!(
        verb("stub list"),
        "apex ActivateCoupon (call ActivateCoupon.toml)\n    a: given 0 times\n"
    );
    assert_eq!(verb("stub get activatecoupon"), fs::read_to_string(&stub).unwrap());
    assert_eq!(verb("stub misses"), "");
    assert!(verb("stub schema").contains("\"$defs\""));
    assert_eq!(verb("stub remove ActivateCoupon"), "removed the stub of ActivateCoupon\n");
    let whole = path("tenant.json");
    assert_eq!(verb(&format!("tenant export shop {whole}")), format!("exported shop to {whole}\n"));
    assert!(verb(&format!("tenant import again {whole}")).starts_with("again: 1125 coupons"));
    assert_eq!(verb("tenant drop again"), "dropped again\n");
    assert_eq!(verb("reset --tenant shop"), "reset shop\n");
    assert!(verb("tenant reset shop").starts_with("shop: 1123 coupons"));
    let at = "2030-01-02T03:04:05Z";
    assert_eq!(verb(&format!("clock set {at} --freeze")), format!("{at}, frozen\n"));
    assert_eq!(verb("clock advance P1D"), "2030-01-03T03:04:05Z, frozen\n");
    assert_eq!(verb("clock advance -PT1H"), "2030-01-03T02:04:05Z, frozen\n");
    assert_eq!(verb("clock show"), "2030-01-03T02:04:05Z, frozen\n");
    assert!(verb("clock rate 60 --tenant shop").ends_with(", running at 60\n"));
    assert!(verb("clock resume").ends_with(", running at 1\n"));
    assert_eq!(verb("tenant drop copy"), "dropped copy\n");
    assert_eq!(verb("tenant list").lines().count(), 2);
    assert_eq!(verb("reset"), "reset\n");
    assert_eq!(verb("tenant list").lines().count(), 1);
}

#[test]
fn what_goes_wrong_is_one_sentence_and_an_exit_code() {
    let free = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let (code, sentence) = refused(&["reset", "--url", &format!("http://{free}")]);
    assert!(code == 2 && sentence.contains("nobody listens there"), "{sentence}");
    let (code, sentence) = refused(&["reset", "--url", "ftp://x"]);
    assert!(code == 2 && sentence.contains("begins with http://"), "{sentence}");
    assert_eq!(refused(&["coupons", "find"]).0, 2);
    let server = emulator(&["--fresh", "--admin-key", KEY]);
    let url = format!("http://{}", server.address());
    let (code, sentence) = refused(&["tenant", "list", "--url", &url]);
    assert!(code == 2 && sentence.contains("--key"), "{sentence}");
    let (code, sentence) = refused(&["tenant", "list", "--url", &url, "--key", "another"]);
    assert!(code == 2 && sentence.contains("not that of the emulator"), "{sentence}");
    assert!(printed(&["tenant", "list", "--url", &url, "--key", KEY]).starts_with("default: "));
    let known = |words: &[&str]| refused(&[words, &["--url", &url, "--key", KEY]].concat());
    assert_eq!(
        known(&["tenant", "drop", "nobody"]),
        (1, "error: there is no tenant nobody\n".to_owned())
    );
    assert_eq!(
        known(&["coupons", "spend", "NONE"]),
        (1, "error: there is no coupon NONE\n".to_owned())
    );
    let (code, sentence) = known(&["clock", "set", "garbage"]);
    assert!(code == 2 && sentence.contains("`At`"), "{sentence}");
    assert_eq!(known(&["reset", "--tenant", "nosuch"]).0, 1);
    assert_eq!(known(&["stub", "list", "--tenant", "nosuch"]).0, 1);
    let tenants = printed(&["tenant", "list", "--url", &url, "--key", KEY]);
    assert_eq!(tenants.lines().count(), 1, "{tenants}");
    for (address, said) in [
        (format!("{url}/api"), "below the path /api"),
        ("http://127.0.0.1:99999".to_owned(), "invalid port number"),
        (format!("{url}?a=b"), "a query"),
        ("http://".to_owned(), "is no address"),
    ] {
        let (code, sentence) = refused(&["tenant", "list", "--url", &address, "--key", KEY]);
        assert!(code == 2 && sentence.contains(said), "{address}: {sentence}");
    }
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("ActivateCoupon.json");
    fs::write(&file, "{\n\"Resul\":1}").unwrap();
    let (code, sentence) = known(&["stub", "set", file.to_str().unwrap()]);
    assert!(code == 2 && sentence.contains("ActivateCoupon.json, line 2: "), "{sentence}");
    let strict = emulator(&["--fresh", "--strict"]);
    let (code, sentence) = refused(&["reset", "--url", &format!("http://{}", strict.address())]);
    assert!(code == 2 && sentence.contains("--admin"), "{sentence}");
    let strict = emulator(&["--fresh", "--strict", "--admin"]);
    assert_eq!(printed(&["reset", "--url", &format!("http://{}", strict.address())]), "reset\n");
}

#[test]
fn records_by_verbs() {
    let folder = tempfile::tempdir().unwrap();
    let wares = folder.path().join("wares");
    fs::create_dir_all(wares.join("data")).unwrap();
    let contract = concat!(env!("CARGO_MANIFEST_DIR"), "/fixtures/hosts/query/contract.json");
    fs::copy(contract, wares.join("contract.json")).unwrap();
    fs::write(wares.join("data/Ware.json"), r#"[{"Id":1,"Name":"bag"},{"Id":2,"Name":"box"}]"#)
        .unwrap();
    let hosts = folder.path().display().to_string();
    let server = emulator(&["--fresh", "--host", "wares", "--hosts", &hosts]);
    let url = format!("http://{}", server.address());
    let verb = |words: &[&str]| printed(&[&["records"], words, &["--url", &url]].concat());
    let path = |name: &str| folder.path().join(name).display().to_string();
    assert!(verb(&["types"]).contains("wares Ware: 2 rows\n"));
    let (row, members, rows) = (path("row.json"), path("members.json"), path("rows.json"));
    fs::write(&row, r#"{"Id":3,"Name":"crate"}"#).unwrap();
    fs::write(&members, r#"{"Amount":4}"#).unwrap();
    assert!(verb(&["put", "Ware", &row]).contains("crate"));
    assert!(verb(&["patch", "ware", "3", &members]).contains("\"Amount\":4"));
    assert_eq!(verb(&["list", "Ware", "OrderBy=Id", "Skip=1"]).lines().count(), 2);
    assert!(verb(&["export", &rows]).starts_with("exported the rows to "));
    assert_eq!(verb(&["delete", "Ware", "1"]), "removed Ware 1\n");
    assert!(verb(&["import", &rows]).starts_with("imported "));
    assert_eq!(verb(&["list", "Ware"]).lines().count(), 3);
    assert_eq!(verb(&["reset"]), "reset the records\n");
    assert_eq!(verb(&["list", "Ware", "NameContains=o"]).lines().count(), 1);
    let known = |words: &[&str]| refused(&[&["records"], words, &["--url", &url]].concat());
    assert_eq!(known(&["delete", "Ware", "9"]).0, 1);
    assert_eq!(known(&["list", "Ware", "Name"]).0, 2);
}

#[test]
fn a_journal_by_verbs() {
    let server = emulator(&["--fresh"]);
    let url = format!("http://{}", server.address());
    let words = |line: &str| -> Vec<String> {
        line.split_whitespace().chain(["--url", &url]).map(str::to_owned).collect()
    };
    let verb = |line: &str| printed(&words(line).iter().map(String::as_str).collect::<Vec<_>>());
    let fails = |line: &str| refused(&words(line).iter().map(String::as_str).collect::<Vec<_>>());
    let request = "PUT /Coupons/Activate.json?x=%1b[31m HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\
        Authorization: Basic ZGVtbzpkZW1v\r\nContent-Type: application/json\r\nContent-Length: 36\r\n\r\n\
        {\"CouponType\":1,\"Prefix\":\"NO\x1b[2JNE\"}";
    server.send(request.as_bytes());
    let line = verb("journal wait --operation ActivateCoupon --timeout 20");
    assert!(
        line.starts_with("#1 404 ActivateCoupon NotFound demo PUT /Coupons/Activate.json"),
        "{line}"
    );
    assert_eq!(verb("journal list --status 4xx"), line);
    assert_eq!(verb("journal count --status 2xx"), "0\n");
    let shown = verb("journal show 1");
    assert!(
        shown.contains("Authorization: Basic ************") && shown.contains("answered "),
        "{shown}"
    );
    assert!(!shown.contains('\u{1b}') && shown.contains("NO\\u{1b}[2JNE"), "{shown}");
    assert_eq!(
        verb("journal verify --operation ActivateCoupon --times 1 --none-besides"),
        "as expected\n"
    );
    let (code, error) = fails("journal verify --operation ActivateCoupon --request Prefix=AB");
    assert_eq!(code, 1);
    assert!(error.contains("expected at least once, came 0 times"), "{error}");
    let (code, error) = fails("journal wait --operation AddCoupons --timeout 0");
    assert_eq!((code, error.contains("it did not come")), (1, true), "{error}");
    assert_eq!(fails("journal list --request Prefix").0, 2);
    assert_eq!(fails("journal show 7").0, 1);
    assert!(verb("journal export har").contains("\"version\": \"1.2\""));
    assert!(verb("journal export stubs").contains("\"NotFound\""));
    assert!(
        verb("journal export http").contains("left out")
            || verb("journal export http").starts_with("PUT ")
    );
    assert_eq!(verb("journal clear"), "forgot 1 exchanges\n");
    assert_eq!(verb("journal list"), "");
}

/// An empty journal proves nothing.
#[test]
fn where_no_exchanges_are_kept_a_verdict_is_an_error() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().display().to_string();
    let server = emulator(&["--data", &data]);
    let url = format!("http://{}", server.address());
    for verb in [
        "doctor",
        "journal verify --none-besides",
        "journal count",
        "journal wait --timeout 0",
        "journal list",
        "journal show 1",
        "journal export har",
        "journal list --tenant till",
    ] {
        let words: Vec<&str> = verb.split(' ').chain(["--url", &url]).collect();
        let (code, error) = refused(&words);
        assert!(code == 2 && error.contains("no exchanges are kept"), "{verb}: {code} {error}");
    }
    assert_eq!(printed(&["journal", "clear", "--url", &url]), "forgot 0 exchanges\n");
    assert_eq!(printed(&["tenant", "list", "--url", &url]).lines().count(), 1);
}

#[test]
fn the_doctor_by_its_verb() {
    let server = emulator(&["--fresh"]);
    let url = format!("http://{}", server.address());
    let doctor = |more: &[&str]| {
        let words = [&["doctor", "--url", &url], more].concat();
        let output = run(&words).get_output().clone();
        let text = String::from_utf8(output.stdout.clone()).unwrap();
        (output.status.code().unwrap(), text)
    };
    assert_eq!(doctor(&[]), (0, "nothing found in 0 exchanges\n".to_owned()));
    let request = "get /Coupons/ByStatus/1.json HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\
        Authorization: Basic ZGVtbzpkZW1v\r\n\r\n";
    server.send(request.as_bytes());
    printed(&["journal", "wait", "--url", &url]);
    let (code, found) = doctor(&[]);
    assert!(code == 1 && found.contains("small-verb") && found.contains("exchange 1:"), "{found}");
    assert_eq!(doctor(&["--after", "1"]), (0, "nothing found in 0 exchanges\n".to_owned()));
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("doctor.xml");
    let name = file.display().to_string();
    assert_eq!(doctor(&["--junit", &name]).0, 1);
    let report = fs::read_to_string(&file).unwrap();
    assert!(report.contains(r#"<testcase classname="doctor" name="small-verb">"#), "{report}");
    assert_eq!(doctor(&["--junit", &name, "--after", "1"]).0, 0);
    let report = fs::read_to_string(&file).unwrap();
    assert!(report.contains(r#"failures="0""#), "{report}");
}
