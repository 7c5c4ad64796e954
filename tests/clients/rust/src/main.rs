//! crates.io servicestack against a running host: `servicestack-client-scenarios STYLE BASE_URL [PREFIX]`
//!
//! STYLE: strict (5.9.1 and nothing else: PascalCase, /json/reply), tolerant (PascalCase, /api), modern (camelCase, /api).
//! API_KEY in the environment is a key of the user `test`; without it that check is skipped.
//! With a PREFIX of coupons the host is ApexERPHost; the prefix belongs to this run, the host may be shared.

mod access;
mod checks;
mod coupons;
mod dtos;
mod echo;
mod errors;
mod operations;

use std::process::ExitCode;

use servicestack::JsonServiceClient;

use checks::{Checks, Part};

/// A host and how it is to be talked to.
pub struct Host {
    style: String,
    base_url: String,
    api_key: Option<String>,
}

impl Host {
    fn is_strict(&self) -> bool {
        self.style == "strict"
    }

    /// A client that nobody signed in with.
    fn client(&self) -> JsonServiceClient {
        match self.is_strict() {
            true => JsonServiceClient::new_json_service_client(&self.base_url),
            false => JsonServiceClient::new(&self.base_url),
        }
    }
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    let mut arguments = std::env::args().skip(1);
    let (Some(style), Some(base_url)) = (arguments.next(), arguments.next()) else {
        eprintln!("usage: servicestack-client-scenarios STYLE BASE_URL [PREFIX]");
        return ExitCode::from(2);
    };
    let api_key = std::env::var("API_KEY").ok().filter(|key| !key.is_empty());
    let host = Host { style, base_url, api_key };
    let checks = Checks::new(host.style == "modern");
    match arguments.next() {
        Some(prefix) => checks.of("coupons", coupons::all(&host, &checks, prefix).await),
        None => conformance(&host, &checks).await,
    }
    checks.done()
}

async fn conformance(host: &Host, checks: &Checks) {
    let parts: [(&str, Part); 11] = [
        ("verbs", operations::verbs(host, checks).await),
        ("answers", operations::answers(host, checks).await),
        ("batches", operations::batches(host, checks).await),
        ("body", echo::body(host, checks).await),
        ("query", echo::query(host, checks).await),
        ("upload", echo::upload(host, checks).await),
        ("errors", errors::all(host, checks).await),
        ("sessions", access::sessions(host, checks).await),
        ("basic", access::basic(host, checks).await),
        ("bearer", access::bearer(host, checks).await),
        ("api key", access::api_keys(host, checks).await),
    ];
    for (name, ended) in parts {
        checks.of(name, ended);
    }
}
