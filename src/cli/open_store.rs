//! Opening the store that the settings name.

use std::future::pending;
use std::sync::Arc;

use servicestack_emulator::config::Settings;
use servicestack_emulator::store::{Coupons, StoreError, postgres, sled};

/// The coupons, and what keeps them open.
pub struct OpenStore {
    pub coupons: Arc<dyn Coupons>,
    guard: Option<sled::Guard>,
}

impl OpenStore {
    /// A database if the settings name one, else the data directory.
    pub async fn open(settings: &Settings) -> Result<Self, StoreError> {
        match &settings.store {
            Some(address) => Self::database(settings, address).await,
            None => Self::directory(settings),
        }
    }

    async fn database(settings: &Settings, address: &postgres::Address) -> Result<Self, StoreError> {
        // Sessions and a certificate of one's own are kept there all the same.
        std::fs::create_dir_all(&settings.data).map_err(|error| StoreError::Directory {
            path: settings.data.clone(),
            why: error.to_string().into(),
        })?;
        let limits = &settings.limits;
        let how = postgres::Settings {
            connections: limits.connections,
            queue: limits.queue,
            ..postgres::Settings::default()
        };
        let coupons = Arc::new(postgres::open(address, &how).await?);
        Ok(Self { coupons, guard: None })
    }

    fn directory(settings: &Settings) -> Result<Self, StoreError> {
        let how = sled::Settings { queue: settings.limits.queue, ..sled::Settings::default() };
        let (coupons, guard) = sled::open(&settings.data, &how)?;
        Ok(Self { coupons: Arc::new(coupons), guard: Some(guard) })
    }

    /// Closes it. Nobody uses it any more.
    pub fn close(self, settings: &Settings) {
        let Self { coupons, guard } = self;
        drop(coupons);
        if let Some(guard) = guard {
            drop(guard);
            sled::sum_up(&settings.data, &sled::Settings::default());
        }
    }

    /// Waits until the store takes no more changes for good. A database that is away is asked again with every call.
    pub async fn stopped(&self) -> StoreError {
        match &self.guard {
            Some(guard) => guard.stopped().await,
            None => pending().await,
        }
    }
}
