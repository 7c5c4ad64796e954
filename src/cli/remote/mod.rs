//! Verbs that ask a running emulator, by its admin API.

mod client;
pub mod clock;
pub mod coupons;
pub mod doctor;
pub mod fault;
mod files;
pub mod journal;
pub mod race;
pub mod records;
pub mod reset;
pub mod snapshot;
pub mod stub;
pub mod tenant;

use clap::{Args, Subcommand};

pub use client::Client;

use super::failure::Failure;

/// How all examples of these verbs end.
macro_rules! exit_codes {
    () => {
        "
The emulator must serve its admin API: docs/admin.md.

Exit codes:
  0  done
  1  refused: there is no such tenant, stub or coupon, or its state does not allow it
  2  an error that you can correct: nobody listens there, the key is missing or wrong, a mistake in
     a file"
    };
}
pub(super) use exit_codes;

/// Which emulator is asked, and as whom.
#[derive(Debug, Args)]
pub struct RemoteArgs {
    /// Address of the running emulator
    #[arg(
        long,
        global = true,
        env = "SSE_URL",
        value_name = "URL",
        default_value = "http://127.0.0.1:7580"
    )]
    url: String,
    #[command(flatten)]
    caller: CallerArgs,
}

/// What is sent with every call.
#[derive(Debug, Args)]
pub struct CallerArgs {
    /// Key of the admin API, if the emulator has one
    #[arg(long, global = true, env = "SSE_ADMIN_KEY", hide_env_values = true, value_name = "KEY")]
    key: Option<String>,
    /// The tenant that is meant [default: the default one]
    #[arg(long, global = true, value_name = "NAME")]
    tenant: Option<String>,
}

impl RemoteArgs {
    pub fn client(&self) -> Result<Client, Failure> {
        self.caller.client(&self.url)
    }
}

impl RemoteArgs {
    /// The tenant that is meant, where one is named.
    pub fn tenant(&self) -> Option<&str> {
        self.caller.tenant.as_deref()
    }
}

impl CallerArgs {
    pub fn client(&self, url: &str) -> Result<Client, Failure> {
        Client::new(url, self.key.clone(), self.tenant.clone())
    }
}

/// A verb that asks a running emulator: what all of them share.
#[derive(Debug, Args)]
pub struct Verb<C: Subcommand> {
    #[command(flatten)]
    remote: RemoteArgs,
    #[command(subcommand)]
    command: C,
}

/// What a verb does.
pub trait Remote {
    /// Asks, and says what came of it on the standard output.
    async fn ask(&self, client: &Client) -> Result<(), Failure>;
}

impl<C: Subcommand + Remote> Verb<C> {
    /// Does it.
    pub fn run(&self) -> Result<(), Failure> {
        let client = self.remote.client()?;
        waiting(self.command.ask(&client))
    }
}

/// Runs a verb that waits for answers.
fn waiting(verb: impl Future<Output = Result<(), Failure>>) -> Result<(), Failure> {
    tokio::runtime::Builder::new_current_thread().enable_all().build()?.block_on(verb)
}
