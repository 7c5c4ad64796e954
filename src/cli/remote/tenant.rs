//! `tenant`: states of their own, made, copied, reset and dropped.

use std::path::PathBuf;

use clap::Subcommand;
use reqwest::Method;
use serde_json::{Value, json};

use super::files::{read_file, write_file};
use super::{Client, Remote, Verb, exit_codes};
use crate::cli::coupons::Consent;
use crate::cli::failure::Failure;
use crate::cli::print;

pub const EXAMPLES: &str = concat!(
    "\
Examples:
  servicestack-emulator tenant create test7
      A state of its own, as at the start; requests name it by X-Emulator-Tenant: test7.
  servicestack-emulator tenant fork default copy
  servicestack-emulator tenant reset test7 --url http://127.0.0.1:8080
",
    exit_codes!()
);

/// `tenant` and what follows it.
pub type TenantArgs = Verb<Command>;

#[derive(Debug, Subcommand)]
pub enum Command {
    /// List the tenants with their coupons, scenario and stubs
    List,
    /// Make a tenant in the state of the start
    Create {
        /// Its name: letters, digits, `.`, `-` and `_`
        name: String,
    },
    /// Make a tenant in the state that another one has now
    Fork {
        /// The one to copy
        name: String,
        /// The name of the copy
        to: String,
    },
    /// Put a tenant back into the state of the start
    Reset {
        /// Its name
        name: String,
        /// Replace coupons and rows that outlive the process, too
        #[arg(long)]
        durable: bool,
        #[command(flatten)]
        consent: Consent,
    },
    /// Write the coupons and rows of a tenant as one JSON document
    Export {
        /// Its name
        name: String,
        /// The file; - for the standard output
        #[arg(default_value = "-")]
        file: PathBuf,
    },
    /// Put an exported tenant in the place of one, which is made if there is none
    Import {
        /// Its name
        name: String,
        /// The file; - for the standard input
        file: PathBuf,
        /// Replace coupons and rows that outlive the process, too
        #[arg(long)]
        durable: bool,
        #[command(flatten)]
        consent: Consent,
    },
    /// Drop a tenant
    Drop {
        /// Its name
        name: String,
    },
}

impl Remote for Command {
    async fn ask(&self, client: &Client) -> Result<(), Failure> {
        match self {
            Self::List => {
                let listed = client.get(&["tenants"], &[]).await?;
                let tenants = listed["Results"].as_array().cloned().unwrap_or_default();
                print(&tenants.iter().map(line).collect::<String>())
            }
            Self::Create { name } => {
                shown(&client.call(Method::POST, &["tenants"], json!({ "Name": name })).await?)
            }
            Self::Fork { name, to } => {
                let path = ["tenants", name, "fork"];
                shown(&client.call(Method::POST, &path, json!({ "To": to })).await?)
            }
            Self::Reset { name, durable, consent } => {
                if *durable {
                    consent.given(
                        "reset --durable replaces all coupons and rows by those of the seed data",
                    )?;
                }
                shown(&reset(client, name, *durable).await?)
            }
            Self::Export { name, file } => {
                let path = ["tenants", name, "export"];
                let text = client.send(Method::GET, &path, &[], Vec::new()).await?;
                write_file(file, &text, name)
            }
            Self::Import { name, file, durable, consent } => {
                if *durable {
                    consent.given("import --durable replaces what outlives the process")?;
                }
                let path = ["tenants", name, "import"];
                let durable = durable.to_string();
                let query = [("Durable", durable.as_str())];
                shown(&client.members(Method::PUT, &path, &query, read_file(file)?).await?)
            }
            Self::Drop { name } => {
                client.send(Method::DELETE, &["tenants", name], &[], Vec::new()).await?;
                print(&format!("dropped {name}\n"))
            }
        }
    }
}

/// Puts a tenant back into the state of the start.
pub async fn reset(client: &Client, name: &str, durable: bool) -> Result<Value, Failure> {
    let path = ["tenants", name, "reset"];
    client.call(Method::POST, &path, json!({ "Durable": durable })).await
}

/// The line of the tenant that an answer has.
pub fn shown(answer: &Value) -> Result<(), Failure> {
    print(&line(&answer["Result"]))
}

fn line(tenant: &Value) -> String {
    let text = |name: &str| tenant[name].as_str().unwrap_or_default();
    format!(
        "{}: {} coupons, scenario {}, {} stubs set\n",
        text("Name"),
        tenant["Coupons"],
        text("Scenario"),
        tenant["Stubs"]
    )
}
