//! `check-config`: what would be served, without serving.

use super::failure::Failure;
use super::prepared::Prepared;
use super::print;
use super::settings_args::SettingsArgs;

pub const EXAMPLES: &str = "\
Examples:
  servicestack-emulator check-config --config apex.toml
  servicestack-emulator check-config --seed-data coupons.toml";

/// Prints the effective settings as a settings file, each with its source.
pub fn run(args: &SettingsArgs) -> Result<(), Failure> {
    let Prepared { settings, layer, contract, seed_coupons, .. } = Prepared::new(args)?;
    let shown = settings.shown(&layer).map_err(|error| Failure::Other(error.to_string()))?;
    let operations = contract.operations().iter().filter(|operation| !operation.hidden).count();
    let source = settings.seed_source();
    let source = source.name();
    let demo = match settings.users {
        None => "# No users are named: demo signs in with password demo, on loopback only.\n",
        Some(_) => "",
    };
    print(&format!(
        "# All is well: the contract has {operations} operations, {source} {seed_coupons} coupons.\n{demo}\n{shown}"
    ))
}
