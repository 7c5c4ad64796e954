//! All that can be checked before anything is opened.

use servicestack_emulator::config::{MikoData, SeedData, Settings};
use servicestack_emulator::contract::Contract;
use servicestack_emulator::hosts::apex;
use servicestack_emulator::store::Addition;

use super::assembly::call_limits;
use super::failure::Failure;
use super::settings_args::SettingsArgs;

/// Settings, contract, seed data and MIKO's data, all of them good.
pub struct Prepared {
    pub settings: Settings,
    pub contract: Contract,
    pub additions: Vec<Addition>,
    /// How many coupons the seed data ask for.
    pub seed_coupons: u64,
    /// What MIKO's API knows.
    pub miko: MikoData,
}

impl Prepared {
    pub fn new(args: &SettingsArgs) -> Result<Self, Failure> {
        let settings = args.settings()?;
        let contract = apex::contract().map_err(|error| Failure::Other(error.to_string()))?;
        let data = SeedData::read(&settings.seed_source())?;
        let seed_coupons =
            data.coupons.iter().map(|range| range.to.abs_diff(range.from).saturating_add(1)).sum();
        let additions = apex::additions(data, call_limits(&settings))
            .map_err(|error| Failure::Mendable(format!("{}: {error}", settings.seed_source().name())))?;
        let miko = MikoData::read(settings.miko.data.as_deref())?;
        Ok(Self { settings, contract, additions, seed_coupons, miko })
    }
}
