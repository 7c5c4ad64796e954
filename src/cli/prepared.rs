//! All that can be checked before anything is opened.

use servicestack_emulator::config::{Layer, MikoData, SeedData, Settings};
use servicestack_emulator::contract::Contract;
use servicestack_emulator::hosts::apex;
use servicestack_emulator::store::Addition;

use super::failure::Failure;
use super::settings_args::SettingsArgs;
use servicestack_emulator::emulator::assembly::call_limits;

/// Settings, contract, seed data and MIKO's data, all of them good.
pub struct Prepared {
    pub settings: Settings,
    /// What the settings were made of.
    pub layer: Layer,
    pub contract: Contract,
    pub additions: Vec<Addition>,
    /// The same for the store that tenants begin with; none where they begin with the default
    /// one's.
    pub of_tenants: Option<Vec<Addition>>,
    /// How many coupons the seed data ask for.
    pub seed_coupons: u64,
    /// What MIKO's API knows.
    pub miko: MikoData,
}

impl Prepared {
    pub fn new(args: &SettingsArgs) -> Result<Self, Failure> {
        let layer = args.layers()?;
        let settings = Settings::from_layer(layer.clone())?;
        let optional = settings.optional_operations();
        let further = settings.further(&optional);
        let contract =
            apex::contract_with(further).map_err(|error| Failure::Other(error.to_string()))?;
        let data = SeedData::read(&settings.seed_source())?;
        let seed_coupons =
            data.coupons.iter().map(|range| range.to.abs_diff(range.from).saturating_add(1)).sum();
        let additions = |data| {
            apex::additions(data, call_limits(&settings)).map_err(|error| {
                Failure::Mendable(format!("{}: {error}", settings.seed_source().name()))
            })
        };
        let has_copies =
            settings.tenant_limits().most > 0 && settings.state_place().directory().is_some();
        let of_tenants = has_copies.then(|| additions(data.clone())).transpose()?;
        let additions = additions(data)?;
        let miko = MikoData::read(settings.miko.data.as_deref())?;
        Ok(Self { settings, layer, contract, additions, of_tenants, seed_coupons, miko })
    }
}
