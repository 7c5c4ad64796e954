//! The recorded hosts: one with authentication, one in debug mode besides, one without
//! authentication.

use std::path::Path;

use chrono::{DateTime, Utc};
use clap::ValueEnum as _;
use servicestack_emulator::config::Layer;
use servicestack_emulator::host::{Behaviour, Edition, Hosting, Profile};
use servicestack_emulator::lab::Clock;
use servicestack_emulator::wire::Dialect;
use servicestack_emulator::{Emulator, Running};

use crate::comparison::set_cookies;
use crate::connection::{Answer, send};
use crate::exchange::Exchange;
use crate::features::Feature;
use crate::services;

/// The started hosts and the session that was last begun.
pub struct Hosts {
    guarded: Running,
    debugged: Running,
    open: Running,
    session: String,
}

impl Hosts {
    /// Starts all of them on free ports, in strict mode.
    pub fn start() -> Self {
        Self {
            guarded: started(true, false),
            debugged: started(true, true),
            open: started(false, false),
            session: String::new(),
        }
    }

    /// Sends the exchange's request to its host.
    pub async fn answer(&mut self, exchange: &Exchange) -> Answer {
        let host = match exchange.host.as_str() {
            "A" | "C" => &self.guarded,
            "A-debug" => &self.debugged,
            "B" | "D" => &self.open,
            other => panic!("no host {other} was recorded"),
        };
        let answer = send(host.address(), &exchange.request, &self.session).await;
        if let Some(id) = set_cookies(&answer, &["ss-id"]).into_iter().next() {
            self.session = id;
        }
        answer
    }

    /// Stops all of them.
    pub async fn stop(self) {
        for host in [self.guarded, self.debugged, self.open] {
            host.stop().await;
        }
    }
}

/// When the recordings were made: a date without a year is of that year.
pub fn recorded_at() -> DateTime<Utc> {
    "2026-11-28T12:00:00Z".parse().expect("a constant")
}

/// A host of 5.9.1 on a free port, in strict mode, at the time of the recordings.
pub fn started(auth: bool, debug: bool) -> Running {
    started_as(Profile::Classic.edition(), auth, debug)
}

/// The same of another edition.
pub fn started_as(edition: Edition, auth: bool, debug: bool) -> Running {
    let assembly = Some("hosts".into());
    let dialect = Dialect { strict: true, assembly, ..Dialect::default() };
    let behaviour = Behaviour { dialect, debug, edition, ..Behaviour::default() };
    let contract = match edition.hosting {
        Hosting::Classic => services::contract(),
        Hosting::Endpoints => services::routable_contract(),
    };
    let contract = contract.expect("the fixture is a contract");
    let clock = Clock::frozen_at(recorded_at());
    let mut builder =
        Emulator::builder(contract).clock(clock).behaviour(behaviour).services(services::register);
    if auth {
        builder = builder.users(vec![services::test_user().expect("randomness")]);
    }
    builder.start().expect("a port is free")
}

/// The recorded hosts of 10.1.5 with accounts of their own: name, folder, settings over its own.
pub const ACCOUNTS: [(&str, &str, Option<&str>); 6] = [
    ("auth", "auth", None),
    ("lock", "auth", Some("lock.toml")),
    ("apikey", "auth", Some("apikey.toml")),
    ("jwt", "auth", Some("jwt.toml")),
    ("jwtn", "auth", Some("jwtn.toml")),
    ("keys", "keys", None),
];

/// Those of ASP.NET Core Identity.
pub const IDENTITY: [&str; 4] = ["cookies", "jwt", "redirects", "basic"];

/// One of them on a free port, in strict mode, at the time of the recordings.
pub fn started_account(name: &str) -> Running {
    started_account_with(name, Layer::default())
}

/// The same with further settings.
pub fn started_account_with(name: &str, over: Layer) -> Running {
    let of_name = ACCOUNTS.iter().find(|(known, ..)| *known == name);
    let (_, folder, file) = of_name.expect("a host of the recordings");
    started_folder(folder, *file, over)
}

/// The same of one with ASP.NET Core Identity.
pub fn started_identity(name: &str) -> Running {
    started_identity_with(name, Layer::default())
}

/// One that shows a feature, the same.
pub fn started_feature(name: &str, endpoints: bool) -> Running {
    let feature = Feature::from_str(name, true).expect("a host of the recordings");
    let builder = feature.host(endpoints).expect("the host of the example");
    builder.clock(Clock::frozen_at(recorded_at())).start().expect("a port is free")
}

/// The same with further settings.
pub fn started_identity_with(name: &str, over: Layer) -> Running {
    let file = format!("{name}.toml");
    started_folder("identity", Some(&*file).filter(|_| name != "cookies"), over)
}

/// The host of a folder, with settings over its own.
pub fn started_folder(folder: &str, file: Option<&str>, over: Layer) -> Running {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/hosts").join(folder);
    let of_file = file.map(|file| Layer::from_file(&folder.join(file)).expect("settings"));
    let over = over.over(of_file.unwrap_or_default());
    let builder = Emulator::folder_with(&folder, over).expect("a host");
    builder.clock(Clock::frozen_at(recorded_at())).start().expect("a port is free")
}
