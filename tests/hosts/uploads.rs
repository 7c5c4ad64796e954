//! Uploaded files of an imported host: what is taken, where it lies, and what is left of what is
//! refused.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on may panic")]

use std::fs;
use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::time::Duration;

use reqwest::{Client, RequestBuilder, Response};
use servicestack_emulator::Running;
use servicestack_emulator::config::{Layer, Settings};
use servicestack_emulator::contract::Limits;
use servicestack_emulator::emulator::assembly::{Root, imported};
use servicestack_emulator::hosts::imported::ImportedHost;
use tempfile::TempDir;

const CONTRACT: &str = include_str!("../../fixtures/hosts/files/contract.json");

const SETTINGS: &str = r#"
profile = "modern"
listen = "127.0.0.1:0"

[uploads]
files = 10
bytes = 1000

[[uploads.locations]]
name = "docs"
read = "AllowAnon"
write = "AllowAnon"

[[uploads.locations]]
name = "small"
write = "AllowAnon"
max_bytes = 20

[[uploads.locations]]
name = "once"
write = "AllowAnon"
read = "AllowAnon"
operations = ["Read", "Create"]

[[uploads.locations]]
name = "managed"
read = "Manager"
write = "Manager"

[requests]
logs = true
cancel = true

[[users]]
name = "till"
password = "till"

[[users]]
name = "boss"
password = "boss"
roles = ["Manager", "Admin"]
"#;

/// The folder of a host, with its state in it.
struct Folder(TempDir);

impl Folder {
    fn new(stubs: &[(&str, &str)]) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let host = folder.path().join("files");
        fs::create_dir_all(host.join("stubs")).unwrap();
        fs::write(host.join("contract.json"), CONTRACT).unwrap();
        fs::write(host.join("settings.toml"), SETTINGS).unwrap();
        for (name, text) in stubs {
            fs::write(host.join("stubs").join(name), text).unwrap();
        }
        Self(folder)
    }

    fn start(&self) -> Running {
        let host = ImportedHost::open(self.0.path(), "files", &Limits::default()).unwrap();
        let data = self.data();
        let data = Layer::of("data", data.to_str().unwrap()).unwrap();
        let settings = Settings::from_layer(data.over(host.settings.clone())).unwrap();
        imported(&host, &settings, Root::of(&settings)).unwrap().start().unwrap()
    }

    fn data(&self) -> PathBuf {
        self.0.path().join("state")
    }

    /// All files that were uploaded, and what else is there.
    fn stored(&self) -> Vec<String> {
        let uploads = self.data().join("uploads");
        let shown = |file: PathBuf| file.strip_prefix(&uploads).unwrap().display().to_string();
        files_below(&uploads).into_iter().map(shown).collect()
    }

    /// Every file of the host, with its settings and its state.
    fn everything(&self) -> Vec<PathBuf> {
        files_below(self.0.path())
    }
}

/// None where there is no such folder.
fn files_below(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).into_iter().flatten() {
            let path = entry.unwrap().path();
            if path.is_dir() { folders.push(path) } else { found.push(path) }
        }
    }
    found.sort();
    found
}

const BOUNDARY: &str = "xXuploadsXx";

/// A part of a form: name, file name, content.
type Part<'p> = (&'p str, &'p str, &'p [u8]);

