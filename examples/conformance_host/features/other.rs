//! The host `other`: caching, headers and status by filters, requests that can be cancelled.

use serde::Deserialize;
use servicestack_emulator::Builder;
use servicestack_emulator::host::{Behaviour, Cors, Edition};
use servicestack_emulator::service::Services;

use super::Ok;

/// The host `other`.
pub fn other(edition: Edition) -> anyhow::Result<Builder> {
    let contract = include_bytes!("../../../fixtures/conformance/modern/other.types-metadata.json");
    let behaviour = Behaviour { cors: Cors::Any, ..super::behaviour(edition) };
    let builder = super::host(contract, edition)?.behaviour(behaviour);
    Result::Ok(builder.services(super::cors::register).services(register))
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Named {
    name: Option<String>,
}

fn register(services: &mut Services) {
    for operation in ["Cached", "CachedAge", "CachedVary"] {
        services
            .handle(operation, async |request: Named, _| Result::Ok(Ok { result: request.name }));
    }
}
