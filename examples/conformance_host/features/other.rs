//! The host `other`: caching, headers and status by filters, requests that can be cancelled.

use std::time::Duration;

use serde::Deserialize;
use servicestack_emulator::Builder;
use servicestack_emulator::contract::Further;
use servicestack_emulator::host::{Behaviour, Cors, Edition};
use servicestack_emulator::journal::Limits;
use servicestack_emulator::service::{CacheResponse, Context, HttpResult, ServiceError, Services};
use servicestack_emulator::uploads::Who;

use super::{Any, Ok};

/// The host `other`.
pub fn other(edition: Edition) -> anyhow::Result<Builder> {
    let contract = include_bytes!("../../../fixtures/conformance/modern/other.types-metadata.json");
    let behaviour = Behaviour { cors: Cors::Any, ..super::behaviour(edition) };
    let further = Further { cancel: Some(true), logs: Some(true), ..Further::default() };
    let builder = super::host_with(contract, further, edition)?.behaviour(behaviour);
    let builder = builder.services(super::cors::register).services(register);
    Result::Ok(builder.cancel_requests().request_logs(Who::Anyone).journal(Limits::default()))
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Named {
    name: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Tagged {
    tag: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Aged {
    seconds: u32,
    control: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Slow {
    ms: u64,
}

fn register(services: &mut Services) {
    for operation in ["Cached", "CachedAge", "CachedVary"] {
        services
            .handle(operation, async |request: Named, _| Result::Ok(Ok { result: request.name }));
    }
    let preset = || CacheResponse { duration: 60, ..CacheResponse::default() };
    services
        .cache("Cached", preset())
        .cache(
            "CachedAge",
            CacheResponse {
                max_age: Some(30),
                cache_control: Some("public, must-revalidate".to_owned()),
                ..preset()
            },
        )
        .cache(
            "CachedVary",
            CacheResponse {
                max_age: Some(10),
                by_user: true,
                by_headers: vec!["X-Shop".to_owned()],
                ..preset()
            },
        )
        .handle("ETagReq", async |request: Tagged, context| {
            let etag = Some(request.tag.unwrap_or_else(|| "v1".to_owned()));
            with(&context, HttpResult { etag, ..HttpResult::default() })
        })
        .handle("LastReq", async |_: Any, context| {
            let last_modified = "2026-03-01T12:00:00Z".parse().ok();
            with(&context, HttpResult { last_modified, ..HttpResult::default() })
        })
        .handle("MaxAgeReq", async |request: Aged, context| with(&context, aged(&request)))
        .handle("HeadersReq", async |_: Any, context| {
            let reply = context.reply(&Ok::of("ok"))?.with_status(202).with_reason("Taken In");
            Result::Ok(reply.with_header("X-Shop", "7").with_header("Cache-Control", "no-cache"))
        })
        .handle("Slow", async |request: Slow, _| {
            tokio::time::sleep(Duration::from_millis(request.ms)).await;
            Result::Ok(Ok::of("slow"))
        });
}

fn with(
    context: &Context,
    result: HttpResult,
) -> Result<servicestack_emulator::service::Reply, ServiceError> {
    Result::Ok(context.reply(&Ok::of("ok"))?.with_result(result))
}

fn aged(request: &Aged) -> HttpResult {
    let names = request.control.as_deref().unwrap_or_default().split(", ");
    let word = |name: &str| match name {
        "NoCache" => "no-cache".to_owned(),
        "NoStore" => "no-store".to_owned(),
        "MustRevalidate" => "must-revalidate".to_owned(),
        other => other.to_lowercase(),
    };
    let words: Vec<String> = names.filter(|name| !name.is_empty()).map(word).collect();
    let has_age = request.seconds > 0;
    HttpResult {
        max_age: has_age.then_some(request.seconds.into()),
        cache_control: (!words.is_empty()).then(|| words.join(", ")),
        etag: has_age.then(|| "m".to_owned()),
        ..HttpResult::default()
    }
}
