//! Which coupons are meant.

use std::path::PathBuf;
use std::sync::Arc;

use chrono::NaiveDateTime;
use clap::Args;
use servicestack_emulator::config::{Layer, Settings};
use servicestack_emulator::lab::Clock;
use servicestack_emulator::store::Coupons;
use servicestack_emulator::store::embedded;
use servicestack_emulator::store::transfer::Snapshots;

use crate::cli::failure::Failure;
use crate::cli::open_store::OpenStore;
use crate::cli::settings_args::store_address;

#[derive(Debug, Args)]
pub struct PlaceArgs {
    /// Directory of the coupons and of the snapshots [default: data]
    #[arg(long, env = "SSE_DATA", value_name = "DIR", global = true)]
    data: Option<PathBuf>,
    /// Database of the coupons instead of the directory
    #[arg(long, env = "SSE_STORE", value_name = "URL", hide_env_values = true, global = true)]
    store: Option<String>,
    /// Settings file (TOML) that names them
    #[arg(long, env = "SSE_CONFIG", value_name = "FILE", global = true)]
    config: Option<PathBuf>,
}

/// An opened store.
pub struct Place {
    settings: Settings,
    store: OpenStore,
}

impl PlaceArgs {
    pub fn settings(&self) -> Result<Settings, Failure> {
        let store = store_address(self.store.as_deref())?;
        let file = self.config.as_deref().map(Layer::from_file).transpose()?.unwrap_or_default();
        let layer = Layer { data: self.data.clone(), store, ..Layer::default() };
        Ok(Settings::from_layer(layer.over(file))?)
    }

    /// Opens the store, which is made if there is none.
    pub async fn open(&self) -> Result<Place, Failure> {
        let settings = self.settings()?;
        let store = OpenStore::open(&settings).await?;
        Ok(Place { settings, store })
    }

    /// Opens a store that is there: a mistyped directory shall not become an empty one.
    pub async fn open_existing(&self) -> Result<Place, Failure> {
        let Settings { store, data, .. } = self.settings()?;
        if store.is_none() && !embedded::has_store(&data) {
            let data = data.display();
            return Err(Failure::Mendable(format!(
                "there are no coupons in {data}; name their directory with --data"
            )));
        }
        self.open().await
    }
}

impl Place {
    pub fn coupons(&self) -> &Arc<dyn Coupons> {
        &self.store.coupons
    }

    /// The host's clock.
    pub fn now(&self) -> NaiveDateTime {
        self.settings.clock.frozen_at.map_or_else(Clock::system, Clock::frozen_at).now().naive_utc()
    }

    /// How many coupons there are.
    pub async fn total(&self) -> Result<u64, Failure> {
        Ok(self.coupons().count(self.now()).await?.total())
    }

    /// What the user calls it.
    pub fn name(&self) -> String {
        match &self.settings.store {
            Some(store) => store.to_string(),
            None => self.settings.data.display().to_string(),
        }
    }

    pub fn snapshots(&self) -> Snapshots {
        snapshots(&self.settings)
    }
}

/// The snapshots of a store, also of one that is a database, are in the data directory.
pub fn snapshots(settings: &Settings) -> Snapshots {
    Snapshots::new(settings.data.join("snapshots"))
}
