//! From settings to the parts they set.

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use servicestack_emulator::auth::Tokens;
use servicestack_emulator::config::{Certificate, MikoData, Settings};
use servicestack_emulator::contract::Contract;
use servicestack_emulator::host::Behaviour;
use servicestack_emulator::hosts::apex::{self, CallLimits};
use servicestack_emulator::hosts::imported::ImportedHost;
use servicestack_emulator::hosts::miko::{self, Miko, MikoParts};
use servicestack_emulator::http::server::{Limits, Tls};
use servicestack_emulator::lab::{Clock, Seed};
use servicestack_emulator::store::Coupons;
use servicestack_emulator::stub::Stubs;
use servicestack_emulator::wire::Dialect;
use servicestack_emulator::{Builder, Emulator};

use super::failure::Failure;
use super::logging;
use super::prepared::Prepared;

/// The emulator of ApexERPHost over a store, and beside it MIKO's API over the same.
pub fn emulator(
    settings: &Settings,
    contract: Contract,
    miko: MikoData,
    coupons: &Arc<dyn Coupons>,
    root: Root,
) -> Builder {
    let miko = MikoParts { data: miko, settings: settings.miko.clone(), cors: settings.cors.0.clone() };
    let builder = host(settings, contract, root)
        .services(|services| apex::register(services, call_limits(settings)))
        .coupons(coupons.clone());
    match settings.miko.enabled {
        true => builder.mount(miko::BASE_PATH, Arc::new(Miko::new(miko))),
        false => builder,
    }
}

/// The emulator of an imported host. Its sessions have a directory of their own.
pub fn imported(imported: &ImportedHost, settings: &Settings, root: Root) -> Result<Builder, Failure> {
    if !settings.fresh {
        std::fs::create_dir_all(&settings.data).map_err(|error| {
            Failure::Mendable(format!("cannot make the directory {}: {error}", settings.data.display()))
        })?;
    }
    // Hosts of one process have one seed and must not give the same session ids.
    let seed = root.seed.branch(&format!("host {}", imported.name));
    let builder = host(settings, imported.contract.clone(), Root { seed, ..root });
    watch(&imported.stubs);
    Ok(builder.services(|services| imported.register(services)))
}

/// The stubs of ApexERPHost in this folder, read again when it changes.
pub fn apex_stubs(folder: Option<&Path>, prepared: &Prepared) -> Result<Option<Arc<Stubs>>, Failure> {
    let Some(folder) = folder else { return Ok(None) };
    let dialect = behaviour(&prepared.settings).dialect;
    let stubs = Stubs::open(folder, "apex", &prepared.contract, &dialect)
        .map_err(|mistake| Failure::Mendable(mistake.to_string()))?;
    watch(&stubs);
    Ok(Some(stubs))
}

/// Without a folder there is nothing to watch.
fn watch(stubs: &Arc<Stubs>) {
    if let Err(error) = stubs.watch() {
        tracing::debug!(%error, "changes of stubs are not watched");
    }
}

/// Time and chance of the process, from which every tenant has its own.
#[derive(Clone)]
pub struct Root {
    pub clock: Clock,
    pub seed: Seed,
}

impl Root {
    /// What the settings of the host at the root ask for.
    pub fn of(settings: &Settings) -> Self {
        let seed = settings.seed.map_or_else(Seed::from_os, |seed| Seed::from_u64(seed.get()));
        Self { clock: clock(settings), seed }
    }
}

/// The clock that the settings ask for.
pub fn clock(settings: &Settings) -> Clock {
    settings.clock.frozen_at.map_or_else(Clock::system, |instant| Clock::frozen_at(instant.0))
}

/// What every host is told.
fn host(settings: &Settings, contract: Contract, root: Root) -> Builder {
    let builder = Emulator::builder(contract)
        .listen(settings.listen.0)
        .title(settings.title.as_str())
        .clock(root.clock)
        .seed(root.seed)
        .behaviour(behaviour(settings))
        .limits(limits(settings))
        .tenant_limits(settings.tenant_limits())
        .tenant_hosts(settings.tenants.hosts.iter().map(|(host, name)| (host.clone(), name.0.clone())))
        .request_log(logging::of_requests());
    let builder = guarded(builder, settings);
    match settings.tls.certificate() {
        Some(source) => builder.tls(certificate(source, settings)),
        None => builder,
    }
}

/// What one call may ask of the host's operations.
pub fn call_limits(settings: &Settings) -> CallLimits {
    CallLimits { coupons: settings.limits.coupons_per_call.get() }
}

/// Who is let in, and how.
fn guarded(builder: Builder, settings: &Settings) -> Builder {
    let mut builder = builder
        .users(settings.effective_users())
        .api_keys(settings.api_keys())
        .session_lifetime(span(settings.session.expiry.0))
        .sign_in_bytes(settings.limits.sign_in_bytes.size());
    if !settings.fresh {
        builder = builder.session_file(settings.data.join("sessions.jsonl"));
    }
    if let Some(secret) = &settings.jwt.secret {
        let lifetime = span(settings.jwt.lifetime.0);
        builder = builder.tokens(Tokens::new(secret.reveal().as_bytes(), lifetime));
    }
    match settings.session.lock_after {
        Some(failures) => builder.max_failures(failures.small()),
        None => builder,
    }
}

fn behaviour(settings: &Settings) -> Behaviour {
    let dialect = Dialect {
        zone: settings.time_zone.0,
        strict: settings.strict,
        max_depth: settings.limits.depth.size(),
        max_values: settings.limits.values.size(),
        ..Dialect::default()
    };
    Behaviour {
        dialect,
        debug: settings.debug,
        most_in_batch: settings.limits.batch.size(),
        most_in_answer: settings.limits.answer_values.size(),
        cors: settings.cors.0.clone(),
        profile: settings.profile,
        assembly: None,
    }
}

fn limits(settings: &Settings) -> Limits {
    Limits {
        body_bytes: settings.limits.body_bytes.size(),
        request_timeout: settings.limits.request_timeout.0,
        write_timeout: settings.limits.write_timeout.0,
        keep_alive: settings.limits.keep_alive.0,
        shutdown_timeout: settings.limits.shutdown_timeout.0,
        streams: settings.limits.streams.small(),
        workers: settings.limits.workers.size(),
    }
}

fn certificate(source: Certificate, settings: &Settings) -> Tls {
    match source {
        Certificate::Files { certificate, key } => Tls::Files { certificate, key },
        Certificate::SelfMade if settings.fresh => Tls::Passing,
        Certificate::SelfMade => Tls::SelfMade(settings.data.clone()),
    }
}

/// A duration of the settings, which lies far within what chrono holds.
fn span(duration: Duration) -> chrono::Duration {
    chrono::Duration::from_std(duration).unwrap_or(chrono::Duration::MAX)
}
