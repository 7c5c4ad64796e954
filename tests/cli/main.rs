//! The command as its user meets it: the real binary, its output and its exit code.
#![allow(
    missing_docs,
    clippy::unwrap_used,
    reason = "a test may panic, and its name says what it shows"
)]

mod check_config;
mod coupons;
mod directories;
mod docs;
mod hash_password;
mod help;
mod import;
mod jsv;
mod remote;
mod repeat;
mod seed;
mod serve;
mod server;
mod store;

#[path = "../support/postgres.rs"]
mod database;

use std::path::Path;
use std::process::Output;

/// The command with these arguments, out of reach of the developer's own settings.
fn command(args: &[&str]) -> std::process::Command {
    let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_servicestack-emulator"));
    command.args(args);
    for variable in std::env::vars().map(|(name, _)| name) {
        // COLUMNS would wrap the help elsewhere.
        if variable.starts_with("SSE_") || variable == "RUST_LOG" || variable == "COLUMNS" {
            command.env_remove(variable);
        }
    }
    command
}

/// Runs it to its end, within a time in which every end comes.
fn run(args: &[&str]) -> assert_cmd::assert::Assert {
    assert_cmd::Command::from_std(command(args))
        .timeout(std::time::Duration::from_secs(60))
        .assert()
}

/// The one sentence on the standard error of a refusal, with the directory of the test called
/// `DIR`.
fn sentence(output: &Output, directory: &Path) -> String {
    assert_eq!(output.status.code(), Some(2), "{output:?}");
    assert!(output.stdout.is_empty(), "{output:?}");
    let reported =
        String::from_utf8_lossy(&output.stderr).replace(&directory.display().to_string(), "DIR");
    assert_eq!(reported.lines().count(), 1, "one sentence: {reported}");
    reported.trim_end().to_owned()
}
