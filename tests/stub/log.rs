//! What the log says of stubs.

use std::io;
use std::path::Path;
use std::sync::{Mutex, Once};
use std::time::{Duration, Instant};

use reqwest::Method;
use servicestack_emulator::contract::Contract;
use tracing_subscriber::fmt::MakeWriter;

use super::host::host;

static WRITTEN: Mutex<Vec<u8>> = Mutex::new(Vec::new());

struct Kept;

impl io::Write for Kept {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        WRITTEN.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl MakeWriter<'_> for Kept {
    type Writer = Self;

    fn make_writer(&self) -> Self {
        Self
    }
}

/// The lines of the whole process that hold this text.
fn lines_with(text: &str) -> Vec<String> {
    let written = String::from_utf8_lossy(&WRITTEN.lock().unwrap()).into_owned();
    written.lines().filter(|line| line.contains(text)).map(str::to_owned).collect()
}

fn keep() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        tracing_subscriber::fmt().with_ansi(false).with_writer(Kept).init();
    });
}

#[tokio::test]
async fn a_near_miss_names_the_closest_answer_and_what_failed() {
    keep();
    let host = host(&[(
        "Hello.toml",
        "[[answer]]\nname = 'far'\nwhen = { Name = 'x' }\nbody = 'a'\n[[answer]]\nname = 'near'\nwhen = { Name = 'miss', Age = 7 }\nbody = 'b'\n",
    )]);
    host.get("/hello/miss?Age=8").await;
    let file = host.folder.path().join("Hello.toml").display().to_string();
    let lines = lines_with(&file);
    let [line] = lines.as_slice() else { panic!("{lines:?}") };
    for part in [
        "INFO",
        "no answer took the request",
        "operation=\"Hello\"",
        "answer=\"near\"",
        "`Age` must be 7, and is 8",
    ] {
        assert!(line.contains(part), "{part}: {line}");
    }
}

