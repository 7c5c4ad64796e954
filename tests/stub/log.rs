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