fn form(parts: &[Part<'_>]) -> Vec<u8> {
    let mut body = Vec::new();
    for (name, file, content) in parts {
        let head = format!(
            "--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"{name}\"; filename=\"{file}\"\r\nContent-Type: text/plain\r\n\r\n"
        );
        body.extend_from_slice(head.as_bytes());
        body.extend_from_slice(content);
        body.extend_from_slice(b"\r\n");
    }
    body.extend_from_slice(format!("--{BOUNDARY}--\r\n").as_bytes());
    body
}

fn post(host: &Running, path: &str, parts: &[Part<'_>]) -> RequestBuilder {
    let content_type = format!("multipart/form-data; boundary={BOUNDARY}");
    let request = Client::new().post(format!("{}{path}", host.base_url()));
    request
        .header("Accept", "application/json")
        .header("Content-Type", content_type)
        .body(form(parts))
}

fn get(host: &Running, path: &str) -> RequestBuilder {
    let request = Client::new().get(format!("{}{path}", host.base_url()));
    request.header("Accept", "application/json")
}

async fn shown(answer: Response) -> String {
    let status = answer.status().as_u16();
    format!("{status} {}", answer.text().await.unwrap())
}

async fn sent(request: RequestBuilder) -> String {
    shown(request.send().await.unwrap()).await
}

#[tokio::test(flavor = "multi_thread")]
async fn no_name_leaves_the_folder_and_nothing_is_left_of_it() {
    let folder = Folder::new(&[("Attach.toml", "[[answer]]\necho = \"request\"\n")]);
    let host = folder.start();
    let before = folder.everything();
    for name in [
        "../a.txt",
        "..",
        ".",
        "..\\..\\a.txt",
        "/etc/passwd",
        "C:\\fakepath\\a.txt",
        "a/b.txt",
        "CON",
        "nul.txt",
        "LPT1.tar.gz",
        "a\0.txt",
        "a.txt:stream",
        "a.",
        " a",
        "a?b",
    ] {
        let refused = sent(post(&host, "/uploads/docs", &[("file", name, b"text")])).await;
        assert!(refused.starts_with("400 "), "{name:?}: {refused}");
        assert!(
            refused.contains(r#""fieldName":"file","message":"Invalid file name""#),
            "{refused}"
        );
        let refused = sent(post(&host, "/attach", &[("Doc", name, b"text")])).await;
        assert!(refused.starts_with("400 "), "{name:?}: {refused}");
    }
    assert_eq!(folder.everything(), before, "nothing is left, not even a folder's file");
    for address in [
        "/uploads/docs/..%2f..%2f..%2ffiles%2fsettings.toml",
        "/uploads/docs/%2e%2e/%2e%2e/settings.toml",
        "/uploads/..%2f..%2ffiles/settings.toml",
        "/uploads/docs//etc/passwd",
        "/uploads/docs/..%5c..%5csettings.toml",
    ] {
        let answer = sent(get(&host, address)).await;
        assert!(answer.starts_with("404 ") && !answer.contains("profile"), "{address}: {answer}");
    }
    host.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn of_a_refused_request_no_file_is_stored() {
    let rules = "validate = { Title = \"NotEmpty\" }\n\n[[answer]]\necho = \"request\"\n";
    let folder = Folder::new(&[("Attach.toml", rules)]);
    let host = folder.start();
    for (path, parts, status) in [
        // One file of two.
        (
            "/uploads/small",
            vec![("a", "a.txt", &b"short"[..]), ("b", "b.txt", &[b'x'; 21][..])],
            "400 ",
        ),
        (
            "/attach?Title=T",
            vec![("Doc", "a.txt", &b"short"[..]), ("Small", "b.txt", &[b'x'; 21][..])],
            "400 ",
        ),
        // A rule, which sees the path.
        ("/attach", vec![("Doc", "a.txt", &b"short"[..])], "400 "),
        // Who calls.
        ("/uploads/managed", vec![("a", "a.txt", &b"short"[..])], "401 "),
        // More than there is room for.
        (
            "/uploads/docs",
            vec![("a", "a.txt", &[b'x'; 600][..]), ("b", "b.txt", &[b'x'; 600][..])],
            "507 ",
        ),
        // No such place.
        ("/uploads/none", vec![("a", "a.txt", &b"short"[..])], "404 "),
    ] {
        let refused = sent(post(&host, path, &parts)).await;
        assert!(refused.starts_with(status), "{path}: {refused}");
        assert_eq!(folder.stored(), Vec::<String>::new(), "{path}");
    }
    let refused = sent(
        post(&host, "/uploads/managed", &[("a", "a.txt", b"x")]).basic_auth("till", Some("till")),
    )
    .await;
    assert!(refused.starts_with("403 ") && refused.contains("Manager Role Required"), "{refused}");
    assert_eq!(folder.stored(), Vec::<String>::new());
    // The same calls with nothing wrong.
    for (request, path) in [
        (post(&host, "/uploads/small", &[("a", "a.txt", b"short")]), "/uploads/small/a.txt"),
        (post(&host, "/attach?Title=T", &[("Doc", "b.txt", b"short")]), "/uploads/docs/b.txt"),
        (
            post(&host, "/uploads/managed", &[("a", "c.txt", b"x")])
                .basic_auth("boss", Some("boss")),
            "/uploads/managed/c.txt",
        ),
    ] {
        let taken = sent(request).await;
        assert!(taken.starts_with("200 ") && taken.contains(path), "{taken}");
    }
    assert_eq!(folder.stored(), ["docs/b.txt", "managed/c.txt", "small/a.txt"]);
    assert!(sent(get(&host, "/uploads/managed/c.txt")).await.starts_with("401 "));
    host.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn files_outlive_the_process_and_what_was_not_whole_does_not() {
    let folder = Folder::new(&[]);
    let host = folder.start();
    let taken =
        sent(post(&host, "/uploads/docs", &[("a", "Отчёт.txt", b"text"), ("b", "b.csv", b"a;b")]))
            .await;
    assert!(taken.starts_with("200 "), "{taken}");
    let first = get(&host, "/uploads/docs/b.csv").send().await.unwrap();
    let dated = first.headers()["last-modified"].clone();
    host.stop().await;
    let incoming = folder.data().join("uploads/.incoming");
    fs::create_dir_all(&incoming).unwrap();
    fs::write(incoming.join("0"), "half of a fi").unwrap();
    let host = folder.start();
    assert_eq!(folder.stored(), ["docs/b.csv", "docs/Отчёт.txt"]);
    assert_eq!(
        sent(get(&host, "/uploads/docs/%D0%9E%D1%82%D1%87%D1%91%D1%82.txt")).await,
        "200 text"
    );
    let again = get(&host, "/uploads/docs/b.csv").send().await.unwrap();
    assert_eq!(again.headers()["last-modified"], dated);
    assert_eq!(again.headers()["content-type"], "text/csv");
    assert_eq!(again.headers().get_all("content-disposition").iter().count(), 1);
    let known = get(&host, "/uploads/docs/b.csv").header("If-Modified-Since", &dated);
    assert_eq!(sent(known).await, "304 ");
    host.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_place_that_cannot_be_written_leaves_all_others_as_they_were() {
    let folder = Folder::new(&[]);
    let host = folder.start();
    sent(post(&host, "/uploads/docs", &[("a", "keep.txt", b"old")])).await;
    fs::create_dir(folder.data().join("uploads/docs/dirx")).unwrap();
    for parts in [
        [("f", "keep.txt", &b"new"[..]), ("g", "dirx", b"x")],
        [("g", "dirx", b"x"), ("f", "zulu.txt", b"new")],
    ] {
        let refused = sent(post(&host, "/uploads/docs", &parts)).await;
        assert!(refused.starts_with("503 "), "{refused}");
        assert_eq!(folder.stored(), ["docs/keep.txt"]);
        assert_eq!(sent(get(&host, "/uploads/docs/keep.txt")).await, "200 old");
    }
    host.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_that_may_not_be_replaced_is_stored_once() {
    let folder = Folder::new(&[]);
    let host = folder.start();
    for (tenant, rounds) in [("default", 5), ("shop", 5)] {
        for round in 0..rounds {
            let name = format!("{round}.txt");
            let calls: Vec<_> = (0..8)
                .map(|number: u8| {
                    let content = number.to_string();
                    let parts = [("a", name.as_str(), content.as_bytes())];
                    let call = post(&host, "/uploads/once", &parts);
                    tokio::spawn(sent(call.header("X-Emulator-Tenant", tenant)))
                })
                .collect();
            let mut stored = Vec::new();
            for (number, call) in calls.into_iter().enumerate() {
                let answer = call.await.unwrap();
                match answer.starts_with("200 ") {
                    true => stored.push(number),
                    false => assert!(
                        answer.starts_with("403 ") && answer.contains("existing files"),
                        "{answer}"
                    ),
                }
            }
            let file = get(&host, &format!("/uploads/once/{name}"));
            let content = sent(file.header("X-Emulator-Tenant", tenant)).await;
            assert_eq!(stored.len(), 1, "{tenant}: {stored:?}");
            assert_eq!(content, format!("200 {}", stored[0]));
        }
    }
    let twice = [("a", "two.txt", &b"1"[..]), ("b", "more.txt", b"2"), ("c", "two.txt", b"3")];
    let refused = sent(post(&host, "/uploads/once", &twice)).await;
    assert!(refused.starts_with("403 "), "{refused}");
    assert!(!folder.stored().iter().any(|file| file.ends_with("two.txt")));
    assert!(!folder.stored().iter().any(|file| file.ends_with("more.txt")));
    // Where files may be replaced the last one stays.
    assert!(sent(post(&host, "/uploads/docs", &twice)).await.starts_with("200 "));
    assert_eq!(sent(get(&host, "/uploads/docs/two.txt")).await, "200 3");
    host.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn parts_of_one_name_count_each() {
    let folder = Folder::new(&[]);
    let host = folder.start();
    for (parts, status) in [(10, "200 "), (11, "507 ")] {
        let parts = vec![("a", "a.txt", &b""[..]); parts];
        for tenant in ["default", "shop"] {
            let call = post(&host, "/uploads/docs", &parts).header("X-Emulator-Tenant", tenant);
            let answer = sent(call).await;
            assert!(answer.starts_with(status), "{tenant}, {}: {answer}", parts.len());
        }
    }
    host.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn one_file_replaces_another_and_locations_are_named_in_any_case() {
    let folder = Folder::new(&[]);
    let host = folder.start();
    let put = |parts: &[Part<'_>]| {
        let content_type = format!("multipart/form-data; boundary={BOUNDARY}");
        let request = Client::new().put(format!("{}/uploads/docs/c.txt", host.base_url()));
        let request = request.header("Accept", "application/json");
        sent(request.header("Content-Type", content_type).body(form(parts)))
    };
    let stored = sent(post(&host, "/uploads/DOCS", &[("a", "c.txt", b"old")])).await;
    assert!(stored.starts_with("200 ") && stored.contains("/uploads/docs/c.txt"), "{stored}");
    assert_eq!(sent(get(&host, "/uploads/Docs/c.txt")).await, "200 old");
    for parts in [vec![], vec![("a", "c.txt", &b"1"[..]), ("b", "d.txt", b"2")]] {
        let refused = put(&parts).await;
        assert!(refused.starts_with("400 ") && refused.contains("Bad Request"), "{refused}");
        assert_eq!(sent(get(&host, "/uploads/docs/c.txt")).await, "200 old");
    }
    assert!(put(&[("a", "else.txt", b"new")]).await.starts_with("200 "));
    assert_eq!(sent(get(&host, "/uploads/docs/c.txt")).await, "200 new");
    assert_eq!(folder.stored(), ["docs/c.txt"]);
    host.stop().await;
}

#[cfg(unix)]
#[tokio::test(flavor = "multi_thread")]
async fn links_are_passed_over() {
    use std::os::unix::fs::symlink;
    let folder = Folder::new(&[]);
    let secret = folder.0.path().join("secret.txt");
    fs::write(&secret, "secret").unwrap();
    let uploads = folder.data().join("uploads");
    fs::create_dir_all(uploads.join("docs")).unwrap();
    symlink(&secret, uploads.join("docs/link.txt")).unwrap();
    symlink(uploads.join("nowhere"), uploads.join("docs/dangling.txt")).unwrap();
    symlink(folder.0.path(), uploads.join("small")).unwrap();
    symlink(uploads.join("nowhere"), uploads.join("once")).unwrap();
    let host = folder.start();
    for path in ["docs/link.txt", "docs/dangling.txt"] {
        let missing = sent(get(&host, &format!("/uploads/{path}"))).await;
        assert!(missing.starts_with("404 "), "{missing}");
    }
    // Nothing is written where they lead.
    for path in ["small", "once"] {
        let refused = sent(post(&host, &format!("/uploads/{path}"), &[("a", "n.txt", b"n")])).await;
        assert!(refused.starts_with("503 "), "{refused}");
    }
    let refused = sent(post(&host, "/uploads/docs", &[("a", "link.txt", b"n")])).await;
    assert!(refused.starts_with("503 "), "{refused}");
    assert_eq!(fs::read(&secret).unwrap(), b"secret");
    assert!(!folder.0.path().join("n.txt").exists() && !uploads.join("nowhere").exists());
    host.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn each_tenant_has_files_of_its_own_and_a_reset_removes_them() {
    let folder = Folder::new(&[]);
    let host = folder.start();
    let of = |request: RequestBuilder, tenant: &str| {
        request.header("X-Emulator-Tenant", tenant.to_owned())
    };
    sent(of(post(&host, "/uploads/docs", &[("a", "a.txt", b"of shop")]), "shop")).await;
    assert_eq!(folder.stored(), Vec::<String>::new(), "those of other tenants are in memory");
    sent(post(&host, "/uploads/docs", &[("a", "a.txt", b"of default")])).await;
    assert_eq!(sent(get(&host, "/uploads/docs/a.txt")).await, "200 of default");
    assert_eq!(sent(of(get(&host, "/uploads/docs/a.txt"), "shop")).await, "200 of shop");
    assert!(sent(of(get(&host, "/uploads/docs/a.txt"), "other")).await.starts_with("404 "));
    let tenants = host.tenants();
    tenants.fork("default", "copy").unwrap();
    tenants.take_snapshot("default", "before").unwrap();
    tenants.reset("default").unwrap();
    assert!(sent(get(&host, "/uploads/docs/a.txt")).await.starts_with("404 "));
    assert_eq!(folder.stored(), Vec::<String>::new());
    assert_eq!(sent(of(get(&host, "/uploads/docs/a.txt"), "copy")).await, "200 of default");
    tenants.restore_snapshot("before", "default").unwrap();
    assert_eq!(sent(get(&host, "/uploads/docs/a.txt")).await, "200 of default");
    assert_eq!(folder.stored(), ["docs/a.txt"]);
    host.stop().await;
}

/// Sends the head of a request, and a little of its body.
fn head_of(host: &Running, length: u64) -> String {
    let mut stream = TcpStream::connect(host.address()).unwrap();
    stream.set_read_timeout(Some(Duration::from_secs(5))).unwrap();
    let head = format!(
        "POST /uploads/docs HTTP/1.1\r\nHost: x\r\nAccept: application/json\r\nContent-Type: multipart/form-data; boundary={BOUNDARY}\r\nContent-Length: {length}\r\n\r\n--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"f\"; filename=\"f.bin\"\r\n\r\nxxxx"
    );
    stream.write_all(head.as_bytes()).unwrap();
    let mut answer = Vec::new();
    let mut room = [0; 4096];
    while !answer.ends_with(b"}") {
        let read = stream.read(&mut room).unwrap();
        if read == 0 {
            break;
        }
        answer.extend_from_slice(&room[..read]);
    }
    String::from_utf8(answer).unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn four_gibibytes_of_multipart_are_refused_before_they_are_read() {
    let folder = Folder::new(&[]);
    let host = folder.start();
    for length in [4 << 30, u64::MAX] {
        let answer = tokio::task::block_in_place(|| head_of(&host, length));
        assert!(answer.starts_with("HTTP/1.1 413 "), "{answer}");
        assert!(answer.contains("RequestEntityTooLarge"), "{answer}");
    }
    assert_eq!(folder.stored(), Vec::<String>::new());
    host.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn ranges_that_multiply_are_refused() {
    let folder = Folder::new(&[]);
    let host = folder.start();
    sent(post(&host, "/uploads/docs", &[("a", "a.txt", &[b'x'; 500])])).await;
    let many = format!("bytes={}", vec!["0-"; 1000].join(","));
    let answer = get(&host, "/uploads/docs/a.txt").header("Range", many).send().await.unwrap();
    assert_eq!((answer.status().as_u16(), answer.bytes().await.unwrap().len()), (416, 0));
    let one = get(&host, "/uploads/docs/a.txt").header("Range", "bytes=1-3");
    assert_eq!(sent(one).await, "206 xxx");
    host.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_request_under_way_is_cancelled_by_its_tag() {
    let slow = "[[answer]]\ndelay = \"60s\"\nanswer = { Result = \"late\" }\n";
    let folder = Folder::new(&[("Squeezed.toml", slow)]);
    let host = folder.start();
    let waiting = tokio::spawn(sent(get(&host, "/squeezed").header("X-Tag", "t1")));
    let cancel = || {
        let call = Client::new().post(format!("{}/api/CancelRequest", host.base_url()));
        sent(call.header("Content-Type", "application/json").body(r#"{"tag":"t1"}"#))
    };
    let cancelled = loop {
        let answer = cancel().await;
        if answer.starts_with("200 ") {
            break answer;
        }
        assert!(answer.contains("Request with Tag does not exist"), "{answer}");
        tokio::time::sleep(Duration::from_millis(10)).await;
    };
    assert!(cancelled.contains(r#""tag":"t1","elapsed":"PT"#), "{cancelled}");
    let ended = waiting.await.unwrap();
    assert!(ended.starts_with("500 ") && ended.contains("OperationCanceledException"), "{ended}");
    assert!(cancel().await.starts_with("404 "), "it is gone");
    host.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_log_of_requests_is_shown_to_its_readers() {
    let folder = Folder::new(&[("Squeezed.json", "{\"Result\":\"ok\"}")]);
    let host = folder.start();
    sent(get(&host, "/squeezed?Length=7")).await;
    sent(get(&host, "/uploads/docs/none.txt")).await;
    assert!(sent(get(&host, "/requestlogs")).await.starts_with("401 "));
    assert!(
        sent(get(&host, "/requestlogs").basic_auth("till", Some("till"))).await.starts_with("403 ")
    );
    let read = async |query: &str| {
        sent(get(&host, &format!("/requestlogs?{query}")).basic_auth("boss", Some("boss"))).await
    };
    let all = read("").await;
    assert!(all.starts_with("200 ") && all.contains(r#""total":2"#), "{all}");
    assert!(all.contains(r#""operationName":"Squeezed""#), "{all}");
    let failed = read("withErrors=true").await;
    assert!(failed.contains("GetFileUpload") && !failed.contains("Squeezed"), "{failed}");
    assert!(read("operationName=squeezed&take=1").await.contains(r#""statusCode":200"#));
    assert!(read("take=0").await.contains(r#""results":[]"#));
    host.stop().await;
}

/// The folder of `fixtures` is as the recording has it: `tests/conformance` replays it.
#[test]
fn the_settings_of_the_recorded_host_are_accepted() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/hosts");
    let host = ImportedHost::open(&folder, "files", &Limits::default()).unwrap();
    let uploads = host.settings.settings().uploads.of_host("files", &[]);
    let names: Vec<&str> =
        uploads.locations.iter().map(|location| location.name.as_str()).collect();
    assert_eq!(names, ["docs", "small", "once", "closed"]);
}
