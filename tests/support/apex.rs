//! A started ApexERPHost with an empty store.

use std::sync::Arc;

use chrono::{TimeZone, Utc};
use servicestack_emulator::auth::{User, hash_password};
use servicestack_emulator::hosts::apex;
use servicestack_emulator::lab::{Clock, Seed};
use servicestack_emulator::store::Coupons;
use servicestack_emulator::store::embedded::{Guard, Settings, open};
use servicestack_emulator::tenant::Tenants;
use servicestack_emulator::{Builder, Emulator, Running};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

/// A running host and the directory of its store.
pub struct Apex {
    running: Running,
    /// The store as the host sees it.
    pub coupons: Arc<dyn Coupons>,
    _store: Guard,
    _directory: tempfile::TempDir,
}

impl Apex {
    /// Tolerant, with the user demo/demo, frozen at 2026-01-15T10:00:00Z, seed 1.
    pub async fn start() -> Self {
        Self::start_with(|builder| builder).await
    }

    /// The same with other behaviour, users or limits.
    pub async fn start_with(change: impl FnOnce(Builder) -> Builder) -> Self {
        Self::start_over(&Settings::default(), |coupons| coupons, change).await
    }

    /// The same over another store: the real one, run in another way or behind a double.
    pub async fn start_over(
        settings: &Settings,
        double: impl FnOnce(Arc<dyn Coupons>) -> Arc<dyn Coupons>,
        change: impl FnOnce(Builder) -> Builder,
    ) -> Self {
        let directory = tempfile::tempdir().expect("a directory");
        let (coupons, guard) = open(directory.path(), settings).expect("a store");
        let coupons = double(Arc::new(coupons));
        let limits = apex::CallLimits { coupons: 1_000_000 };
        let builder = Emulator::builder(apex::contract().expect("the built-in contract"))
            .title(apex::TITLE)
            .services(|services| apex::register(services, limits))
            .users(vec![demo()])
            .coupons(coupons.clone())
            .clock(Clock::frozen_at(
                Utc.with_ymd_and_hms(2026, 1, 15, 10, 0, 0).single().expect("a time"),
            ))
            .seed(Seed::from_u64(1));
        let running = change(builder).start().expect("a free port");
        Self { running, coupons, _store: guard, _directory: directory }
    }

    /// The states it serves.
    pub fn tenants(&self) -> &Tenants {
        self.running.tenants()
    }

    /// `http://127.0.0.1:port`.
    pub fn base_url(&self) -> String {
        self.running.base_url()
    }

    /// Sends bytes and reads until the server closes, in whatever way (it need not read what it
    /// refuses), or has nothing to say for five seconds.
    pub async fn send(&self, request: &[u8]) -> Vec<u8> {
        self.send_in_pieces(&[request]).await
    }

    /// As [`Apex::send`], with a pause before each piece but the first.
    pub async fn send_in_pieces(&self, pieces: &[&[u8]]) -> Vec<u8> {
        let mut stream = TcpStream::connect(self.running.address()).await.expect("it listens");
        let (mut reader, mut writer) = stream.split();
        let mut answer = Vec::new();
        let read = async {
            let mut chunk = [0; 16 * 1024];
            let patience = std::time::Duration::from_secs(5);
            while let Ok(Ok(length @ 1..)) =
                tokio::time::timeout(patience, reader.read(&mut chunk)).await
            {
                answer.extend_from_slice(&chunk[..length]);
            }
        };
        // A server that does not read leaves the writer waiting: the reader decides when all is
        // said.
        tokio::select! {
            () = read => {}
            () = async {
                for piece in pieces {
                    drop(writer.write_all(piece).await);
                    tokio::time::sleep(std::time::Duration::from_millis(30)).await;
                }
                std::future::pending().await
            } => {}
        }
        answer
    }

    /// Stops the server.
    pub async fn stop(self) {
        self.running.stop().await;
    }
}

/// The user `demo` with the password `demo`.
pub fn demo() -> User {
    User {
        id: "1".to_owned(),
        name: "demo".to_owned(),
        display_name: Some("Demo".to_owned()),
        email: None,
        password_hash: hash_password("demo").expect("randomness"),
        roles: Vec::new(),
        permissions: Vec::new(),
        ..User::default()
    }
}
