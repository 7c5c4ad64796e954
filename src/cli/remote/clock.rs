//! `clock`: what time it is in a running emulator.

use clap::{Args, Subcommand};
use reqwest::Method;
use serde_json::{Value, json};

use super::{Client, RemoteArgs, exit_codes, waiting};
use crate::cli::failure::Failure;
use crate::cli::print;

pub const EXAMPLES: &str = concat!(
    "\
Examples:
  servicestack-emulator clock set 2030-01-02T03:04:05Z --freeze
  servicestack-emulator clock advance P1D --tenant test7
      Each tenant has a clock of its own, and Date shows it.
  servicestack-emulator clock rate 60
      A minute a second.
  servicestack-emulator clock advance P1D --all
      All tenants, those that are made later, and what a reset goes back to.
",
    exit_codes!()
);

#[derive(Debug, Args)]
pub struct ClockArgs {
    #[command(flatten)]
    remote: RemoteArgs,
    /// The clocks of all tenants are meant
    #[arg(long, global = true, conflicts_with = "tenant")]
    all: bool,
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Tell what the clock shows
    Show,
    /// Let it show an instant from now on
    Set {
        /// The instant: 2030-01-02 or 2030-01-02T03:04:05Z
        at: String,
        /// Let it stand there
        #[arg(long)]
        freeze: bool,
    },
    /// Let it stand
    Freeze,
    /// Let it run on, as fast as the clock of the machine
    Resume,
    /// Let it run so many times as fast as the clock of the machine
    Rate {
        /// From 0.001 to 1000000
        rate: f64,
    },
    /// Move it forward, or back by a negative span
    Advance {
        /// PT1H, P1D, -PT5M
        #[arg(allow_hyphen_values = true)]
        by: String,
    },
}

impl ClockArgs {
    pub fn run(&self) -> Result<(), Failure> {
        let client = self.remote.client()?;
        waiting(self.command.run(&client, self.all))
    }
}

impl Command {
    async fn run(&self, client: &Client, all: bool) -> Result<(), Failure> {
        let mut members = match self {
            Self::Show => return shown(&client.get(&["clock"], &[]).await?),
            Self::Set { at, freeze: false } => json!({ "At": at }),
            Self::Set { at, freeze: true } => json!({ "At": at, "Frozen": true }),
            Self::Freeze => json!({ "Frozen": true }),
            Self::Resume => json!({ "Frozen": false }),
            Self::Rate { rate } => json!({ "Rate": rate }),
            Self::Advance { by } => {
                let path = ["clock", "advance"];
                let members = json!({ "By": by, "All": all });
                return shown(&client.call(Method::POST, &path, members).await?);
            }
        };
        members["All"] = json!(all);
        shown(&client.call(Method::PUT, &["clock"], members).await?)
    }
}

/// The API writes instants as ServiceStack's JSON does: `/Date(1768471200000)/`.
fn shown(clock: &Value) -> Result<(), Failure> {
    let written = clock["Now"].as_str().unwrap_or_default();
    let digits = written.trim_start_matches("/Date(").trim_end_matches(")/");
    let now = digits.parse().ok().and_then(chrono::DateTime::from_timestamp_millis);
    let now = now.map_or_else(String::new, |now| now.format("%Y-%m-%dT%H:%M:%SZ").to_string());
    let pace = match clock["Frozen"].as_bool() {
        Some(true) => "frozen".to_owned(),
        _ => format!("running at {}", clock["Rate"]),
    };
    print(&format!("{now}, {pace}\n"))
}
