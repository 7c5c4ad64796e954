//! The blocks of `sh`, executed page by page as a reader would: a line `$ …` is a command, what
//! follows it is its output.

use std::fmt::Write as _;
use std::net::TcpListener;
use std::path::Path;
use std::process::Command;
use std::sync::atomic::{AtomicU32, Ordering};

use regex::Regex;
use tempfile::tempdir;

use super::block::{Block, blocks};
use super::{Page, pages, root};
use crate::database::Schema;

/// The database that the pages name.
const DATABASE: &str = "postgres://postgres@127.0.0.1:28286/postgres";

/// What the shell can call. A server runs beside the commands that follow it, and ends before the
/// next one starts unless that is shown with `&`.
const PRELUDE: &str = r#"
set -o pipefail
exec 2>&1
servers=()
stop() {
    [ ${#servers[@]} -eq 0 ] || { kill "${servers[@]}"; wait "${servers[@]}"; } 2>/dev/null
    servers=()
}
trap stop EXIT
ready() {
    servers+=("$1")
    until grep -q '^Stop with' greeting; do
        kill -0 "$1" 2>/dev/null || { cat greeting log; return 1; }
        sleep 0.02
    done
    cat greeting
}
"#;

/// A command and the output that its page shows.
struct Step {
    command: String,
    output: String,
    line: usize,
}

impl Step {
    fn all(block: &Block) -> Vec<Self> {
        let mut steps: Vec<Step> = Vec::new();
        for (index, line) in block.lines.iter().enumerate() {
            match (line.strip_prefix("$ "), steps.last_mut()) {
                (None, Some(step)) if step.goes_on() => write!(step.command, "\n{line}").unwrap(),
                (None, Some(step)) => writeln!(step.output, "{line}").unwrap(),
                (Some(command), _) => steps.push(Step {
                    command: command.to_owned(),
                    output: String::new(),
                    line: block.line + index,
                }),
                (None, None) => panic!("line {}: output without a command: {line}", block.line),
            }
        }
        steps
    }

    /// Whether the command does not end with the lines that it has.
    fn goes_on(&self) -> bool {
        self.command.ends_with('\\') || self.command.matches('\'').count() % 2 == 1
    }

    /// The command for an installed binary.
    fn installed(&self) -> String {
        let command = self.command.replace("cargo run --release --", "servicestack-emulator");
        command.replace("cargo run --release", "servicestack-emulator")
    }

    fn is_server(&self) -> bool {
        let command = self.installed();
        let mut words = command.split_whitespace();
        let is_ours = words.next() == Some("servicestack-emulator");
        is_ours && words.next().is_none_or(|word| word == "serve" || word.starts_with(['-', '#']))
    }

    fn calls_a_server(&self) -> bool {
        ["localhost", "https://erp.example/"].iter().any(|address| self.command.contains(address))
    }

    /// The command for the shell: a server is put beside what follows; `coupons` wants the data
    /// directory for itself.
    fn script(&self) -> String {
        let command = self.installed();
        let is_elsewhere = ["--store", "--url"].iter().any(|flag| command.contains(flag));
        let is_alone = command.starts_with("servicestack-emulator coupons") && !is_elsewhere;
        match (self.is_server(), is_alone) {
            (true, _) => serving(&command),
            (_, true) => format!("stop; {command}"),
            _ => command,
        }
    }

    /// Fails unless the output is the page's, where `…` stands for any text.
    fn check(&self, page: &Page, status: &str, output: &str) {
        let place = format!("{}, line {}: {}", page.path, self.line, self.command);
        assert_eq!(status, "0", "{place}\n{output}");
        let shown = self.output.trim();
        if shown.is_empty() {
            assert!(!output.contains("ErrorCode"), "{place}\n{output}");
        } else {
            let pattern = regex::escape(shown).replace('…', "(?s:.*)");
            let same = Regex::new(&format!("^{pattern}$")).unwrap().is_match(output.trim());
            assert!(same, "{place}\nshown:\n{shown}\nprinted:\n{output}");
        }
    }
}

fn serving(command: &str) -> String {
    let command = command.split(" # ").next().unwrap().trim_end();
    match command.strip_suffix('&') {
        Some(command) => format!(": >greeting; {command} >greeting 2>log &\nready $!"),
        None => format!("stop; : >greeting; {command} >greeting 2>log &\nready $!"),
    }
}

/// A port that was free a moment ago, below those that the system gives to outgoing connections: a
/// server that starts again finds it free still.
fn free_port() -> String {
    static NEXT: AtomicU32 = AtomicU32::new(0);
    let first = std::process::id().wrapping_mul(100);
    loop {
        let next = first.wrapping_add(NEXT.fetch_add(1, Ordering::Relaxed));
        let port = 10_000 + next % 20_000;
        if TcpListener::bind(format!("127.0.0.1:{port}")).is_ok() {
            return port.to_string();
        }
    }
}

/// The status and the output of each step, in a directory of its own. Unless a page starts
/// a server before it calls one, one is running.
fn run(steps: &[Step], replaced: &[(&str, String)]) -> Vec<(String, String)> {
    let directory = tempdir().unwrap();
    let home = directory.path();
    let from = root().display();
    let mut script = format!("{PRELUDE}ln -s {from}/fixtures {from}/examples .\n");
    let first = steps.iter().find(|step| step.is_server() || step.calls_a_server());
    if first.is_some_and(|step| !step.is_server()) {
        writeln!(script, "{} >/dev/null", serving("servicestack-emulator")).unwrap();
    }
    for step in steps {
        write!(script, "{}\nprintf '\\n\\036%s\\n' $?\n", step.script()).unwrap();
    }
    for (shown, real) in replaced {
        script = script.replace(shown, real);
    }
    let output = shell(home, &script, &replaced[0].1).output().unwrap();
    let mut text = String::from_utf8_lossy(&output.stdout).into_owned();
    for (shown, real) in replaced {
        text = text.replace(real, shown);
    }
    text = text.replace(
        &home.canonicalize().unwrap().display().to_string(),
        "/home/you/servicestack-emulator",
    );
    let mut results = Vec::new();
    let mut rest = text.as_str();
    while let Some((output, after)) = rest.split_once("\n\u{1e}") {
        let (status, after) = after.split_once('\n').unwrap();
        results.push((status.to_owned(), output.to_owned()));
        rest = after;
    }
    assert_eq!(results.len(), steps.len(), "{text}");
    results
}

fn shell(home: &Path, script: &str, port: &str) -> Command {
    // Ends what hangs, with all that it started.
    let mut command = Command::new("timeout");
    let program = Path::new(env!("CARGO_BIN_EXE_servicestack-emulator"));
    let path =
        format!("{}:{}", program.parent().unwrap().display(), std::env::var("PATH").unwrap());
    command.args(["120", "bash", "-c", script]).current_dir(home.canonicalize().unwrap());
    for variable in crate::command(&[]).get_envs().map(|(name, _)| name.to_owned()) {
        command.env_remove(variable);
    }
    command.env("PATH", path).env("SSE_LISTEN", format!("127.0.0.1:{port}"));
    command.env("SSE_URL", format!("http://127.0.0.1:{port}"));
    command
}

#[tokio::test]
async fn the_commands_of_the_documentation_do_what_it_shows() {
    let schema = Schema::new().await;
    let pages = pages();
    std::thread::scope(|scope| {
        for page in &pages {
            scope.spawn(|| follow(page, schema.as_ref()));
        }
    });
}

/// Executes a page and compares.
fn follow(page: &Page, schema: Option<&Schema>) {
    let blocks = blocks(page);
    let blocks = blocks.iter().filter(|block| {
        block.language == "sh"
            && block.is_runnable()
            && (schema.is_some() || !block.needs_postgres())
    });
    let steps: Vec<Step> = blocks.flat_map(Step::all).collect();
    if steps.is_empty() {
        return;
    }
    let port = free_port();
    let mut replaced = vec![("7580", port.clone()), ("7581", free_port())];
    replaced.push(("https://erp.example/", format!("http://127.0.0.1:{port}/")));
    if let Some(schema) = schema {
        replaced.push((DATABASE, schema.url()));
    }
    for (step, (status, output)) in steps.iter().zip(run(&steps, &replaced)) {
        step.check(page, &status, &output);
    }
}
