//! `check-config`: what would be served, without serving.

use clap::Args;
use servicestack_emulator::config::{Layer, Settings};
use servicestack_emulator::contract::Contract;

use super::failure::Failure;
use super::hosts::{Chosen, HostArgs, Plan};
use super::prepared::Prepared;
use super::print;
use super::serve::{apex_data, apex_stubs};
use super::settings_args::SettingsArgs;

pub const EXAMPLES: &str = "\
Examples:
  servicestack-emulator check-config --config apex.toml
  servicestack-emulator check-config --seed-data coupons.toml
  servicestack-emulator check-config --host shop";

#[derive(Debug, Args)]
pub struct CheckArgs {
    #[command(flatten)]
    settings: SettingsArgs,
    #[command(flatten)]
    hosts: HostArgs,
}

/// Prints the effective settings of the host at the root as a settings file, each with its source.
pub fn run(args: &CheckArgs) -> Result<(), Failure> {
    let Plan { root, below, apart } = args.hosts.plan(&args.settings)?;
    let stubs = args.hosts.stubs()?;
    let (found, settings, layer) = match root {
        Some(root) => of_folder(root),
        None => {
            let prepared = Prepared::new(&args.settings)?;
            apex_stubs(stubs.as_deref(), &prepared)?;
            apex_data(args.hosts.lab(), &prepared)?;
            of_apex(prepared)
        }
    };
    let others: String = below.iter().chain(&apart).map(beside).collect();
    let shown = settings.shown(&layer).map_err(|error| Failure::Other(error.to_string()))?;
    let demo = match settings.users {
        None => "# No users are named: demo signs in with password demo, on loopback only.\n",
        Some(_) => "",
    };
    print(&format!("# All is well: {found}.\n{others}{demo}\n{shown}"))
}

fn of_apex(prepared: Prepared) -> (String, Settings, Layer) {
    let Prepared { settings, layer, contract, seed_coupons, .. } = prepared;
    let (operations, source) = (shown_of(&contract), settings.seed_source());
    let source = source.name();
    let found =
        format!("the contract has {operations} operations, {source} {seed_coupons} coupons");
    (found, settings, layer)
}

fn of_folder(Chosen { host, settings, layer }: Chosen) -> (String, Settings, Layer) {
    let found =
        format!("the contract of {} has {} operations", host.name, shown_of(&host.contract));
    (found, settings, layer)
}

/// A host that is not at the root.
fn beside(Chosen { host, .. }: &Chosen) -> String {
    let (name, operations) = (&host.name, shown_of(&host.contract));
    format!(
        "# Beside it {name} has {operations} operations; --host {name} alone shows its settings.\n"
    )
}

/// How many operations its pages show.
fn shown_of(contract: &Contract) -> usize {
    contract.operations().iter().filter(|operation| !operation.hidden).count()
}
