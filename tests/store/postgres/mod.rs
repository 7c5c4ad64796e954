//! The engine over PostgreSQL's protocol. Every test has a schema of its own in the database that
//! `SSE_TEST_POSTGRES=postgres://…` names; `tests/postgres/start` makes one. Without it these tests
//! are skipped, and say so.

mod away;
mod batching;
mod crash;
mod opening;
mod order;
mod several;
mod tls;

use std::sync::Arc;

use servicestack_emulator::lab::Seed;
use servicestack_emulator::store::postgres::{PostgresCoupons, Settings, open};

use super::cases::Store;
use super::model;
use crate::database::Schema;

every_case!(opened);

pub fn settings() -> Settings {
    Settings { connections: 8, seed: Seed::from_u64(1), ..Settings::default() }
}

/// An emulator's store over a schema.
pub async fn open_in(schema: &Schema) -> PostgresCoupons {
    open(&schema.address(), &settings()).await.unwrap()
}

pub async fn opened() -> Option<(Store, Schema)> {
    let schema = Schema::new().await?;
    let store = open_in(&schema).await;
    Some((Arc::new(store), schema))
}

#[test]
fn any_steps_give_what_the_model_gives() {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let Some((store, _schema)) = runtime.block_on(opened()) else { return };
    model::holds(&runtime, store.as_ref(), 64);
}
