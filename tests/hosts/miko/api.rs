//! The API over a store of its own, without a server around it.

use std::sync::Arc;

use chrono::{DateTime, Utc};
use futures_util::StreamExt as _;
use serde_json::Value;
use servicestack_emulator::config::{Layer, MikoData, MikoSettings};
use servicestack_emulator::host::Cors;
use servicestack_emulator::hosts::miko::{BASE_PATH, Miko, MikoParts};
use servicestack_emulator::http::{Answer, Arrival, Body, Exchange, Request, Site as _};
use servicestack_emulator::lab::{Clock, Seed};
use servicestack_emulator::store::embedded::{Guard, Settings, open};
use servicestack_emulator::store::{Coupon, Coupons, Filter};

use servicestack_emulator::tenant::{Origin, Tenant, Tenants};

use crate::support::apex::Apex;

/// What the seed calls the path, below the place where the API is mounted.
pub const GENERATE: &str = "/v1/generate.coupons";

const SEED: &str = include_str!("../../../fixtures/seeds/000_5a1ed4fcb4bd88fc.txt");

/// The API, its store, and the clock it looks at.
pub struct Api {
    miko: Miko,
    tenant: Arc<Tenant>,
    pub coupons: Arc<dyn Coupons>,
    pub clock: Clock,
    pub guard: Option<Guard>,
    _directory: Option<tempfile::TempDir>,
}

impl Api {
    /// With the built-in data and default settings, frozen at 2026-01-15T10:00:00Z, seed 1.
    pub fn start() -> Self {
        Self::start_with("")
    }

    /// With the keys of a `[miko]` section.
    pub fn start_with(keys: &str) -> Self {
        let directory = tempfile::tempdir().expect("a directory");
        let (coupons, guard) = open(directory.path(), &Settings::default()).expect("a store");
        let coupons: Arc<dyn Coupons> = Arc::new(coupons);
        let api = Self::over(coupons, Clock::frozen_at(now()), keys);
        Self { guard: Some(guard), _directory: Some(directory), ..api }
    }

    /// Another emulator over the same store, started with the same seed.
    pub fn started_again(&self) -> Self {
        Self::over(self.coupons.clone(), self.clock.clone(), "")
    }

    fn over(coupons: Arc<dyn Coupons>, clock: Clock, keys: &str) -> Self {
        let accounts = Vec::new();
        let origin = Origin {
            coupons: coupons.clone(),
            clock: clock.clone(),
            seed: Seed::from_u64(1),
            accounts,
        };
        let tenant = Tenants::new(origin).default();
        Self { miko: Miko::new(parts(keys)), tenant, coupons, clock, guard: None, _directory: None }
    }

    /// Answers one request.
    pub async fn answer(&self, request: &Request) -> Answer {
        let exchange = Exchange::new(request.clone(), self.tenant.clone(), Arrival::default());
        self.miko.answer(&exchange).await
    }

    /// Posts JSON.
    pub async fn post(&self, path: &str, body: &str) -> (u16, String) {
        self.send("POST", path, &[("content-type", "application/json")], body.as_bytes()).await
    }

    pub async fn send(
        &self,
        verb: &str,
        path: &str,
        headers: &[(&str, &str)],
        body: &[u8],
    ) -> (u16, String) {
        let answer = self.answer(&request(verb, path, headers, body)).await;
        (answer.status, text(answer).await)
    }

    /// Every coupon of the store.
    pub async fn stored(&self) -> Vec<Coupon> {
        let (mut stored, mut after) = (Vec::new(), Some(0));
        while let Some(id) = after {
            let page = self.coupons.find(Filter::default(), id, 10_000).await.expect("a store");
            stored.extend(page.coupons);
            after = page.next;
        }
        stored
    }
}

/// ApexERPHost, frozen and seeded, with the API over its store.
pub async fn beside_apex(parts: impl FnOnce(MikoParts) -> MikoParts) -> Apex {
    let miko = Miko::new(parts(self::parts("")));
    Apex::start_with(|builder| builder.mount(BASE_PATH, Arc::new(miko))).await
}

pub fn request(verb: &str, path: &str, headers: &[(&str, &str)], body: &[u8]) -> Request {
    Request::new(verb, path, headers.iter().copied().collect(), body.to_vec())
}

/// The whole body.
pub async fn text(answer: Answer) -> String {
    let bytes = match answer.body {
        Body::Whole(bytes) => bytes,
        Body::Streamed(pieces) | Body::Live(pieces) => {
            pieces.map(|piece| piece.expect("no error")).collect::<Vec<_>>().await.concat()
        }
    };
    String::from_utf8(bytes).expect("UTF-8")
}

/// The request that the seed shows with all its fields filled.
pub fn example() -> Value {
    let (_, rest) = SEED.split_once("``` Example Value\n").expect("the seed has an example");
    let (example, _) = rest.split_once("```").expect("which ends");
    serde_json::from_str(example).expect("and is JSON")
}

/// The body that the seed documents for a status.
pub fn documented(status: u16) -> String {
    let row = SEED
        .lines()
        .find(|line| line.starts_with(&format!("{status} | ")))
        .expect("a row of the table");
    row.split('`').nth(1).expect("with an example").to_owned()
}

/// The example with some fields changed; `null` takes one away.
pub fn with(changes: Value) -> String {
    let mut body = example();
    for (name, value) in changes.as_object().expect("an object") {
        body[name] = value.clone();
    }
    body.to_string()
}

/// The example with fields of its product changed.
pub fn with_product(changes: Value) -> String {
    let mut body = example();
    for (name, value) in changes.as_object().expect("an object") {
        body["products"][0][name] = value.clone();
    }
    body.to_string()
}

fn settings(keys: &str) -> MikoSettings {
    let text = format!("[miko]\n{keys}");
    Layer::from_text("test.toml", &text).expect("settings").settings().miko
}

fn parts(keys: &str) -> MikoParts {
    MikoParts {
        data: MikoData::read(None).expect("the built-in data"),
        settings: settings(keys),
        cors: Cors::Off,
    }
}

fn now() -> DateTime<Utc> {
    "2026-01-15T10:00:00Z".parse().expect("an instant")
}