/// What each condition says of a request that has not what it asks for.
#[tokio::test]
async fn near_misses_are_sentences() {
    for (when, request, why) in [
        ("Name = 'x'", "/hello/a", r#"`Name` must be "x", and is "a""#),
        ("Name = { not = 'a' }", "/hello/a", r#"`Name` must not be "a", and is "a""#),
        (
            "Age = { gt = 17, lt = 70 }",
            "/hello/a?Age=8",
            "`Age` must be greater than 17 and be less than 70, and is 8",
        ),
        ("Age = { ge = 17 }", "/hello/a", "`Age` must be at least 17, and is 0"),
        ("Kind = 'Large'", "/hello/a", r#"`Kind` must be "Large", and is Small"#),
        (
            "Customer = { Name = 'x' }",
            "/hello/a",
            r#"`Customer.Name` must be "x", and is not there"#,
        ),
        (
            "Names = { contains = 'b' }",
            "/hello/a?Names=a",
            r#"`Names` must contain "b", and is ["a"]"#,
        ),
        ("Name = { in = ['x', 'y'] }", "/hello/a", r#"`Name` must be one of "x", "y", and is "a""#),
        ("Name = { matches = '^b' }", "/hello/a", r#"`Name` must match "^b", and is "a""#),
        (
            "query = { q = { exists = true } }",
            "/hello/a",
            "`query.q` must be there, and is not there",
        ),
        (
            "query = { q = { exists = false } }",
            "/hello/a?q=1",
            r#"`query.q` must be absent, and is "1""#,
        ),
        ("headers = { X-A = 'b' }", "/hello/a", r#"`headers.X-A` must be "b", and is not there"#),
        ("verb = 'POST'", "/hello/a", r#"`verb` must be "POST", and is "GET""#),
        ("scenario = 'sale'", "/hello/a", r#"`scenario` must be "sale", and is "start""#),
        ("call = 2", "/hello/a", "`call` must be 2, and is 1"),
        ("user = 'till'", "/hello/a", r#"`user` must be "till", and nobody is signed in"#),
        ("role = 'Cashier'", "/hello/a", r#"`role` must be "Cashier", and nobody is signed in"#),
        ("expression = 'Age > 1'", "/hello/a", "`Age > 1` does not hold"),
    ] {
        let host =
            host(&[("Hello.toml", &format!("[[answer]]\nwhen = {{ {when} }}\nbody = 'a'\n"))]);
        host.get(request).await;
        let misses = host.running.tenants().default().stub_hits().misses();
        assert_eq!(misses.first().map(|missed| missed.why.as_str()), Some(why), "{when}");
    }
}

#[tokio::test]
async fn a_template_that_fails_is_a_line_with_file_and_line() {
    keep();
    let host = host(&[("Hello.toml", "[[answer]]\n\nbody = '{{ 1 / Age }}'\n")]);
    host.get("/hello/a").await;
    let file = host.folder.path().join("Hello.toml").display().to_string();
    let lines = lines_with(&file);
    let [line] = lines.as_slice() else { panic!("{lines:?}") };
    assert!(
        line.contains("ERROR") && line.contains("line=3") && line.contains("division"),
        "{line}"
    );
}

#[tokio::test]
async fn what_a_contract_closes_is_told_at_the_start() {
    keep();
    let document =
        br#"{"operations":[{"request":{"name":"ClosedOne","attributes":[{"name":"ValidateHasClaim",
        "args":[{"name":"type","type":"String","value":"x"}]}]}}]}"#;
    let contract = Contract::read(document).unwrap();
    let _running = servicestack_emulator::Emulator::builder(contract).start().unwrap();
    let lines = lines_with("ClosedOne");
    assert!(
        lines
            .iter()
            .any(|line| line.contains("WARN") && line.contains("cannot check [ValidateHasClaim]")),
        "{lines:?}"
    );
}

/// An editor truncates and writes, or writes beside and renames: no error is logged for it, and the
/// end is in force. A machine that stops between two of the steps for longer than mistakes are
/// waited for has left a mistake: such a round says nothing, and another one is made.
#[tokio::test]
async fn an_editor_at_work_is_no_error() {
    keep();
    let host = host(&[("Hello.json", r#"{"Result":"one"}"#)]);
    host.stubs.watch().unwrap();
    let path = host.folder.path();
    let (mut round, mut good) = (0, 0);
    while good < 3 {
        round += 1;
        assert!(round < 50, "the machine stops all the time");
        let before = errors_about(path);
        let broken = edit(path, round).await;
        let end = Instant::now() + Duration::from_secs(30);
        let wanted = format!("w{round}");
        while !host.send(Method::GET, "/hello/a?format=json", &[], "").await.contains(&wanted) {
            assert!(Instant::now() < end, "no {wanted}");
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        if broken < Duration::from_millis(400) {
            good += 1;
            assert_eq!(errors_about(path), before, "broken for {broken:?}");
        }
    }
}

fn errors_about(path: &Path) -> usize {
    let told = lines_with(&path.display().to_string());
    told.iter().filter(|line| line.contains("ERROR")).count()
}

/// What an editor does; how long the stub was no good.
async fn edit(path: &Path, round: usize) -> Duration {
    let file = path.join("Hello.json");
    std::fs::write(path.join("4913"), "").unwrap();
    std::fs::write(path.join(".Hello.json.swp"), "b0VIM").unwrap();
    let began = Instant::now();
    std::fs::rename(&file, path.join("Hello.json~")).unwrap();
    std::fs::write(&file, "").unwrap();
    tokio::time::sleep(Duration::from_millis(120)).await;
    std::fs::write(&file, format!(r#"{{"Result":"v{round}"}}"#)).unwrap();
    let broken = began.elapsed();
    std::fs::write(path.join("#Hello.json#"), "{").unwrap();
    std::fs::write(path.join("Hello.json.tmp"), r#"{"Result":"#).unwrap();
    tokio::time::sleep(Duration::from_millis(50)).await;
    std::fs::write(path.join("Hello.json.tmp"), format!(r#"{{"Result":"w{round}"}}"#)).unwrap();
    std::fs::rename(path.join("Hello.json.tmp"), &file).unwrap();
    broken
}
