//! Opening the store that the settings name.

use std::future::pending;
use std::path::Path;
use std::sync::Arc;

use crate::config::{Settings, StatePlace};
use crate::lab::Seed;
use crate::store::{Coupons, MemoryCoupons, StoreError, embedded, postgres};

/// The coupons, and what keeps them open.
pub struct OpenStore {
    /// All coupons.
    pub coupons: Arc<dyn Coupons>,
    database: Option<postgres::PostgresCoupons>,
    guard: Option<embedded::Guard>,
}

impl OpenStore {
    /// Opens what the settings name. A directory is made if there is none.
    ///
    /// # Errors
    /// When it cannot be opened.
    pub async fn open(settings: &Settings) -> Result<Self, StoreError> {
        match settings.state_place() {
            StatePlace::Memory => Ok(Self::memory()),
            StatePlace::Directory(directory) => Self::directory(settings, directory),
            StatePlace::Database(address, _) => Self::database(settings, address).await,
        }
    }

    /// What the store draws for itself is never shown, so it need not repeat.
    fn memory() -> Self {
        let coupons = MemoryCoupons::new(&Seed::from_os());
        Self { coupons: Arc::new(coupons), database: None, guard: None }
    }

    async fn database(
        settings: &Settings,
        address: &postgres::Address,
    ) -> Result<Self, StoreError> {
        // Sessions and a certificate of one's own are kept there all the same.
        std::fs::create_dir_all(&settings.data).map_err(|error| StoreError::Directory {
            path: settings.data.clone(),
            why: error.to_string().into(),
        })?;
        let limits = &settings.limits;
        let how = postgres::Settings {
            connections: limits.connections.size(),
            queue: limits.queue.size(),
            ..postgres::Settings::default()
        };
        let coupons = postgres::open(address, &how).await?;
        Ok(Self { coupons: Arc::new(coupons.clone()), database: Some(coupons), guard: None })
    }

    fn directory(settings: &Settings, directory: &Path) -> Result<Self, StoreError> {
        let limits = &settings.limits;
        let how = embedded::Settings {
            queue: limits.queue.size(),
            journal_bytes: limits.journal_bytes.get(),
            ..embedded::Settings::default()
        };
        let (coupons, guard) = embedded::open(directory, &how)?;
        Ok(Self { coupons: Arc::new(coupons), database: None, guard: Some(guard) })
    }

    /// How many emulators served from a database before this one. Those of a directory are counted
    /// with its sessions.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn starts(&self) -> Result<u64, StoreError> {
        match &self.database {
            Some(database) => database.count_start().await,
            None => Ok(0),
        }
    }

    /// Closes it. Nobody uses it any more.
    pub fn close(self) {
        let Self { coupons, database, guard } = self;
        drop((coupons, database, guard));
    }

    /// Waits until the store takes no more changes for good. A database that is away is asked again
    /// with every call.
    pub async fn stopped(&self) -> StoreError {
        match &self.guard {
            Some(guard) => guard.stopped().await,
            None => pending().await,
        }
    }
}
