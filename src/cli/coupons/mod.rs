//! `coupons`: what can be done to the coupons, without a server on either engine, or of a running
//! emulator.

mod change;
mod consent;
mod count;
mod place;
mod progress;
mod snapshots;
mod transfer;

use clap::{Args, Subcommand};

use self::change::{ExpireArgs, SpendArgs, VoidArgs};
pub use self::consent::Consent;
use self::count::CountArgs;
use self::place::PlaceArgs;
use self::snapshots::Name;
use self::transfer::{ExportArgs, ImportArgs};
use super::failure::Failure;
use super::remote::CallerArgs;
use super::remote::coupons::{AddArgs, FindArgs, Remote};

pub const EXAMPLES: &str = "\
Examples:
  servicestack-emulator coupons count
      How many of ./data are free, activated, used, voided, expired.
  servicestack-emulator coupons export coupons.jsonl
      All of them as a file with a checksum: a backup, or the way to another engine.
  servicestack-emulator coupons import coupons.jsonl --store postgres://till@db.example/coupons
      The same coupons, in a database. All that it has is replaced, or nothing.
  servicestack-emulator coupons snapshot before-the-test
  servicestack-emulator coupons restore before-the-test --yes
  servicestack-emulator coupons find --status 1 --url http://127.0.0.1:7580
      Of a running emulator, by its admin API (docs/admin.md); --tenant names one of its states.

A data directory belongs to one process: stop the emulator first. A database may be in use.

Exit codes:
  0  done
  1  refused: there is no such coupon, it is used, voided, expired or not activated
  2  an error that you can correct: a directory in use, a database that cannot be reached, a file
     that is incomplete or was changed, a missing --yes, no emulator at the URL, a wrong key";

#[derive(Debug, Args)]
pub struct CouponsArgs {
    #[command(flatten)]
    place: PlaceArgs,
    /// Ask a running emulator in the place of a directory or a database
    #[arg(long, global = true, value_name = "URL")]
    url: Option<String>,
    #[command(flatten)]
    caller: CallerArgs,
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Count the coupons by state
    Count(CountArgs),
    /// Show a coupon with its history, or a list; of a running emulator (--url)
    Find(FindArgs),
    /// Add coupons to a running emulator (--url)
    Add(AddArgs),
    /// Write all coupons to a file, consistently
    ///
    /// The last line has their number and the SHA-256 of everything before it.
    Export(ExportArgs),
    /// Replace all coupons with those in a file
    ///
    /// A file that is incomplete or was changed is refused, and nothing is replaced.
    Import(ImportArgs),
    /// Spend an activated coupon
    Spend(SpendArgs),
    /// Void a coupon that is not used
    Void(VoidArgs),
    /// Let a coupon end that is neither used nor voided
    Expire(ExpireArgs),
    /// Remove all coupons; Ids begin at 1 again
    Reset(Consent),
    /// Save all coupons under a name; replaces an older snapshot of that name
    Snapshot(Name),
    /// Replace all coupons with those in a snapshot
    Restore {
        #[command(flatten)]
        name: Name,
        #[command(flatten)]
        consent: Consent,
    },
    /// List the snapshots
    Snapshots,
}

impl CouponsArgs {
    /// Does it, and says what was done on the standard output.
    pub fn run(self) -> Result<(), Failure> {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
        let Self { place, url, caller, command } = self;
        if let Some(url) = url {
            let remote = Remote(caller.client(&url)?);
            return runtime.block_on(command.run_remote(&remote));
        }
        runtime.block_on(async {
            match command {
                Command::Find(_) | Command::Add(_) => Err(Failure::Mendable(
                    "find and add ask a running emulator: name it with --url".to_owned(),
                )),
                Command::Count(args) => args.run(place.open_existing().await?).await,
                Command::Export(args) => args.run(place.open_existing().await?).await,
                Command::Import(args) => args.run(place.open().await?).await,
                Command::Spend(args) => args.run(place.open_existing().await?).await,
                Command::Void(args) => args.run(place.open_existing().await?).await,
                Command::Expire(args) => args.run(place.open_existing().await?).await,
                Command::Reset(consent) => {
                    change::reset(place.open_existing().await?, &consent).await
                }
                Command::Snapshot(name) => name.take(place.open_existing().await?).await,
                Command::Restore { name, consent } => {
                    name.restore(place.open().await?, &consent).await
                }
                Command::Snapshots => snapshots::list(&place.settings()?),
            }
        })
    }
}

impl Command {
    async fn run_remote(self, remote: &Remote) -> Result<(), Failure> {
        match self {
            Self::Count(_) => remote.count().await,
            Self::Find(args) => remote.find(&args).await,
            Self::Add(args) => remote.add(&args).await,
            Self::Export(args) => args.run_remote(remote).await,
            Self::Import(args) => args.run_remote(remote).await,
            Self::Spend(args) => args.run_remote(remote).await,
            Self::Void(args) => args.run_remote(remote).await,
            Self::Expire(args) => args.run_remote(remote).await,
            Self::Reset(consent) => {
                consent.given("reset removes all coupons")?;
                remote.reset().await
            }
            Self::Snapshot(name) => remote.take(name.name()).await,
            Self::Restore { name, consent } => {
                consent.given("restore replaces the state of the tenant")?;
                remote.restore(name.name()).await
            }
            Self::Snapshots => remote.snapshots().await,
        }
    }
}
