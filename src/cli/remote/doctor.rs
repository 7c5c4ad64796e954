//! `doctor`: what the clients of a running emulator do wrong.

use std::path::{Path, PathBuf};

use clap::Args;
use serde_json::Value;

use super::files::write_file;
use super::{Client, RemoteArgs, waiting};
use crate::cli::failure::Failure;
use crate::cli::print;

pub const EXAMPLES: &str = "\
Examples:
  servicestack-emulator doctor
      What a real host would punish, in the exchanges that the journal has.
  servicestack-emulator doctor --modern --junit doctor.xml
      For continuous integration, and for a host of 10.x as well.
  servicestack-emulator doctor --rules
      What is looked for.

The emulator must serve its admin API and keep a journal, as with --fresh or --journal:
docs/doctor.md.

Exit codes:
  0  nothing was found
  1  something was found
  2  an error that you can correct: nobody listens there, the key is missing or wrong, no exchanges
     are kept";

#[derive(Debug, Args)]
pub struct DoctorArgs {
    #[command(flatten)]
    remote: RemoteArgs,
    /// Look also for what a host of 10.x with endpoint routing would refuse
    #[arg(long)]
    modern: bool,
    /// Look only at exchanges after this number of the journal
    #[arg(long, value_name = "NUMBER")]
    after: Option<u64>,
    /// Write a JUnit document as well; - for the standard output
    #[arg(long, value_name = "FILE")]
    junit: Option<PathBuf>,
    /// List what is looked for, and look at nothing
    #[arg(long)]
    rules: bool,
}

impl DoctorArgs {
    pub fn run(&self) -> Result<(), Failure> {
        let client = self.remote.client()?;
        waiting(self.ask(client))
    }

    async fn ask(&self, client: Client) -> Result<(), Failure> {
        if self.rules {
            let listed = client.of_all().get(&["doctor", "rules"], &[]).await?;
            return print(&lines(&listed, |rule| {
                format!(
                    "{}: {}\n    {}\n",
                    text(rule, "Name"),
                    text(rule, "Title"),
                    text(rule, "Source")
                )
            }));
        }
        client.recorded().await?;
        let modern = self.modern.to_string();
        let after = self.after.map(|number| number.to_string());
        let mut query = vec![("Modern", modern.as_str())];
        query.extend(after.as_deref().map(|number| ("After", number)));
        if let Some(file) = &self.junit {
            let report =
                client.send(reqwest::Method::GET, &["doctor", "junit"], &query, Vec::new());
            write_file(file, &report.await?, "the report")?;
        }
        let found = client.get(&["doctor"], &query).await?;
        report(&found, self.junit.as_deref().is_some_and(|file| file == Path::new("-")))
    }
}

/// Prints the findings, each rule once with its remedy.
fn report(found: &Value, is_quiet: bool) -> Result<(), Failure> {
    let mut rule = "";
    let mut shown = String::new();
    let (mut rules, mut times) = (0, 0);
    for finding in found["Results"].as_array().into_iter().flatten() {
        if text(finding, "Rule") != rule {
            rule = text(finding, "Rule");
            (rules, times) = (rules + 1, times + finding["Times"].as_u64().unwrap_or(1));
            shown += &format!("{rule}: {}\n", text(finding, "Title"));
            shown += &format!("    why     {}\n", text(finding, "Source"));
            shown += &format!("    remedy  {}\n", text(finding, "Remedy"));
        }
        shown +=
            &format!("    seen    exchange {}: {}\n", finding["Exchange"], text(finding, "Reason"));
    }
    if !is_quiet {
        print(&shown)?;
    }
    let exchanges = &found["Exchanges"];
    match rules {
        0 if is_quiet => Ok(()),
        0 => print(&format!("nothing found in {exchanges} exchanges\n")),
        _ => Err(Failure::Other(format!(
            "{rules} rules found something {times} times in {exchanges} exchanges"
        ))),
    }
}

fn text<'v>(value: &'v Value, name: &str) -> &'v str {
    value[name].as_str().unwrap_or_default()
}

fn lines(listed: &Value, line: impl Fn(&Value) -> String) -> String {
    listed["Results"].as_array().into_iter().flatten().map(line).collect()
}
