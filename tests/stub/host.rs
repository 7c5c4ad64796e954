//! A host made of a contract and files.

use std::fs;
use std::sync::Arc;

use servicestack_emulator::auth::{User, hash_password};
use servicestack_emulator::contract::Contract;
use servicestack_emulator::lab::{Clock, Seed};
use servicestack_emulator::stub::{Mistake, Stubs};
use servicestack_emulator::wire::Dialect;
use servicestack_emulator::{Emulator, Running};
use tempfile::TempDir;

pub fn contract() -> Contract {
    Contract::read(include_bytes!("contract.json")).unwrap()
}

/// The stubs of a folder with one file.
pub fn open(name: &str, text: &str) -> Result<Arc<Stubs>, Mistake> {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join(name), text).unwrap();
    Stubs::open(folder.path(), "test", &contract(), &Dialect::default())
}

pub struct Host {
    pub running: Running,
    pub stubs: Arc<Stubs>,
    pub folder: TempDir,
}

/// A host with these files, the user till/till who is a Cashier, frozen at 2026-01-15T10:00:00Z,
/// seed 1.
pub fn host(files: &[(&str, &str)]) -> Host {
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in files {
        fs::write(folder.path().join(name), text).unwrap();
    }
    let stubs = Stubs::open(folder.path(), "test", &contract(), &Dialect::default())
        .unwrap_or_else(|mistake| panic!("{mistake}"));
    let till = User {
        id: "7".to_owned(),
        name: "till".to_owned(),
        display_name: None,
        email: None,
        password_hash: hash_password("till").unwrap(),
        roles: vec!["Cashier".to_owned()],
        permissions: Vec::new(),
        ..User::default()
    };
    let running = Emulator::builder(contract())
        .services(|services| _ = services.put_before(Arc::new(stubs.clone())))
        .users(vec![till])
        .clock(Clock::frozen_at("2026-01-15T10:00:00Z".parse().unwrap()))
        .seed(Seed::from_u64(1))
        .start()
        .unwrap();
    Host { running, stubs, folder }
}

impl Host {
    /// Status and body of a GET.
    pub async fn get(&self, path: &str) -> String {
        self.send(reqwest::Method::GET, path, &[], "").await
    }

    /// Status, then the body of the answer.
    pub async fn send(
        &self,
        verb: reqwest::Method,
        path: &str,
        headers: &[(&str, &str)],
        body: &str,
    ) -> String {
        let (status, _, text) = self.whole(verb, path, headers, body).await;
        format!("{status} {text}")
    }

    /// Status, headers and body.
    pub async fn whole(
        &self,
        verb: reqwest::Method,
        path: &str,
        headers: &[(&str, &str)],
        body: &str,
    ) -> (u16, reqwest::header::HeaderMap, String) {
        let url = format!("{}{path}", self.running.base_url());
        let mut request = reqwest::Client::new().request(verb, url).body(body.to_owned());
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let answer = request.send().await.unwrap();
        let (status, headers) = (answer.status().as_u16(), answer.headers().clone());
        (status, headers, answer.text().await.unwrap())
    }
}
