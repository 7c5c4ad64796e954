//! The embedded engine.

mod crash;
mod deferring;
mod directory;
mod full;
mod queue;
mod readers;
mod repeated;

use std::path::Path;
use std::sync::Arc;

use proptest::test_runner::Config;
use servicestack_emulator::store::embedded::{EmbeddedCoupons, Guard, Settings, open};
use tempfile::TempDir;

use super::cases::Store;
use super::model;

every_case!(opened);

/// Small batches and a short journal, so that even small cases cross their bounds.
fn small() -> Settings {
    Settings { batch: 16, journal_bytes: 20_000, ..Settings::default() }
}

async fn opened() -> Option<(Store, (Guard, TempDir))> {
    Some(fresh().await)
}

pub async fn fresh() -> (Store, (Guard, TempDir)) {
    let directory = tempfile::tempdir().unwrap();
    let (store, guard) = open_at(directory.path());
    (Arc::new(store), (guard, directory))
}

fn open_at(path: &Path) -> (EmbeddedCoupons, Guard) {
    open(path, &small()).unwrap()
}

#[test]
fn any_steps_give_what_the_model_gives() {
    let directory = tempfile::tempdir().unwrap();
    let (store, guard) = open_at(directory.path());
    model::holds(&tokio::runtime::Runtime::new().unwrap(), &store, Config::default().cases);
    drop((store, guard));
}
