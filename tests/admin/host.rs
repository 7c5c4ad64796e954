//! A started ApexERPHost and calls of its admin API.

use reqwest::Method;
use servicestack_emulator::lab::{Clock, Seed};
use servicestack_emulator::{Builder, Emulator, Running};

pub struct Host {
    pub running: Running,
    client: reqwest::Client,
}

/// In memory with the demo coupons, frozen at 2026-01-15T10:00:00Z, seed 1.
pub fn host() -> Host {
    host_with(|builder| builder)
}

pub fn host_with(change: impl FnOnce(Builder) -> Builder) -> Host {
    let clock = Clock::frozen_at("2026-01-15T10:00:00Z".parse().unwrap());
    let running = change(Emulator::apex().clock(clock).seed(Seed::from_u64(1))).start().unwrap();
    Host { running, client: reqwest::Client::new() }
}

impl Host {
    pub fn request(&self, verb: Method, path: &str) -> reqwest::RequestBuilder {
        self.client.request(verb, format!("{}{path}", self.running.base_url()))
    }

    /// Status and body of a call of the admin API: `GET /tenants`. The body is JSON.
    pub async fn call(&self, call: &str, body: &str) -> String {
        let (verb, path) = call.split_once(' ').unwrap();
        let request = self.request(verb.parse().unwrap(), &format!("/_emulator{path}"));
        let request = request.header("Accept", "application/json");
        let request = match body {
            "" => request,
            body => request.header("Content-Type", "application/json").body(body.to_owned()),
        };
        answered(request).await
    }

    /// The answer of an operation of ApexERPHost, by its query string, in a tenant.
    pub async fn apex(&self, tenant: &str, operation: &str) -> String {
        let request = self.request(Method::GET, &format!("/json/reply/{operation}"));
        answered(request.header("X-Emulator-Tenant", tenant).basic_auth("demo", Some("demo"))).await
    }
}

pub async fn answered(request: reqwest::RequestBuilder) -> String {
    let answer = request.send().await.unwrap();
    format!("{} {}", answer.status().as_u16(), answer.text().await.unwrap())
}
