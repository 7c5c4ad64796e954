//! crates.io servicestack against a running host:
//!
//! - `conformance STYLE BASE_URL API_KEY`. STYLE: strict (5.9.1 and nothing else: PascalCase,
//!   /json/reply, neither keys nor tokens), tolerant (PascalCase, /api), modern (camelCase, /api).
//!   API_KEY is a key of the user `test`.
//! - `coupons BASE_URL PREFIX`: the coupon services of ApexERPHost. PREFIX belongs to this run: the
//!   host may be shared.
//! - `tokens KIND BASE_URL`: accounts by settings alone. KIND: cookies, body, identity, keys.
//! - `shop BASE_URL TENANT`: the host examples/hosts/shop. TENANT belongs to this run.

mod access;
mod checks;
mod coupons;
mod dtos;
mod echo;
mod errors;
mod operations;
mod shop;
mod tokens;

use std::process::ExitCode;

use servicestack::JsonServiceClient;

use checks::{Checks, Part};

/// A host and how it is to be talked to.
pub struct Host {
    style: String,
    base_url: String,
    api_key: String,
}

impl Host {
    fn new(style: &str, base_url: &str, api_key: &str) -> Self {
        Self { style: style.to_owned(), base_url: base_url.to_owned(), api_key: api_key.to_owned() }
    }

    fn is_strict(&self) -> bool {
        self.style == "strict"
    }

    /// A client that nobody signed in with.
    fn client(&self) -> JsonServiceClient {
        if self.is_strict() { JsonServiceClient::new_json_service_client(&self.base_url) } else { JsonServiceClient::new(&self.base_url) }
    }
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match arguments[..] {
        ["conformance", style, base_url, api_key] => {
            let checks = Checks::new(style == "modern");
            conformance(&Host::new(style, base_url, api_key), &checks).await;
            checks.done()
        }
        ["coupons", base_url, prefix] => {
            let checks = Checks::new(false);
            let host = Host::new("tolerant", base_url, "");
            checks.of("coupons", coupons::all(&host, &checks, prefix.to_owned()).await);
            checks.done()
        }
        ["shop", base_url, tenant] => {
            let checks = Checks::new(true);
            shop::all(&shop::Shop::new(base_url, tenant), &checks).await;
            checks.done()
        }
        ["tokens", kind, base_url] => {
            let checks = Checks::new(true);
            tokens::all(&tokens::Members::new(kind, base_url), &checks).await;
            checks.done()
        }
        _ => {
            eprintln!("usage: conformance STYLE BASE_URL API_KEY | coupons BASE_URL PREFIX | tokens KIND BASE_URL | shop BASE_URL TENANT");
            ExitCode::from(2)
        }
    }
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
