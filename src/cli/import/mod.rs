//! `import`: a host of someone's own, from its `/types/metadata`.

mod fetch;

use std::path::PathBuf;
use std::time::Duration;

use clap::Args;
use servicestack_emulator::config::Textual as _;
use servicestack_emulator::contract::Limits;
use servicestack_emulator::import::{HostDocuments, HostFolder};

use super::failure::Failure;
use super::print;

pub const EXAMPLES: &str = "\
Examples:
  servicestack-emulator import https://erp.example/ --name erp
      Asks a running host for its contract and writes hosts/erp.
  servicestack-emulator import metadata.json --name erp
      From a file that was saved from /types/metadata or /metadata/app.json.
  servicestack-emulator serve --host erp
      Serves it. Answers of its operations go into hosts/erp/stubs.";

/// More remarks than these are for a file, not for a terminal.
const SHOWN: usize = 20;

#[derive(Debug, Args)]
pub struct ImportArgs {
    /// File or URL of a host's /types/metadata or /metadata/app.json, or the URL of the host itself
    #[arg(value_name = "FILE-OR-URL")]
    source: String,
    /// What to call the host: letters, digits, - and _
    #[arg(long, value_name = "NAME")]
    name: String,
    /// Folder of the imported hosts
    #[arg(long, env = "SSE_HOSTS", value_name = "DIR", default_value = "hosts")]
    hosts: PathBuf,
    /// How long a download may take
    #[arg(long, value_name = "SPAN", default_value = "60s", value_parser = Duration::read)]
    timeout: Duration,
    /// How long the document may be, in bytes
    #[arg(long, value_name = "BYTES", default_value_t = 100_000_000)]
    max_bytes: u32,
}

/// Writes the host's folder and reports what was not understood.
pub fn run(args: &ImportArgs) -> Result<(), Failure> {
    let folder = fetch::folder(args)?;
    let path = folder.write(&args.hosts).map_err(|error| Failure::Mendable(error.to_string()))?;
    let mut reported = format!("{}: {} operations\n", path.display(), folder.operations);
    if !folder.remarks.is_empty() {
        reported.push_str(&remarks(&folder));
    }
    reported.push_str(&open(&folder));
    let elsewhere = if args.hosts.as_os_str() == "hosts" {
        String::new()
    } else {
        format!(" --hosts {}", args.hosts.display())
    };
    reported.push_str(&format!(
        "Serve it with: servicestack-emulator serve --host {}{elsewhere}\n",
        folder.name
    ));
    print(&reported)
}

/// What was not understood, on one line each: names come from the document and may hold anything.
fn remarks(folder: &HostFolder) -> String {
    let lines = folder.remarks.iter().take(SHOWN);
    let lines: String =
        lines.map(|remark| format!("  {}: {}\n", remark.path, remark.message)).collect();
    let shown = lines.replace(|c: char| c.is_control() && c != '\n', "\u{fffd}");
    let count = folder.remarks.len();
    let rest = match count.saturating_sub(SHOWN) {
        0 => String::new(),
        more => format!("  … and {more} more; {} has all\n", HostFolder::REMARKS),
    };
    format!("Not understood ({count}):\n{shown}{rest}")
}

/// What the documents leave open of the host's settings.
fn open(folder: &HostFolder) -> String {
    let lines = folder.open.iter().map(|open| format!("  {open} ({})\n", open.key));
    let lines: String = lines.collect();
    format!("Left open by the documents; settings.toml has a line for each:\n{lines}")
}

/// Reads documents with the limits of the command line.
fn read(args: &ImportArgs, documents: &HostDocuments<'_>) -> Result<HostFolder, Failure> {
    let limits = Limits { bytes: args.max_bytes as usize, ..Limits::default() };
    HostFolder::of_host(&args.name, documents, &limits)
        .map_err(|error| Failure::Mendable(error.to_string()))
}
