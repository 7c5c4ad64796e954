//! The emulator as a whole: put together, started, stopped.
//!
//! [`Emulator::apex`] and [`Emulator::folder`] are hosts ready to be started; [`assembly`] makes
//! what settings ask for, as the command does. The library sets no signal handler, panic hook or
//! logger.

mod admin_site;
pub mod assembly;
mod builder;
mod elsewhere;
mod open_store;
mod running;
mod start_error;

use std::path::Path;

pub use builder::Builder;
pub use open_store::OpenStore;
pub use running::Running;
pub use start_error::StartError;

use crate::config::Layer;
use crate::contract::{Contract, Limits};
use crate::hosts::imported::{FolderError, ImportedHost};

/// Puts an emulator together.
///
/// ```no_run
/// # use servicestack_emulator::{Emulator, contract::Contract};
/// # #[derive(serde::Deserialize)] #[serde(rename_all = "PascalCase")] struct Hello { name: String }
/// # #[derive(serde::Serialize)] #[serde(rename_all = "PascalCase")] struct HelloResponse { result: String }
/// # async fn example(document: &[u8]) -> Result<(), Box<dyn std::error::Error>> {
/// let running = Emulator::builder(Contract::read(document)?)
///     .services(|services| {
///         services.handle("Hello", async |hello: Hello, _| Ok(HelloResponse { result: format!("Hello, {}!", hello.name) }));
///     })
///     .start()?;
/// println!("{}", running.base_url());
/// running.stop().await;
/// # Ok(()) }
/// ```
pub struct Emulator;

impl Emulator {
    /// An emulator of the host with this contract: no users, system time, tolerant, on a free port
    /// of 127.0.0.1.
    pub fn builder(contract: Contract) -> Builder {
        Builder::new(contract)
    }

    /// ApexERPHost as `--fresh` serves it, on a free port of 127.0.0.1: with the demo user and the
    /// demo coupons, in memory. [`Builder::coupons`] puts others in their place.
    ///
    /// ```
    /// use servicestack_emulator::Emulator;
    /// use servicestack_emulator::lab::{Clock, Seed};
    /// use servicestack_emulator::store::{Activate, Activation};
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// let clock = Clock::frozen_at("2026-03-01T12:00:00Z".parse()?);
    /// let emulator = Emulator::apex().seed(Seed::from_u64(7)).clock(clock).start()?;
    ///
    /// let url = format!("{}/Coupons/Activate?format=json", emulator.base_url());
    /// let call = reqwest::Client::new().put(url).basic_auth("demo", Some("demo"));
    /// let answer = call.json(&serde_json::json!({ "CouponType": 1, "Prefix": "AB" })).send().await?;
    /// assert!(answer.text().await?.contains("AB000001"));
    ///
    /// // The same state without HTTP.
    /// let tenant = emulator.tenants().default();
    /// assert_eq!(tenant.coupons().count(tenant.clock().now().naive_utc()).await?.activated, 21);
    /// # Ok(()) } // It stops when it is dropped.
    /// ```
    pub fn apex() -> Builder {
        assembly::in_memory()
    }

    /// The host of a folder that `import` made, on a free port of 127.0.0.1. Of its settings those
    /// count that do not say where it listens or keeps its state: nothing is kept.
    ///
    /// # Errors
    /// When the folder is no host: [`FolderError`].
    pub fn folder(path: impl AsRef<Path>) -> Result<Builder, FolderError> {
        Self::folder_with(path, Layer::default())
    }

    /// The same with further settings over those of the folder.
    ///
    /// # Errors
    /// As [`Emulator::folder`].
    pub fn folder_with(path: impl AsRef<Path>, over: Layer) -> Result<Builder, FolderError> {
        let (parent, name) = parts(path.as_ref());
        let mut host = ImportedHost::open_with(parent, &name, &Limits::default(), &over)?;
        host.settings = over.over(host.settings);
        Ok(assembly::folder_in_memory(&host)?)
    }
}

/// The folder that a host's folder is in, and its name there.
fn parts(path: &Path) -> (&Path, String) {
    let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    (path.parent().unwrap_or(Path::new("")), name)
}
