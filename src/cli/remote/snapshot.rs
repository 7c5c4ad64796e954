//! `snapshot`: states that are kept and come back.

use clap::{Args, Subcommand};
use reqwest::Method;
use serde_json::{Value, json};

use super::{Client, RemoteArgs, exit_codes, tenant, waiting};
use crate::cli::failure::Failure;
use crate::cli::print;

pub const EXAMPLES: &str = concat!(
    "\
Examples:
  servicestack-emulator snapshot take before --tenant test7
  servicestack-emulator snapshot restore before --tenant test8
      A state of one tenant becomes that of another.

A state of a tenant in memory ends with the process; coupons that outlive it are kept in a file.
",
    exit_codes!()
);

#[derive(Debug, Args)]
pub struct SnapshotArgs {
    #[command(flatten)]
    remote: RemoteArgs,
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// List the states that are kept
    List,
    /// Keep the state of a tenant, in the place of an older one of the name
    Take {
        /// Its name: letters, digits, `.`, `-` and `_`
        name: String,
    },
    /// Put a tenant into a state that was kept
    Restore {
        /// Its name
        name: String,
    },
    /// Forget a state
    Drop {
        /// Its name
        name: String,
    },
}

impl SnapshotArgs {
    pub fn run(&self) -> Result<(), Failure> {
        let client = self.remote.client()?;
        waiting(self.command.run(&client))
    }
}

impl Command {
    async fn run(&self, client: &Client) -> Result<(), Failure> {
        match self {
            Self::List => list(client).await,
            Self::Take { name } => {
                let taken =
                    client.call(Method::POST, &["snapshots"], json!({ "Name": name })).await?;
                print(&line(&taken["Result"]))
            }
            Self::Restore { name } => {
                let path = ["snapshots", name, "restore"];
                tenant::shown(&client.call(Method::POST, &path, json!({})).await?)
            }
            Self::Drop { name } => {
                client.send(Method::DELETE, &["snapshots", name], &[], Vec::new()).await?;
                print(&format!("dropped {name}\n"))
            }
        }
    }
}

/// Prints the states that are kept.
pub async fn list(client: &Client) -> Result<(), Failure> {
    let listed = client.get(&["snapshots"], &[]).await?;
    let snapshots = listed["Results"].as_array().cloned().unwrap_or_default();
    print(&snapshots.iter().map(line).collect::<String>())
}

/// Nobody has read how many coupons a file has.
pub fn line(snapshot: &Value) -> String {
    let text = |name: &str| snapshot[name].as_str().unwrap_or_default();
    let coupons = match &snapshot["Coupons"] {
        Value::Null => "a file of coupons".to_owned(),
        count => format!("{count} coupons"),
    };
    format!("{}: {coupons} of {}\n", text("Name"), text("Tenant"))
}
