//! The embedded engine.

mod asked;
mod crash;
mod directory;
mod full;
mod known;
mod waiting;

use std::path::Path;
use std::sync::Arc;

use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use servicestack_emulator::store::Coupons;
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
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let mut runner = TestRunner::new(Config { failure_persistence: None, ..Config::default() });
    let result = runner.run(&model::steps(), |steps| {
        let run =
            std::panic::AssertUnwindSafe(|| runtime.block_on(model::compare(&store as &dyn Coupons, &steps)));
        std::panic::catch_unwind(run).map_err(|_| TestCaseError::fail("the store and the model differ"))
    });
    drop((store, guard));
    result.unwrap();
}
