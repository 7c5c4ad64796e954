//! A database for tests: `SSE_TEST_POSTGRES=postgres://…` names it, `tests/postgres/start` makes
//! one. Without it the tests that need one are skipped, and say so.
#![allow(dead_code, reason = "each test uses its part")]

use std::io::{BufRead as _, BufReader, Write as _};
use std::path::Path;
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::sync::Once;
use std::sync::atomic::{AtomicU32, Ordering};

use servicestack_emulator::store::postgres::Address;

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
        let name =
            format!("test_{}_{}", std::process::id(), NUMBER.fetch_add(1, Ordering::Relaxed));
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
        sql(
            &self.base,
            &format!("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE {others}"),
        )
        .await;
    }

    pub async fn sql(&self, statements: &str) {
        sql(&self.url(), statements).await;
    }
}

impl Drop for Schema {
    fn drop(&mut self) {
        let (base, drop) =
            (self.base.clone(), format!("DROP SCHEMA IF EXISTS {} CASCADE", self.name));
        let gone = std::thread::spawn(move || {
            let runtime =
                tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
            runtime.block_on(sql(&base, &drop));
        });
        // A test that has failed already shall report why itself.
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

/// A cluster of one's own, that can be stopped as a power cut would and started again.
pub struct Cluster {
    script: Child,
    orders: ChildStdin,
    answers: BufReader<ChildStdout>,
    pub url: String,
}

impl Cluster {
    pub fn start() -> Option<Self> {
        Self::start_with(None)
    }

    /// With `server.crt` and `server.key` of a directory it speaks TLS.
    pub fn start_with(tls: Option<&Path>) -> Option<Self> {
        database()?;
        let mut command =
            Command::new(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/postgres/start"));
        command.envs(tls.map(|directory| ("POSTGRES_TLS", directory)));
        let mut script = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
        let orders = script.stdin.take().unwrap();
        let answers = BufReader::new(script.stdout.take().unwrap());
        let mut cluster = Cluster { script, orders, answers, url: String::new() };
        cluster.url = cluster.answer();
        Some(cluster)
    }

    fn answer(&mut self) -> String {
        let mut line = String::new();
        assert_ne!(self.answers.read_line(&mut line).unwrap(), 0, "the cluster is gone");
        line.trim_end().to_owned()
    }

    /// `stop` or `start`.
    pub fn order(&mut self, order: &str) {
        writeln!(self.orders, "{order}").unwrap();
        assert_eq!(self.answer(), format!("{order}: done"));
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        // The script clears away when it gets a line.
        let _ = writeln!(self.orders, "end");
        let _ = self.script.wait();
    }
}
