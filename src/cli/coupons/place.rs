//! Which coupons are meant.

use std::sync::Arc;

use chrono::NaiveDateTime;
use clap::Command;
use servicestack_emulator::config::{Settings, StatePlace};
use servicestack_emulator::store::Coupons;
use servicestack_emulator::store::embedded;
use servicestack_emulator::store::transfer::Snapshots;

use crate::cli::failure::Failure;
use crate::cli::settings_args::{Given, SomeSettings, read_by_clap};
use servicestack_emulator::emulator::OpenStore;
use servicestack_emulator::emulator::assembly::clock;

/// Directory or database of the coupons, and the settings file that names them.
#[derive(Debug)]
pub struct PlaceArgs(Given);

impl SomeSettings for PlaceArgs {
    fn arguments(command: Command) -> Command {
        let arguments =
            Given::arguments(command, |setting| ["data", "store"].contains(&&*setting.key));
        arguments.mut_args(|argument| argument.global(true))
    }

    fn of(given: Given) -> Self {
        Self(given)
    }
}

read_by_clap!(PlaceArgs);

/// An opened store.
pub struct Place {
    settings: Settings,
    store: OpenStore,
}

impl PlaceArgs {
    pub fn settings(&self) -> Result<Settings, Failure> {
        let settings = Settings::from_layer(self.0.layers()?)?;
        if let StatePlace::Memory = settings.state_place() {
            let sentence =
                "the settings file says `fresh`: no coupons are kept; remove it from the file";
            return Err(Failure::Mendable(sentence.to_owned()));
        }
        Ok(settings)
    }

    /// Opens the store, which is made if there is none.
    pub async fn open(&self) -> Result<Place, Failure> {
        let settings = self.settings()?;
        let store = OpenStore::open(&settings).await?;
        Ok(Place { settings, store })
    }

    /// Opens a store that is there: a mistyped directory shall not become an empty one.
    pub async fn open_existing(&self) -> Result<Place, Failure> {
        match self.settings()?.state_place() {
            StatePlace::Directory(data) if !embedded::has_store(data) => {
                Err(Failure::Mendable(format!(
                    "there are no coupons in {}; name their directory with --data",
                    data.display()
                )))
            }
            _ => self.open().await,
        }
    }
}

impl Place {
    pub fn coupons(&self) -> &Arc<dyn Coupons> {
        &self.store.coupons
    }

    /// The host's clock.
    pub fn now(&self) -> NaiveDateTime {
        clock(&self.settings).now().naive_utc()
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
