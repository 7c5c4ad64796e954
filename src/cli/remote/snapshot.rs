//! `snapshot`: states that are kept and come back.

use clap::Subcommand;
use reqwest::Method;
use serde_json::{Value, json};

use super::{Client, Remote, Verb, exit_codes, tenant};
use crate::cli::coupons::Consent;
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

/// `snapshot` and what follows it.
pub type SnapshotArgs = Verb<Command>;

#[derive(Debug, Subcommand)]
pub enum Command {
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
        /// Replace coupons and rows that outlive the process, too
        #[arg(long)]
        durable: bool,
        #[command(flatten)]
        consent: Consent,
    },
    /// Forget a state
    Drop {
        /// Its name
        name: String,
    },
}

impl Remote for Command {
    async fn ask(&self, client: &Client) -> Result<(), Failure> {
        match self {
            Self::List => list(client).await,
            Self::Take { name } => {
                let taken =
                    client.call(Method::POST, &["snapshots"], json!({ "Name": name })).await?;
                print(&line(&taken["Result"]))
            }
            Self::Restore { name, durable, consent } => {
                if *durable {
                    consent.given("restore --durable replaces what outlives the process")?;
                }
                restore(client, name, *durable).await
            }
            Self::Drop { name } => {
                client.send(Method::DELETE, &["snapshots", name], &[], Vec::new()).await?;
                print(&format!("dropped {name}\n"))
            }
        }
    }
}

/// Puts a tenant into a state that was kept.
pub async fn restore(client: &Client, name: &str, durable: bool) -> Result<(), Failure> {
    let path = ["snapshots", name, "restore"];
    tenant::shown(&client.call(Method::POST, &path, json!({ "Durable": durable })).await?)
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
