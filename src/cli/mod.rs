//! The command line, one file a subcommand.

mod check_config;
mod command_line;
mod coupons;
mod failure;
mod greeting;
mod hash_password;
mod hosts;
mod import;
mod jsv;
mod logging;
mod prepared;
mod remote;
mod serve;
mod settings_args;
mod signals;

use std::io::{self, Write as _};
use std::process::ExitCode;

use clap::{Parser, Subcommand};

use check_config::CheckArgs;
use failure::Failure;
use serve::ServeArgs;

/// A stand-in for a real ServiceStack host: ApexERPHost with its 72 operations, a durable store of
/// coupons, and the metadata pages.
///
/// Without a command it serves.
#[derive(Debug, Parser)]
#[command(version, after_help = EXAMPLES, args_conflicts_with_subcommands = true, max_term_width = 100)]
struct Cli {
    #[command(subcommand)]
    command: Option<Command>,
    #[command(flatten)]
    serve: ServeArgs,
    /// What to log, e.g. `debug` or `info,servicestack_emulator::http=debug` [default: info]
    #[arg(long, global = true, env = "RUST_LOG", value_name = "FILTER")]
    log: Option<String>,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Serve until Ctrl-C or SIGTERM (what happens without a command)
    Serve(ServeArgs),
    /// Create a host folder from a real host's metadata, read from a file or from the host
    ///
    /// Writes a folder with contract.json, settings.toml and stubs/; nothing is overwritten.
    #[command(after_help = import::EXAMPLES)]
    Import(import::ImportArgs),
    /// Read a password, print its hash for a settings file
    ///
    /// Asks for the password on a terminal; otherwise takes the first line of the standard input.
    #[command(after_help = hash_password::EXAMPLES)]
    HashPassword,
    /// Check settings, contract and seed data; print the effective settings
    ///
    /// With --host the files of the imported hosts, and the settings of the one at the root. Secrets
    /// are hidden. The exit code is 0 if all is valid and 2 if something must be corrected.
    #[command(after_help = check_config::EXAMPLES)]
    CheckConfig(CheckArgs),
    /// Count, export, import, spend, void, expire, reset, save and restore coupons, of a directory,
    /// a database or a running emulator
    #[command(after_help = coupons::EXAMPLES)]
    Coupons(coupons::CouponsArgs),
    /// List, set and take back what operations answer, in a running emulator
    #[command(after_help = remote::stub::EXAMPLES)]
    Stub(remote::stub::StubArgs),
    /// Let requests of a running emulator go wrong: late, cut off, refused, garbled
    #[command(after_help = remote::fault::EXAMPLES)]
    Fault(remote::fault::FaultArgs),
    /// List, show, count, verify, wait for, clear and export what clients did, as a running emulator
    /// saw it
    #[command(after_help = remote::journal::EXAMPLES)]
    Journal(remote::journal::JournalArgs),
    /// Send copies of a request at once to a running emulator, and see who wins
    #[command(after_help = remote::race::EXAMPLES)]
    Race(remote::race::RaceArgs),
    /// List and change the records of a running emulator
    #[command(after_help = remote::records::EXAMPLES)]
    Records(remote::records::RecordsArgs),
    /// List, make, copy, reset and drop tenants of a running emulator
    #[command(after_help = remote::tenant::EXAMPLES)]
    Tenant(remote::tenant::TenantArgs),
    /// Keep states of a running emulator and put them back
    #[command(after_help = remote::snapshot::EXAMPLES)]
    Snapshot(remote::snapshot::SnapshotArgs),
    /// Set, freeze, move and pace the clock of a running emulator
    #[command(after_help = remote::clock::EXAMPLES)]
    Clock(remote::clock::ClockArgs),
    /// Tell what the clients of a running emulator do that a real host would punish
    #[command(after_help = remote::doctor::EXAMPLES)]
    Doctor(remote::doctor::DoctorArgs),
    /// Put a running emulator back into the state of its start
    #[command(after_help = remote::reset::EXAMPLES)]
    Reset(remote::reset::ResetArgs),
    /// Read, write, show and check JSV
    #[command(subcommand, after_help = jsv::EXAMPLES)]
    Jsv(jsv::Jsv),
}

const EXAMPLES: &str = "\
Examples:
  servicestack-emulator
      Serve on http://127.0.0.1:7580, demo coupons in ./data; sign in as demo with password demo.
  servicestack-emulator --listen 127.0.0.1:0 --data /tmp/apex --frozen-at 2026-03-01 --seed 1
      For tests: a free port (printed), a state of its own, answers that repeat byte for byte.
  servicestack-emulator --config apex.toml
      With a settings file. To listen on a network it must name users; hash-password makes hashes.
  servicestack-emulator import https://erp.example/ --name erp && servicestack-emulator --host erp
      Another host than ApexERPHost, from its own metadata.
  servicestack-emulator --store postgres://till@db.example/coupons
      Coupons in a database that several emulators share.
  SSE_STRICT=true servicestack-emulator --empty
      Exactly as the recorded host, without coupons. Every flag is an environment variable too.

A flag wins over its environment variable, the variable over the settings file, the file over the
default.

Exit codes:
  0  stopped by a signal
  2  an error that you can correct: a bad setting, a port in use, a data directory that is locked or
     damaged, a database that cannot be reached
  1  anything else";

/// Runs the command line of this process.
pub fn run() -> ExitCode {
    let cli = Cli::parse_from(command_line::arguments(std::env::args_os()));
    match cli.run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            // The reader has closed its end: there is no place left to report that.
            let _ = writeln!(io::stderr(), "error: {failure}");
            failure.exit_code()
        }
    }
}

/// Writes to the standard output. A reader that has seen enough, as `head` has, is no failure.
fn print(text: &str) -> Result<(), Failure> {
    match io::stdout().write_all(text.as_bytes()) {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => Err(error.into()),
        _ => Ok(()),
    }
}

impl Cli {
    fn run(self) -> Result<(), Failure> {
        let _flushing = logging::start(self.log.as_deref())?;
        match self.command {
            None => serve::run(&self.serve),
            Some(Command::Serve(args)) => serve::run(&args),
            Some(Command::Import(args)) => import::run(&args),
            Some(Command::HashPassword) => hash_password::run(),
            Some(Command::CheckConfig(args)) => check_config::run(&args),
            Some(Command::Coupons(command)) => command.run(),
            Some(Command::Stub(command)) => command.run(),
            Some(Command::Fault(command)) => command.run(),
            Some(Command::Journal(command)) => command.run(),
            Some(Command::Race(command)) => command.run(),
            Some(Command::Records(command)) => command.run(),
            Some(Command::Tenant(command)) => command.run(),
            Some(Command::Snapshot(command)) => command.run(),
            Some(Command::Clock(command)) => command.run(),
            Some(Command::Doctor(command)) => command.run(),
            Some(Command::Reset(command)) => command.run(),
            Some(Command::Jsv(command)) => command.run(),
        }
    }
}
