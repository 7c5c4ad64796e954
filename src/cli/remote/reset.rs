//! `reset`: everything back in the state of the start.

use clap::Args;
use reqwest::Method;
use serde_json::json;

use super::{RemoteArgs, exit_codes, waiting};
use crate::cli::coupons::Consent;
use crate::cli::failure::Failure;
use crate::cli::print;

pub const EXAMPLES: &str = concat!(
    "\
Examples:
  servicestack-emulator reset
      The default tenant is as at the start, all others are dropped. Snapshots stay.
  servicestack-emulator reset --durable --yes
      Coupons that are kept on disk or in a database, too: those of the seed data replace them.
",
    exit_codes!()
);

#[derive(Debug, Args)]
pub struct ResetArgs {
    #[command(flatten)]
    remote: RemoteArgs,
    /// Replace coupons that outlive the process, too
    #[arg(long)]
    durable: bool,
    #[command(flatten)]
    consent: Consent,
}

impl ResetArgs {
    pub fn run(&self) -> Result<(), Failure> {
        if self.durable {
            self.consent.given("reset --durable replaces all coupons by those of the seed data")?;
        }
        let client = self.remote.client()?;
        waiting(async {
            client.call(Method::POST, &["reset"], json!({ "Durable": self.durable })).await?;
            print("reset\n")
        })
    }
}
