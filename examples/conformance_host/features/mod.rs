//! Recorded hosts of 10.1.5 that show one feature each. The contracts of those that are made by code
//! are in `fixtures/conformance/modern`, the others are folders of `fixtures/hosts`.

mod cors;
mod files;
mod other;
mod throwing;
mod valid;

use std::path::Path;

use serde::{Deserialize, Serialize};
use servicestack_emulator::auth::{User, hash_password};
use servicestack_emulator::config::Layer;
use servicestack_emulator::contract::{Contract, Further, Limits};
use servicestack_emulator::host::{Behaviour, Edition, Profile};
use servicestack_emulator::wire::Dialect;
use servicestack_emulator::{Builder, Emulator};

use cors::cors;
use files::files;
use other::other;
use valid::valid;

/// A recorded host of 10.x that shows one feature.
#[derive(Clone, Copy, clap::ValueEnum)]
pub enum Feature {
    /// AutoQuery and CRUD.
    Query,
    /// Server events.
    Events,
    /// Sign-in by name and password.
    Auth,
    /// The same, locked after three wrong passwords.
    Lock,
    /// ApiKeyAuthProvider.
    Apikey,
    /// JwtAuthProvider with cookies.
    Jwt,
    /// JwtAuthProvider without cookies.
    Jwtn,
    /// ApiKeysFeature.
    Keys,
    /// Validation and exceptions.
    Valid,
    /// Caching, headers, requests that can be cancelled.
    Other,
    /// CORS.
    Cors,
    /// Forms with files, streams, ranges, compression.
    Files,
}

impl Feature {
    /// Its host as recorded, in strict mode; with endpoint routing or without.
    pub fn host(self, endpoints: bool) -> anyhow::Result<Builder> {
        let edition = Profile::Modern.edition();
        let edition = if endpoints { edition.with_endpoints() } else { edition };
        match self {
            Self::Query => folder("query", None, endpoints),
            Self::Events => folder("events", None, endpoints),
            Self::Auth => folder("auth", None, endpoints),
            Self::Lock => folder("auth", Some("lock.toml"), endpoints),
            Self::Apikey => folder("auth", Some("apikey.toml"), endpoints),
            Self::Jwt => folder("auth", Some("jwt.toml"), endpoints),
            Self::Jwtn => folder("auth", Some("jwtn.toml"), endpoints),
            Self::Keys => folder("keys", None, endpoints),
            Self::Valid => valid(edition),
            Self::Other => other(edition),
            Self::Cors => cors(edition),
            Self::Files => files(edition),
        }
    }
}

/// A host of `fixtures/hosts`, with a file of settings over those of its folder.
pub fn folder(name: &str, over: Option<&str>, endpoints: bool) -> anyhow::Result<Builder> {
    let folder = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/fixtures/hosts")).join(name);
    let over = over.map(|file| Layer::from_file(&folder.join(file))).transpose()?;
    let hosting = Layer::from_text(name, &format!("endpoints = {endpoints}"))?;
    Ok(Emulator::folder_with(folder, hosting.over(over.unwrap_or_default()))?)
}

/// A request whose members do not matter.
#[derive(Deserialize)]
struct Any {}

/// The answer of most operations.
#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct Ok {
    result: Option<String>,
}

impl Ok {
    fn of(result: impl Into<String>) -> Self {
        Self { result: Some(result.into()) }
    }
}

/// A host of this contract, which answers exactly as the recorded one.
fn host(contract: &[u8], edition: Edition) -> anyhow::Result<Builder> {
    host_with(contract, Further::default(), edition)
}

/// The same with operations of ServiceStack's own.
fn host_with(contract: &[u8], further: Further, edition: Edition) -> anyhow::Result<Builder> {
    let contract = Contract::read_with(contract, &Limits::default(), further)?;
    Ok(Emulator::builder(contract).title("FeatureHost").behaviour(behaviour(edition)))
}

fn behaviour(edition: Edition) -> Behaviour {
    let dialect = Dialect { strict: true, ..Dialect::default() };
    let dialect = Dialect { assembly: Some("hosts".into()), ..dialect };
    Behaviour { dialect, edition, ..Behaviour::default() }
}

/// The users of the recorded hosts, whose passwords are their names.
fn users() -> anyhow::Result<Vec<User>> {
    let user =
        |id: &str, name: &str, display: &str, email: &str, roles: &[&str], rights: &[&str]| {
            anyhow::Ok(User {
                id: id.to_owned(),
                name: name.to_owned(),
                display_name: Some(display.to_owned()),
                email: Some(email.to_owned()),
                password_hash: hash_password(name)?,
                roles: roles.iter().map(|role| (*role).to_owned()).collect(),
                first_name: display.split(' ').next().map(str::to_owned),
                last_name: display.split(' ').nth(1).map(str::to_owned),
                permissions: rights.iter().map(|right| (*right).to_owned()).collect(),
                ..User::default()
            })
        };
    anyhow::Ok(vec![
        user("1", "test", "Test User", "t@t.t", &[], &[])?,
        user("2", "boss", "Big Boss", "b@t.t", &["Admin"], &[])?,
        user("3", "mia", "Mia Manager", "m@t.t", &["Manager"], &["CanX"])?,
    ])
}
