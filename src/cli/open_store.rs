//! Opening the store that the settings name.

use std::future::pending;
use std::sync::Arc;

use servicestack_emulator::config::Settings;
use servicestack_emulator::lab::Seed;
use servicestack_emulator::store::{Coupons, MemoryCoupons, StoreError, embedded, postgres};

/// The coupons, and what keeps them open.
pub struct OpenStore {
    pub coupons: Arc<dyn Coupons>,
    database: Option<postgres::PostgresCoupons>,
    guard: Option<embedded::Guard>,
}

impl OpenStore {
    /// Memory if nothing is to be kept, a database if the settings name one, else the data directory.
    pub async fn open(settings: &Settings) -> Result<Self, StoreError> {
        if settings.fresh {
            return Ok(Self::memory());
        }
        match &settings.store {
            Some(address) => Self::database(settings, address).await,
            None => Self::directory(settings),
        }
    }

    /// What the store draws for itself is never shown, so it need not repeat.
    fn memory() -> Self {
        let coupons = MemoryCoupons::new(&Seed::from_os());
        Self { coupons: Arc::new(coupons), database: None, guard: None }
    }

    async fn database(settings: &Settings, address: &postgres::Address) -> Result<Self, StoreError> {
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

    fn directory(settings: &Settings) -> Result<Self, StoreError> {
        let limits = &settings.limits;
        let how = embedded::Settings {
            queue: limits.queue.size(),
            journal_bytes: limits.journal_bytes.get(),
            ..embedded::Settings::default()
        };
        let (coupons, guard) = embedded::open(&settings.data, &how)?;
        Ok(Self { coupons: Arc::new(coupons), database: None, guard: Some(guard) })
    }

    /// How many emulators served from a database before this one. Those of a directory are counted with its sessions.
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

    /// Waits until the store takes no more changes for good. A database that is away is asked again with every call.
    pub async fn stopped(&self) -> StoreError {
        match &self.guard {
            Some(guard) => guard.stopped().await,
            None => pending().await,
        }
    }
}
