//! `reset`: everything back in the state of the start.

use clap::Args;
use reqwest::Method;
use serde_json::json;

use super::{RemoteArgs, exit_codes, tenant, waiting};
use crate::cli::coupons::Consent;
use crate::cli::failure::Failure;
use crate::cli::print;

pub const EXAMPLES: &str = concat!(
    "\
Examples:
  servicestack-emulator reset
      The default tenant is as at the start, all others are dropped. Snapshots stay.
  servicestack-emulator reset --durable --yes
      Coupons and rows that are kept on disk or in a database, too: those of the seed data replace
      them.
  servicestack-emulator reset --tenant test7
      This tenant alone.
",
    exit_codes!()
);

#[derive(Debug, Args)]
pub struct ResetArgs {
    #[command(flatten)]
    remote: RemoteArgs,
    /// Replace coupons and rows that outlive the process, too
    #[arg(long)]
    durable: bool,
    #[command(flatten)]
    consent: Consent,
}

impl ResetArgs {
    pub fn run(&self) -> Result<(), Failure> {
        if self.durable {
            self.consent
                .given("reset --durable replaces all coupons and rows by those of the seed data")?;
        }
        let client = self.remote.client()?;
        waiting(async {
            if let Some(name) = self.remote.tenant() {
                tenant::reset(&client.of_all(), name, self.durable).await?;
                return print(&format!("reset {name}\n"));
            }
            client.call(Method::POST, &["reset"], json!({ "Durable": self.durable })).await?;
            print("reset\n")
        })
    }
}
