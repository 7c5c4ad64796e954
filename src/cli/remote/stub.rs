//! `stub`: what operations answer, set while the emulator runs.

use std::path::{Path, PathBuf};

use clap::{Args, Subcommand};
use reqwest::Method;
use serde_json::Value;

use super::files::read_file;
use super::{Client, RemoteArgs, exit_codes, waiting};
use crate::cli::failure::Failure;
use crate::cli::print;

pub const EXAMPLES: &str = concat!(
    "\
Examples:
  servicestack-emulator stub set GetPrice.toml --tenant test7
      The file is what a file in the folder stubs would be, and so is its name: docs/lab.md.
  echo '{\"Amount\":12.5}' | servicestack-emulator stub set - --operation GetPrice
  servicestack-emulator stub list
      What is in force, from files and calls, and how often each answer was given.
  servicestack-emulator stub misses
      Why no answer took a request.
",
    exit_codes!()
);

#[derive(Debug, Args)]
pub struct StubArgs {
    #[command(flatten)]
    remote: RemoteArgs,
    /// The host, where more than one has the operation
    #[arg(long, global = true, value_name = "NAME")]
    host: Option<String>,
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// List the stubs in force, and mistakes in files
    List,
    /// Print the stub of an operation as a file
    Get {
        /// The operation
        operation: String,
    },
    /// Set the stub of an operation, until a reset
    Set {
        /// {Operation}.toml, .json, .jsv or .xml; - for the standard input
        file: PathBuf,
        /// The operation, if the file's name does not say it
        #[arg(long, value_name = "NAME")]
        operation: Option<String>,
    },
    /// Take back a stub that was set
    Remove {
        /// The operation
        operation: String,
    },
    /// List the last requests that no answer of a stub took
    Misses,
    /// Print the JSON Schema of a stub, for editors
    Schema,
}

impl StubArgs {
    pub fn run(&self) -> Result<(), Failure> {
        let client = self.remote.client()?;
        let query: Vec<(&str, &str)> =
            self.host.iter().map(|host| ("Host", host.as_str())).collect();
        waiting(self.command.run(&client, &query))
    }
}

impl Command {
    async fn run(&self, client: &Client, query: &[(&str, &str)]) -> Result<(), Failure> {
        match self {
            Self::List => list(&client.get(&["stubs"], query).await?),
            Self::Get { operation } => {
                let path = ["stubs", operation, "file"];
                print(&client.send(Method::GET, &path, query, Vec::new()).await?)
            }
            Self::Set { file, operation } => set(client, query, file, operation.as_deref()).await,
            Self::Remove { operation } => {
                client.send(Method::DELETE, &["stubs", operation], query, Vec::new()).await?;
                print(&format!("removed the stub of {operation}\n"))
            }
            Self::Misses => misses(&client.get(&["stubs", "misses"], &[]).await?),
            Self::Schema => {
                print(&client.send(Method::GET, &["schemas", "stub"], &[], Vec::new()).await?)
            }
        }
    }
}

/// The end of the file's name says the notation, and the rest of it the operation.
async fn set(
    client: &Client,
    query: &[(&str, &str)],
    file: &Path,
    operation: Option<&str>,
) -> Result<(), Failure> {
    let is_stdin = file == Path::new("-");
    let stem = file.file_stem().and_then(|stem| stem.to_str()).filter(|_| !is_stdin);
    let operation = operation
        .or(stem)
        .ok_or_else(|| Failure::Mendable("which operation? Name it with --operation".to_owned()))?;
    let text = read_file(file)?;
    let mut query = query.to_vec();
    let end = file.extension().and_then(|end| end.to_str()).filter(|_| !is_stdin);
    query.extend(end.map(|end| ("Notation", end)));
    client.send(Method::PUT, &["stubs", operation], &query, text).await?;
    print(&format!("set the stub of {operation}\n"))
}

fn list(listed: &Value) -> Result<(), Failure> {
    let mut lines = String::new();
    for stub in listed["Results"].as_array().into_iter().flatten() {
        let text = |name: &str| stub[name].as_str().unwrap_or_default();
        lines += &format!(
            "{} {} ({} {})\n",
            text("Host"),
            text("Operation"),
            text("Source"),
            text("File")
        );
        for answer in stub["Answers"].as_array().into_iter().flatten() {
            let name = answer["Name"].as_str().unwrap_or_default();
            lines += &format!("    {name}: given {} times\n", answer["Given"]);
        }
    }
    for host in listed["Hosts"].as_array().into_iter().flatten() {
        let mistake = &host["Mistake"];
        if let Some(message) = mistake["Message"].as_str() {
            let line =
                mistake["Line"].as_u64().map_or(String::new(), |line| format!(", line {line}"));
            let file = mistake["File"].as_str().unwrap_or_default();
            lines += &format!("not taken: {file}{line}: {message}\n");
        }
    }
    print(&lines)
}

fn misses(listed: &Value) -> Result<(), Failure> {
    let misses = listed["Results"].as_array().into_iter().flatten();
    let line = |miss: &Value| {
        let text = |name: &str| miss[name].as_str().unwrap_or_default();
        format!("{} {}: {}: {}\n", text("Host"), text("Operation"), text("Answer"), text("Why"))
    };
    print(&misses.map(line).collect::<String>())
}
