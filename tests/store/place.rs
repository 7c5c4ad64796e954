//! Where a store is, so that another process can open it.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use servicestack_emulator::store::embedded::Guard;
use servicestack_emulator::store::{Coupons, embedded, postgres};

use crate::database::sql;

/// A directory or a database.
pub enum Place {
    Directory(PathBuf),
    Database(String),
}

impl Place {
    pub fn of(text: &str) -> Self {
        if text.starts_with("postgres://") {
            Place::Database(text.to_owned())
        } else {
            Place::Directory(text.into())
        }
    }

    pub fn text(&self) -> String {
        match self {
            Place::Directory(path) => path.display().to_string(),
            Place::Database(url) => url.clone(),
        }
    }

    /// Waits until nothing of a killed process is under way. A directory is quiet at once; a
    /// database finishes the statement that it has.
    pub async fn becomes_quiet(&self) {
        if let Place::Database(url) = self {
            let others = "application_name = current_setting('application_name') AND pid <> pg_backend_pid()";
            let wait = format!(
                "DO $$ BEGIN WHILE EXISTS (SELECT FROM pg_stat_activity WHERE {others}) LOOP \
                 PERFORM pg_sleep(0.01); PERFORM pg_stat_clear_snapshot(); END LOOP; END $$"
            );
            sql(url, &wait).await;
        }
    }

    /// The least time in which a process on it gets to work.
    pub fn warm_up(&self) -> Duration {
        match self {
            Place::Directory(_) => Duration::from_millis(20),
            Place::Database(_) => Duration::from_millis(300),
        }
    }

    /// The store, and what keeps it open.
    pub async fn open(&self) -> (Arc<dyn Coupons>, Option<Guard>) {
        match self {
            Place::Directory(path) => {
                // A short journal, so that a kill comes between and into checkpoints.
                let settings =
                    embedded::Settings { journal_bytes: 8_000, ..embedded::Settings::default() };
                let (store, guard) = embedded::open(path, &settings).unwrap();
                (Arc::new(store), Some(guard))
            }
            Place::Database(url) => {
                // A machine that is busy with other tests is no fault of the store.
                let patience = Duration::from_secs(30);
                let settings = postgres::Settings {
                    connections: 8,
                    patience,
                    ..postgres::Settings::default()
                };
                (Arc::new(postgres::open(&url.parse().unwrap(), &settings).await.unwrap()), None)
            }
        }
    }
}
