//! The engine over PostgreSQL's protocol. Every test has a schema of its own in the database that
//! `SSE_TEST_POSTGRES=postgres://…` names; `tests/postgres/start` makes one. Without it these tests are skipped, and
//! say so.

mod opening;
mod together;

use std::io::Write;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Once};

use proptest::test_runner::{Config, TestCaseError, TestRunner};
use servicestack_emulator::lab::Seed;
use servicestack_emulator::store::Coupons;
use servicestack_emulator::store::postgres::{Address, PostgresCoupons, Settings, open};

use super::cases::Store;
use super::model;

every_case!(opened);

/// The database of the tests, if there is one.
pub fn database() -> Option<String> {
    static SKIPPED: Once = Once::new();
    let url = std::env::var("SSE_TEST_POSTGRES").ok().filter(|url| !url.is_empty());
    if url.is_none() {
        // Written past the test harness, which would keep it to itself.
        SKIPPED.call_once(|| {
            let _ = writeln!(
                std::io::stderr(),
                "SKIPPED the store's tests on PostgreSQL: SSE_TEST_POSTGRES is not set; run tests/postgres/start cargo test"
            );
        });
    }
    url
}

/// A schema that goes with its handle.
pub struct Schema {
    base: String,
    name: String,
}

impl Schema {
    pub async fn new() -> Option<Self> {
        static NUMBER: AtomicU32 = AtomicU32::new(0);
        let base = database()?;
        let name = format!("test_{}_{}", std::process::id(), NUMBER.fetch_add(1, Ordering::Relaxed));
        sql(&base, &format!("DROP SCHEMA IF EXISTS {name} CASCADE; CREATE SCHEMA {name}")).await;
        Some(Schema { base, name })
    }

    pub fn url(&self) -> String {
        let Schema { base, name } = self;
        format!("{base}?options=-csearch_path%3D{name}&application_name={name}")
    }

    pub fn address(&self) -> Address {
        self.url().parse().unwrap()
    }

    /// Ends all connections of the stores over this schema.
    pub async fn cut(&self) {
        let others = format!("application_name = '{}'", self.name);
        sql(&self.base, &format!("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE {others}"))
            .await;
    }

    pub async fn sql(&self, statements: &str) {
        sql(&self.url(), statements).await;
    }

    pub async fn open(&self) -> PostgresCoupons {
        open(&self.address(), &settings()).await.unwrap()
    }
}

impl Drop for Schema {
    fn drop(&mut self) {
        let (base, drop) = (self.base.clone(), format!("DROP SCHEMA IF EXISTS {} CASCADE", self.name));
        let gone = std::thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
            runtime.block_on(sql(&base, &drop));
        });
        // A test that has failed already shall tell why itself.
        let _ = gone.join();
    }
}

/// Runs statements on a connection of their own.
pub async fn sql(url: &str, statements: &str) {
    let (client, connection) = tokio_postgres::connect(url, tokio_postgres::NoTls).await.unwrap();
    let talk = tokio::spawn(connection);
    client.batch_execute(statements).await.unwrap();
    drop(client);
    talk.await.unwrap().unwrap();
}

pub fn settings() -> Settings {
    Settings { connections: 8, seed: Seed::from_u64(1), ..Settings::default() }
}

pub async fn opened() -> Option<(Store, Schema)> {
    let schema = Schema::new().await?;
    let store = schema.open().await;
    Some((Arc::new(store), schema))
}

#[test]
fn any_steps_give_what_the_model_gives() {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let Some((store, _schema)) = runtime.block_on(opened()) else { return };
    let mut runner = TestRunner::new(Config { cases: 64, failure_persistence: None, ..Config::default() });
    let result = runner.run(&model::steps(), |steps| {
        let run = std::panic::AssertUnwindSafe(|| {
            runtime.block_on(model::compare(&*store as &dyn Coupons, &steps));
        });
        std::panic::catch_unwind(run).map_err(|_| TestCaseError::fail("the store and the model differ"))
    });
    result.unwrap();
}
