//! `tenant`: states of their own, made, copied, reset and dropped.

use clap::{Args, Subcommand};
use reqwest::Method;
use serde_json::{Value, json};

use super::{Client, RemoteArgs, exit_codes, waiting};
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

#[derive(Debug, Args)]
pub struct TenantArgs {
    #[command(flatten)]
    remote: RemoteArgs,
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
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
        /// Replace coupons that outlive the process, too
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

impl TenantArgs {
    pub fn run(&self) -> Result<(), Failure> {
        let client = self.remote.client()?;
        waiting(self.command.run(&client))
    }
}

impl Command {
    async fn run(&self, client: &Client) -> Result<(), Failure> {
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
                    consent
                        .given("reset --durable replaces all coupons by those of the seed data")?;
                }
                let path = ["tenants", name, "reset"];
                shown(&client.call(Method::POST, &path, json!({ "Durable": durable })).await?)
            }
            Self::Drop { name } => {
                client.send(Method::DELETE, &["tenants", name], &[], Vec::new()).await?;
                print(&format!("dropped {name}\n"))
            }
        }
    }
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
