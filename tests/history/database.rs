//! The database that `SSE_TEST_POSTGRES` names, and its restart.

use std::io::Write;
use std::process::Command;
use std::sync::Once;

/// A schema of one's own; it goes with the cluster.
pub struct Schema {
    base: String,
    name: String,
}

impl Schema {
    /// None without a database, and then it says so.
    pub async fn new(number: usize) -> Option<Self> {
        static SKIPPED: Once = Once::new();
        let base = std::env::var("SSE_TEST_POSTGRES").ok().filter(|url| !url.is_empty());
        let Some(base) = base else {
            // Written past the test harness, which would keep it to itself.
            SKIPPED.call_once(|| {
                let reported = "SKIPPED the histories on PostgreSQL: SSE_TEST_POSTGRES is not set; run tests/postgres/start cargo test";
                let _ = writeln!(std::io::stderr(), "{reported}");
            });
            return None;
        };
        let name = format!("history_{}_{number}", std::process::id());
        let (client, connection) =
            tokio_postgres::connect(&base, tokio_postgres::NoTls).await.unwrap();
        tokio::spawn(connection);
        client.batch_execute(&format!("CREATE SCHEMA {name}")).await.unwrap();
        Some(Schema { base, name })
    }

    pub fn url(&self) -> String {
        format!("{}?options=-csearch_path%3D{}", self.base, self.name)
    }
}

/// Tests that restart the server take turns.
pub static TURN: tokio::sync::Mutex<()> = tokio::sync::Mutex::const_new(());

/// Ends the server as a crash would, and starts it again.
pub fn restart() {
    control("-m immediate restart");
}

/// What `pg_ctl` can do. Without the way to call it nothing happens, and then it says so.
pub fn control(what: &str) {
    let Ok(control) = std::env::var("SSE_TEST_POSTGRES_CONTROL") else {
        let _ = writeln!(std::io::stderr(), "SKIPPED {what}: SSE_TEST_POSTGRES_CONTROL is not set");
        return;
    };
    let command = format!("{control} {what}");
    let output = Command::new("sh").args(["-c", &command]).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}
