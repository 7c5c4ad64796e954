//! `race`: copies of a request at once, and who won.

use std::path::PathBuf;

use clap::Args;
use reqwest::Method;
use serde_json::{Value, json};

use super::files::read_file;
use super::{RemoteArgs, exit_codes, waiting};
use crate::cli::failure::Failure;
use crate::cli::print;

pub const EXAMPLES: &str = concat!(
    "\
Examples:
  servicestack-emulator race activate.http --copies 20 --fork
      The file holds verb and path, headers, an empty line and the body. Twenty copies of it come at
      once, in a copy of the tenant that is dropped afterwards.
",
    exit_codes!()
);

#[derive(Debug, Args)]
pub struct RaceArgs {
    #[command(flatten)]
    remote: RemoteArgs,
    /// The request; - for the standard input
    file: PathBuf,
    /// How many come at once, from 1 to 64
    #[arg(long, value_name = "NUMBER", default_value_t = 10)]
    copies: usize,
    /// Race in a copy of the tenant, which is dropped afterwards
    #[arg(long)]
    fork: bool,
}

impl RaceArgs {
    pub fn run(&self) -> Result<(), Failure> {
        let text = String::from_utf8(read_file(&self.file)?)
            .map_err(|_| Failure::Mendable(format!("{}: is no UTF-8", self.file.display())))?;
        let client = self.remote.client()?;
        let members = json!({ "Request": text, "Copies": self.copies, "Fork": self.fork });
        waiting(async { shown(&client.call(Method::POST, &["race"], members).await?) })
    }
}

fn shown(race: &Value) -> Result<(), Failure> {
    let mut lines = String::new();
    for group in race["Results"].as_array().into_iter().flatten() {
        let status = group["Status"].as_u64().map_or("-".to_owned(), |status| status.to_string());
        let body = group["Body"].as_str().unwrap_or_default();
        lines += &format!("{} of status {status}: {body}\n", group["Copies"]);
    }
    print(&(lines + &coupons(race)))
}

/// How many coupons there were in which state, before and after.
pub fn coupons(answer: &Value) -> String {
    let line = |(name, counted): (&str, &str)| {
        let (before, after) = (&answer["Before"][counted], &answer["After"][counted]);
        format!("{name}: {before} before, {after} after\n")
    };
    [("free", "Free"), ("activated", "Activated"), ("used", "Used")].map(line).concat()
}
