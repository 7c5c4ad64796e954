//! `records`: rows of a running emulator.

use std::path::PathBuf;

use clap::{Args, Subcommand};
use reqwest::Method;
use serde_json::Value;

use super::files::{read_file, write_file};
use super::{Client, RemoteArgs, exit_codes, waiting};
use crate::cli::coupons::Consent;
use crate::cli::failure::Failure;
use crate::cli::print;

pub const EXAMPLES: &str = concat!(
    "\
Examples:
  servicestack-emulator records list Ware NameContains=bag OrderBy=Price
      The conditions are AutoQuery's: docs/records.md.
  echo '{\"Id\":3,\"Name\":\"crate\"}' | servicestack-emulator records put Ware -
  servicestack-emulator records patch Ware 3 - <<< '{\"Amount\":4}'
  servicestack-emulator records export rows.json --tenant test7
",
    exit_codes!()
);

#[derive(Debug, Args)]
pub struct RecordsArgs {
    #[command(flatten)]
    remote: RemoteArgs,
    /// The host, where more than one has such records
    #[arg(long, global = true, value_name = "NAME")]
    host: Option<String>,
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// List the types that have rows
    Types,
    /// Print rows of a type, each as a line of JSON
    List {
        /// The type
        r#type: String,
        /// Conditions, Skip, Take and OrderBy of AutoQuery
        #[arg(value_name = "NAME=VALUE")]
        conditions: Vec<String>,
    },
    /// Make or replace a row
    Put {
        /// The type
        r#type: String,
        /// A file with the row as JSON; - for the standard input
        file: PathBuf,
    },
    /// Change members of a row
    Patch {
        /// The type
        r#type: String,
        /// The key of the row
        key: String,
        /// A file with the members as JSON; - for the standard input
        file: PathBuf,
    },
    /// Remove a row
    Delete {
        /// The type
        r#type: String,
        /// The key of the row
        key: String,
    },
    /// Go back to the rows of the files
    Reset {
        /// Replace rows that outlive the process, too
        #[arg(long)]
        durable: bool,
        #[command(flatten)]
        consent: Consent,
    },
    /// Write all rows of a host as JSON
    Export {
        /// The file; - for the standard output
        #[arg(default_value = "-")]
        file: PathBuf,
    },
    /// Put exported rows in the place of those of their types
    Import {
        /// The file; - for the standard input
        file: PathBuf,
    },
}

impl RecordsArgs {
    pub fn run(&self) -> Result<(), Failure> {
        let client = self.remote.client()?;
        let query: Vec<_> = self.host.iter().map(|host| ("Host", host.as_str())).collect();
        waiting(self.command.run(&client, &query))
    }
}

impl Command {
    async fn run(&self, client: &Client, query: &[(&str, &str)]) -> Result<(), Failure> {
        match self {
            Self::Types => types(&client.get(&["records"], &[]).await?),
            Self::List { r#type, conditions } => list(client, query, r#type, conditions).await,
            Self::Put { r#type, file } => {
                let path = ["records", r#type];
                row(&client.members(Method::PUT, &path, query, read_file(file)?).await?)
            }
            Self::Patch { r#type, key, file } => {
                let path = ["records", r#type, key];
                row(&client.members(Method::PATCH, &path, query, read_file(file)?).await?)
            }
            Self::Delete { r#type, key } => {
                client.send(Method::DELETE, &["records", r#type, key], query, Vec::new()).await?;
                print(&format!("removed {type} {key}\n"))
            }
            Self::Reset { durable, consent } => {
                let mut query = query.to_vec();
                if *durable {
                    consent.given("reset --durable replaces all rows by those of the files")?;
                    query.push(("Durable", "true"));
                }
                client.send(Method::POST, &["records", "reset"], &query, Vec::new()).await?;
                print("reset the records\n")
            }
            Self::Export { file } => {
                let path = ["records", "export"];
                write_file(
                    file,
                    &client.send(Method::GET, &path, query, Vec::new()).await?,
                    "the rows",
                )
            }
            Self::Import { file } => {
                let file = read_file(file)?;
                let answer = client.members(Method::PUT, &["records"], query, file).await?;
                print(&format!("imported {} rows\n", answer["Rows"]))
            }
        }
    }
}

fn types(listed: &Value) -> Result<(), Failure> {
    let line = |one: &Value| {
        let text = |name: &str| one[name].as_str().unwrap_or_default();
        format!("{} {}: {} rows\n", text("Host"), text("Type"), one["Rows"])
    };
    print(&listed["Results"].as_array().into_iter().flatten().map(line).collect::<String>())
}

async fn list(
    client: &Client,
    query: &[(&str, &str)],
    name: &str,
    conditions: &[String],
) -> Result<(), Failure> {
    let mut query = query.to_vec();
    for condition in conditions {
        let sentence = || Failure::Mendable(format!("{condition} is no NAME=VALUE"));
        query.push(condition.split_once('=').ok_or_else(sentence)?);
    }
    let listed = client.get(&["records", name], &query).await?;
    let rows = listed["Results"].as_array().into_iter().flatten();
    print(&rows.map(|row| format!("{row}\n")).collect::<String>())
}

/// Prints the row of an answer.
fn row(answer: &Value) -> Result<(), Failure> {
    print(&format!("{}\n", answer["Result"]))
}
