//! `coupons snapshot`, `restore` and `snapshots`.

use clap::Args;
use servicestack_emulator::config::Settings;

use super::consent::Consent;
use super::place::{Place, snapshots};
use crate::cli::failure::Failure;
use crate::cli::print;

#[derive(Debug, Args)]
pub struct Name {
    /// Its name: letters, digits, - and _
    name: String,
}

impl Name {
    pub fn name(&self) -> &str {
        &self.name
    }

    pub async fn take(&self, place: Place) -> Result<(), Failure> {
        let count = place.snapshots().take(&**place.coupons(), &self.name).await?;
        print(&format!("kept {count} coupons as {}\n", self.name))
    }

    pub async fn restore(&self, place: Place, consent: &Consent) -> Result<(), Failure> {
        let before = place.total().await?;
        if before > 0 {
            consent.given(&format!("restore replaces all {before} coupons of {}", place.name()))?;
        }
        let count = place.snapshots().restore(&**place.coupons(), &self.name).await?;
        print(&format!("restored {count} coupons, replacing {before}\n"))
    }
}

/// Prints the names. Needs no store, so that it works beside a running emulator.
pub fn list(settings: &Settings) -> Result<(), Failure> {
    let names = snapshots(settings).names()?;
    print(&names.iter().map(|name| format!("{name}\n")).collect::<String>())
}
