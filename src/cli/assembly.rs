//! From settings to the parts they set.

use std::sync::Arc;
use std::time::Duration;

use servicestack_emulator::auth::Tokens;
use servicestack_emulator::config::{MikoData, Settings, TlsSettings};
use servicestack_emulator::contract::Contract;
use servicestack_emulator::hosts::apex::{self, CallLimits};
use servicestack_emulator::hosts::imported::ImportedHost;
use servicestack_emulator::hosts::miko::{self, Miko, MikoParts};
use servicestack_emulator::http::Manners;
use servicestack_emulator::http::server::{Limits, Tls};
use servicestack_emulator::lab::{Clock, Seed};
use servicestack_emulator::store::Coupons;
use servicestack_emulator::wire::Dialect;
use servicestack_emulator::{Builder, Emulator};

use super::failure::Failure;
use super::logging;

/// The emulator of ApexERPHost over a store, and beside it MIKO's API over the same.
pub fn emulator(
    settings: &Settings,
    contract: Contract,
    miko: MikoData,
    coupons: &Arc<dyn Coupons>,
    clock: Clock,
    seed: Seed,
) -> Builder {
    let miko = MikoParts {
        coupons: coupons.clone(),
        data: miko,
        settings: settings.miko.clone(),
        clock: clock.clone(),
        seed: seed.clone(),
        cors: settings.cors.clone(),
    };
    let builder = host(settings, contract, clock, seed)
        .services(|services| apex::register(services, coupons, call_limits(settings)))
        .watch(coupons.clone());
    match settings.miko.enabled {
        true => builder.mount(miko::BASE_PATH, Arc::new(Miko::new(miko))),
        false => builder,
    }
}

/// The emulator of an imported host. Its sessions have a directory of their own.
pub fn imported(imported: &ImportedHost, settings: &Settings) -> Result<Builder, Failure> {
    std::fs::create_dir_all(&settings.data).map_err(|error| {
        Failure::Mendable(format!("cannot make the directory {}: {error}", settings.data.display()))
    })?;
    let clock = settings.clock.frozen_at.map_or_else(Clock::system, Clock::frozen_at);
    // Hosts of one server may have one seed and must not give the same session ids.
    let seed = seed(settings).branch(&format!("host {}", imported.name));
    let builder = host(settings, imported.contract.clone(), clock, seed);
    Ok(builder.services(|services| imported.register(services)))
}

/// The chance that the settings ask for.
pub fn seed(settings: &Settings) -> Seed {
    settings.seed.map_or_else(Seed::from_os, Seed::from_u64)
}

/// What every host is told.
fn host(settings: &Settings, contract: Contract, clock: Clock, seed: Seed) -> Builder {
    let builder = Emulator::builder(contract)
        .listen(settings.listen)
        .title(settings.title.as_str())
        .clock(clock)
        .seed(seed)
        .manners(manners(settings))
        .limits(limits(settings))
        .request_log(logging::of_requests());
    let builder = guarded(builder, settings);
    match &settings.tls {
        Some(tls) => builder.tls(certificate(tls, settings)),
        None => builder,
    }
}

/// What one call may ask of the host's operations.
pub fn call_limits(settings: &Settings) -> CallLimits {
    CallLimits { coupons: settings.limits.coupons_per_call }
}

/// Who is let in, and how.
fn guarded(builder: Builder, settings: &Settings) -> Builder {
    let mut builder = builder
        .users(settings.effective_users())
        .api_keys(settings.api_keys())
        .session_lifetime(span(settings.session.expiry))
        .sign_in_bytes(settings.limits.sign_in_bytes)
        .session_file(settings.data.join("sessions.jsonl"));
    if let Some(jwt) = &settings.jwt {
        builder = builder.tokens(Tokens::new(jwt.secret.reveal().as_bytes(), span(jwt.lifetime)));
    }
    match settings.session.lock_after {
        Some(failures) => builder.max_failures(failures),
        None => builder,
    }
}

fn manners(settings: &Settings) -> Manners {
    let dialect = Dialect {
        zone: settings.time_zone,
        strict: settings.strict,
        max_depth: settings.limits.depth,
        max_values: settings.limits.values,
        ..Dialect::default()
    };
    Manners {
        dialect,
        debug: settings.debug,
        most_in_batch: settings.limits.batch,
        most_in_answer: settings.limits.answer_values,
        cors: settings.cors.clone(),
        profile: settings.profile,
        assembly: None,
    }
}

fn limits(settings: &Settings) -> Limits {
    Limits {
        body_bytes: settings.limits.body_bytes,
        request_timeout: settings.limits.request_timeout,
        write_timeout: settings.limits.write_timeout,
        keep_alive: settings.limits.keep_alive,
        shutdown_timeout: settings.limits.shutdown_timeout,
        streams: settings.limits.streams,
        workers: settings.limits.workers,
    }
}

fn certificate(tls: &TlsSettings, settings: &Settings) -> Tls {
    match tls {
        TlsSettings::Files { certificate, key } => {
            Tls::Files { certificate: certificate.clone(), key: key.clone() }
        }
        TlsSettings::SelfMade { .. } => Tls::SelfMade(settings.data.clone()),
    }
}

/// A duration of the settings, which lies far within what chrono holds.
fn span(duration: Duration) -> chrono::Duration {
    chrono::Duration::from_std(duration).unwrap_or(chrono::Duration::MAX)
}
