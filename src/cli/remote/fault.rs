//! `fault`: what goes wrong in a running emulator.

use std::path::Path;

use clap::{Args, Subcommand};
use reqwest::Method;
use serde_json::{Value, json};

use super::files::read_file;
use super::{Client, Remote, Verb, exit_codes};
use crate::cli::failure::Failure;
use crate::cli::print;

pub const EXAMPLES: &str = concat!(
    "\
Examples:
  servicestack-emulator fault put afterCommit=reset --operation ActivateCoupon --times 3
      Three activations are done, and their clients never hear of it.
  servicestack-emulator fault put outage:30s
  servicestack-emulator fault put night.toml --tenant test7
      The file is what a file in the folder faults would be: docs/faults.md.
  servicestack-emulator fault list
      What is in force, and how often each was met and acted.
",
    exit_codes!()
);

/// `fault` and what follows it.
pub type FaultArgs = Verb<Command>;

#[derive(Debug, Subcommand)]
pub enum Command {
    /// List the faults in force, and mistakes in files
    List,
    /// Print a fault as a file
    Get {
        /// Its name
        name: String,
    },
    /// Set a fault, until a reset
    Put(PutArgs),
    /// Take back a fault that was set
    Remove {
        /// Its name
        name: String,
    },
    /// Take back all faults that were set
    Clear,
    /// Print the JSON Schema of a fault, for editors
    Schema,
}

#[derive(Debug, Args)]
pub struct PutArgs {
    /// A file {name}.toml or .json, - for the standard input, a preset (timeout-after-commit, flaky,
    /// slow-3g, outage:30s), or a point and what happens there: afterCommit=reset
    #[arg(value_name = "FAULT")]
    what: String,
    /// What it is called, if no file's name says it
    #[arg(long)]
    name: Option<String>,
    /// The operation that meets it [default: all]
    #[arg(long, value_name = "NAME")]
    operation: Option<String>,
    /// The user who meets it [default: everybody]
    #[arg(long, value_name = "NAME")]
    user: Option<String>,
    /// How likely it happens, from 0 to 1
    #[arg(long, value_name = "NUMBER")]
    probability: Option<f64>,
    /// How often it happens
    #[arg(long, value_name = "NUMBER")]
    times: Option<u64>,
    /// When it happens, by the tenant's clock: 12:00-12:05
    #[arg(long, value_name = "FROM-TO")]
    between: Option<String>,
}

impl Remote for Command {
    async fn ask(&self, client: &Client) -> Result<(), Failure> {
        match self {
            Self::List => list(&client.get(&["faults"], &[]).await?),
            Self::Get { name } => {
                print(&client.send(Method::GET, &["faults", name, "file"], &[], Vec::new()).await?)
            }
            Self::Put(put) => put.run(client).await,
            Self::Remove { name } => {
                client.send(Method::DELETE, &["faults", name], &[], Vec::new()).await?;
                print(&format!("removed the fault {name}\n"))
            }
            Self::Clear => {
                client.send(Method::DELETE, &["faults"], &[], Vec::new()).await?;
                print("removed all faults that were set\n")
            }
            Self::Schema => {
                print(&client.send(Method::GET, &["schemas", "fault"], &[], Vec::new()).await?)
            }
        }
    }
}

impl PutArgs {
    async fn run(&self, client: &Client) -> Result<(), Failure> {
        let file = Path::new(&self.what);
        let end = file.extension().and_then(|end| end.to_str());
        let is_file = self.what == "-" || matches!(end, Some("toml" | "json"));
        let (name, notation, text) = if is_file { self.file(file)? } else { self.said()? };
        let query: Vec<_> = notation.iter().map(|end| ("Notation", end.as_str())).collect();
        client.send(Method::PUT, &["faults", &name], &query, text).await?;
        print(&format!("set the fault {name}\n"))
    }

    fn file(&self, file: &Path) -> Result<(String, Option<String>, Vec<u8>), Failure> {
        let narrowed = [self.operation.is_some(), self.user.is_some(), self.probability.is_some()];
        if narrowed.contains(&true) || self.times.is_some() || self.between.is_some() {
            let sentence = "a file says itself who meets the fault; leave the other flags away";
            return Err(Failure::Mendable(sentence.to_owned()));
        }
        let text = read_file(file)?;
        let stem = file.file_stem().and_then(|stem| stem.to_str()).filter(|_| self.what != "-");
        let no_name = || Failure::Mendable("what is it called? Say it with --name".to_owned());
        let name = self.name.as_deref().or(stem).ok_or_else(no_name)?;
        let end = file.extension().and_then(|end| end.to_str()).map(str::to_owned);
        Ok((name.to_owned(), end, text))
    }

    /// A preset, or a point with what happens there.
    fn said(&self) -> Result<(String, Option<String>, Vec<u8>), Failure> {
        let mut members = match self.what.split_once('=') {
            Some((point, act)) => json!({ "point": point, "do": act }),
            None => json!({ "preset": self.what }),
        };
        if let Some(between) = &self.between {
            let ends = between.split_once('-').ok_or_else(|| {
                Failure::Mendable(format!("--between {between}: write 12:00-12:05"))
            })?;
            members["between"] = json!([ends.0, ends.1]);
        }
        let further = [
            ("operation", self.operation.as_ref().map(|name| json!(name))),
            ("user", self.user.as_ref().map(|name| json!(name))),
            ("probability", self.probability.map(|number| json!(number))),
            ("times", self.times.map(|number| json!(number))),
        ];
        for (name, value) in further {
            if let Some(value) = value {
                members[name] = value;
            }
        }
        let plain: String =
            self.what.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '-' }).collect();
        let name = self.name.clone().unwrap_or(plain);
        Ok((name, Some("json".to_owned()), members.to_string().into_bytes()))
    }
}

fn list(listed: &Value) -> Result<(), Failure> {
    let mut lines = String::new();
    for fault in listed["Results"].as_array().into_iter().flatten() {
        let text = |name: &str| fault[name].as_str().unwrap_or_default();
        let (met, acted) = (&fault["Met"], &fault["Acted"]);
        let (name, source, file) = (text("Name"), text("Source"), text("File"));
        lines += &format!("{name} ({source} {file}): met {met}, acted {acted}\n");
    }
    for host in listed["Hosts"].as_array().into_iter().flatten() {
        if let Some(message) = host["Mistake"]["Message"].as_str() {
            let file = host["Mistake"]["File"].as_str().unwrap_or_default();
            lines += &format!("not read again: {file}: {message}\n");
        }
    }
    print(&lines)
}
