//! From settings to the parts they set.

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use toml::Value;

use crate::admin::{Access, Setup};
use crate::auth::{AdminSecret, IdentityTokens, Tokens};
use crate::config::{Bounded, Certificate, Layer, MikoData, SeedData, Settings, StatePlace};
use crate::contract::{Contract, Operation, UploadLocation};
use crate::faults::{FaultFiles, Operations};
use crate::host::Behaviour;
use crate::hosts::apex::{self, CallLimits};
use crate::hosts::imported::ImportedHost;
use crate::hosts::miko::{self, Miko, MikoParts};
use crate::http::server::{Limits, Tls};
use crate::lab::{Clock, Seed};
use crate::records::Records;
use crate::store::Coupons;
use crate::stub::{Data, Mistake, Stubs};
use crate::uploads::{self, Files};
use crate::wire::Dialect;

use super::{Builder, StartError};

/// The admin API makes a file of coupons in memory; a longer one is for the command line.
const EXPORT_BYTES: usize = 256 << 20;

/// The emulator of ApexERPHost over a store, and beside it MIKO's API over the same.
pub fn apex(
    settings: &Settings,
    contract: Contract,
    miko: MikoData,
    coupons: Arc<dyn Coupons>,
    root: Root,
) -> Builder {
    let miko =
        MikoParts { data: miko, settings: settings.miko.clone(), cors: settings.cors.0.clone() };
    let serves_events = contract.serves_events;
    let about_requests = (contract.cancels_requests, contract.logs_requests);
    let builder = with_requests(host(settings, contract, root), about_requests, settings);
    let mut builder = builder
        .name("apex")
        .services(|services| apex::register(services, call_limits(settings)))
        .coupons(coupons);
    if serves_events {
        builder = builder.events("apex", settings.events.limits());
    }
    if settings.miko.enabled {
        builder.mount(miko::BASE_PATH, Arc::new(Miko::new(miko)))
    } else {
        builder
    }
}

/// ApexERPHost with the presets of all settings, in memory, with the demo coupons.
pub(super) fn in_memory() -> Builder {
    const BUILT_IN: &str = "what is built in is read by a test";
    let settings = without_state(Layer::default());
    let data = SeedData::read(&settings.seed_source()).expect(BUILT_IN);
    let additions = apex::additions(data, call_limits(&settings)).expect(BUILT_IN);
    let coupons = apex::in_memory(additions).expect("memory has no disk that fails");
    let miko = MikoData::read(None).expect(BUILT_IN);
    apex(&settings, apex::contract().expect(BUILT_IN), miko, coupons, Root::of(&settings))
}

/// An imported host whose settings count but for where it listens and keeps its state.
pub(super) fn folder_in_memory(imported: &ImportedHost) -> Result<Builder, Mistake> {
    let settings = without_state(imported.settings.clone());
    let root = Root::of(&settings);
    let builder = host(&settings, imported.contract.clone(), root.clone());
    let records = Arc::new(imported.data.in_memory());
    let builder = builder.records(&imported.name, records);
    let builder = builder.services(|services| imported.register(services));
    let builder = with_events(builder, imported, &settings);
    let builder = with_requests(builder, imported.about_requests(), &settings);
    let named = (imported.name.as_str(), imported.contract.upload_locations.as_slice());
    let builder = with_uploads(builder, named, &settings, Files::in_memory);
    let builder = builder.title(imported.title()).stubs(imported.stubs.clone());
    Ok(builder.fault_files(faults(
        &imported.folder,
        &imported.name,
        &imported.contract,
        &settings,
        &root,
    )?))
}

/// Settings of a server on a free port of loopback that keeps nothing.
fn without_state(below: Layer) -> Settings {
    let of = |key: &str, value: Value| Layer::of(key, value).expect("the value fits");
    let own = of("fresh", true.into()).over(of("listen", "127.0.0.1:0".into()));
    own.over(below).settings()
}

/// The emulator of an imported host. Its sessions have a directory of their own.
pub fn imported(
    imported: &ImportedHost,
    settings: &Settings,
    root: Root,
) -> Result<Builder, StartError> {
    if let Some(directory) = settings.state_place().directory() {
        std::fs::create_dir_all(directory)
            .map_err(|reason| StartError::Directory { path: directory.to_owned(), reason })?;
    }
    // Hosts of one process have one seed and must not give the same session ids.
    let seed = root.seed.branch(&format!("host {}", imported.name));
    let faults = faults(&imported.folder, &imported.name, &imported.contract, settings, &root)?;
    let builder = host(settings, imported.contract.clone(), Root { seed, ..root });
    watch(&imported.stubs);
    let builder = with_records(builder, &imported.name, &imported.data, settings)?;
    let builder = builder.services(|services| imported.register(services));
    let builder = with_events(builder, imported, settings);
    let builder = with_requests(builder, imported.about_requests(), settings);
    let named = (imported.name.as_str(), imported.contract.upload_locations.as_slice());
    let builder = with_stored_uploads(builder, named, settings)?;
    Ok(builder.stubs(imported.stubs.clone()).fault_files(faults))
}

/// The faults in the folder `faults` of a host's folder, read again when they change.
///
/// # Errors
/// When one of them cannot be used.
pub fn faults(
    folder: &Path,
    host: &str,
    contract: &Contract,
    settings: &Settings,
    root: &Root,
) -> Result<Arc<FaultFiles>, Mistake> {
    let mut operations = Operations::of(contract);
    if host == "apex" && settings.miko.enabled {
        // MIKO's API is below the same host.
        operations.names.extend(miko::CALLS.map(str::to_owned));
    }
    let (folder, limits) = (folder.join("faults"), settings.fault_limits());
    let files = FaultFiles::open(&folder, (host, operations), root.clock.clone(), limits)?;
    if let Err(error) = files.watch() {
        tracing::debug!(%error, "changes of faults are not watched");
    }
    Ok(files)
}

/// Server events, of a host that has them.
fn with_events(builder: Builder, imported: &ImportedHost, settings: &Settings) -> Builder {
    match imported.contract.serves_events {
        true => builder.events(&imported.name, settings.events.limits()),
        false => builder,
    }
}

/// What a host has that is about requests.
fn with_requests(builder: Builder, (cancels, logs): (bool, bool), settings: &Settings) -> Builder {
    let builder = if cancels { builder.cancel_requests() } else { builder };
    if !logs {
        return builder;
    }
    // They are shown as the journal has them.
    let builder = match settings.journal.enabled {
        None => builder.journal(settings.journal.limits()),
        Some(_) => builder,
    };
    builder.request_logs(settings.requests.readers())
}

/// The uploaded files of a host in the default tenant, in its directory if it has one.
///
/// # Errors
/// When the directory cannot be read.
pub fn with_stored_uploads(
    builder: Builder,
    named: (&str, &[UploadLocation]),
    settings: &Settings,
) -> Result<Builder, StartError> {
    let Some(directory) = settings.state_place().directory() else {
        return Ok(with_uploads(builder, named, settings, Files::in_memory));
    };
    let path = directory.join("uploads");
    let files = Files::in_folder(&path, settings.uploads.limits())
        .map_err(|reason| StartError::Directory { path, reason })?;
    Ok(with_uploads(builder, named, settings, |_| files))
}

fn with_uploads(
    builder: Builder,
    (host, locations): (&str, &[UploadLocation]),
    settings: &Settings,
    files: impl FnOnce(uploads::Limits) -> Files,
) -> Builder {
    let uploads = settings.uploads.of_host(host, locations);
    match uploads.locations.is_empty() {
        true => builder,
        false => builder.uploads(uploads, files(settings.uploads.limits())),
    }
}

/// The records of a host in the default tenant, durable if it has a directory, and read again when
/// the files of seed rows change.
///
/// # Errors
/// When the directory cannot be opened.
pub fn with_records(
    builder: Builder,
    host: &str,
    data: &Arc<Data>,
    settings: &Settings,
) -> Result<Builder, StartError> {
    // A host that nothing writes to needs no files.
    let directory = settings.state_place().directory().filter(|_| data.is_changed());
    let records = match directory {
        Some(directory) => {
            let directory = directory.join("records");
            if let StatePlace::Database(..) = settings.state_place() {
                tracing::warn!(
                    directory = %directory.display(),
                    "records are kept in this directory, not in the database: other emulators do not see them"
                );
            }
            Records::durable(data.seed.clone(), data.limits(), &directory)?
        }
        None => data.in_memory(),
    };
    let records = Arc::new(records);
    if let Err(error) = data.clone().watch(&records) {
        tracing::debug!(%error, "changes of seed rows are not watched");
    }
    Ok(builder.records(host, records))
}

/// The stubs of ApexERPHost in this folder, read again when it changes.
///
/// # Errors
/// When one of them cannot be used.
pub fn apex_stubs(
    folder: &Path,
    settings: &Settings,
    contract: &Contract,
) -> Result<Arc<Stubs>, Mistake> {
    let stubs = Stubs::open(folder, "apex", contract, &behaviour(settings).dialect)?;
    watch(&stubs);
    Ok(stubs)
}

/// The records of ApexERPHost in this folder.
///
/// # Errors
/// A mistake in one of its files.
pub fn apex_data(
    lab: &Path,
    settings: &Settings,
    contract: &Contract,
) -> Result<Arc<Data>, Mistake> {
    let dialect = behaviour(settings).dialect;
    Data::open(lab, &Arc::new(contract.clone()), &dialect).map(Arc::new)
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
    /// The process's clock.
    pub clock: Clock,
    /// What all chance branches off.
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
    let settings = &settings.clock;
    if let Some(instant) = settings.frozen_at {
        return Clock::frozen_at(instant.0);
    }
    let clock = Clock::system();
    if let Some(instant) = settings.at {
        clock.set(instant.0);
    }
    if let Some(rate) = settings.rate {
        clock.run_at(rate.0);
    }
    clock
}

/// What all hosts have in common.
fn host(settings: &Settings, contract: Contract, root: Root) -> Builder {
    for (name, meant) in settings.host.misspelt() {
        tracing::warn!(
            "host.map_exception_to_status_code: {name} is no exception that the host knows; did you mean {meant}?"
        );
    }
    let base_path = settings.base_path.as_ref().map_or("", |path| &path.0);
    let is_protected = contract.operations().iter().any(Operation::is_protected);
    let builder = Builder::new(contract)
        .listen(settings.listen.0)
        .base_path(base_path)
        .title(settings.title.as_str())
        .clock(root.clock)
        .seed(root.seed)
        .behaviour(behaviour(settings))
        .limits(limits(settings))
        .template_bytes(settings.limits.template_bytes.size())
        .tenant_limits(settings.tenant_limits())
        .fault_limits(settings.fault_limits())
        .lab_headers(settings.allows_lab_headers())
        .tenant_hosts(
            settings.tenants.hosts.iter().map(|(host, name)| (host.clone(), name.0.clone())),
        );
    let mut builder = guarded(builder, settings, is_protected);
    if settings.serves_admin() {
        builder = builder.admin(admin(settings));
    }
    if let Some(limits) = settings.journal_limits() {
        builder = builder.journal(limits);
    }
    match settings.tls.certificate() {
        Some(source) => builder.tls(certificate(source, settings)),
        None => builder,
    }
}

/// The admin API. Snapshots of coupons are files in the data directory, as `coupons snapshot` makes
/// them.
fn admin(settings: &Settings) -> Setup {
    let key = settings.admin.key.as_ref();
    let access = key.map_or(Access::Loopback, |key| Access::by_key(key.reveal()));
    let (limits, file_bytes) = (call_limits(settings), EXPORT_BYTES);
    let snapshots = settings.state_place().directory().map(|data| data.join("snapshots"));
    Setup { access, limits, file_bytes, snapshots }
}

/// What one call may ask of the host's operations.
pub fn call_limits(settings: &Settings) -> CallLimits {
    CallLimits { coupons: settings.limits.coupons_per_call.get() }
}

/// Which users may sign in, and how; none where the settings leave authentication out of a host that
/// protects nothing.
fn guarded(builder: Builder, settings: &Settings, is_protected: bool) -> Builder {
    let builder = match settings.auth.enabled || is_protected {
        true => builder.users(settings.effective_users()),
        false => builder,
    };
    let mut builder = builder
        .api_keys(settings.api_keys())
        .key_rules(settings.api_keys.rules())
        .session_lifetime(span(settings.session.expiry.0))
        .sign_in_bytes(settings.limits.sign_in_bytes.size());
    if let Some(directory) = settings.state_place().directory() {
        builder = builder.session_file(directory.join("sessions.jsonl"));
    }
    let rules = settings.jwt.rules(settings.profile, settings.identity.enabled);
    if let Some(identity) = settings.identity.rules() {
        let secret = settings.jwt.secret.as_ref();
        let tokens = secret.map(|secret| IdentityTokens::new(secret.reveal().as_bytes(), rules));
        builder = builder.identity(identity, tokens);
    } else if let Some(secret) = &settings.jwt.secret {
        builder = builder.tokens(Tokens::ruled(secret.reveal().as_bytes(), rules));
    }
    if let Some(secret) = &settings.auth.secret {
        builder = builder.admin_secret(AdminSecret::new(secret.reveal()));
    }
    match settings.session.lock_after {
        Some(failures) => builder.max_failures(failures.small()),
        None => builder,
    }
}

/// How the host behaves on the wire.
pub fn behaviour(settings: &Settings) -> Behaviour {
    let dialect = Dialect {
        zone: settings.time_zone.0,
        strict: settings.strict,
        max_depth: settings.limits.depth.size(),
        max_values: settings.limits.values.size(),
        js: settings.json.clone(),
        ..Dialect::default()
    };
    Behaviour {
        dialect,
        debug: settings.debug,
        most_in_batch: settings.limits.batch.size(),
        most_in_answer: settings.limits.answer_values.size(),
        most_kept: settings.limits.kept_answers.size(),
        cancels: false,
        cors: settings.cors.0.clone(),
        host: settings.host.clone(),
        auth: settings.auth.clone(),
        edition: settings.edition(),
        exact: None,
    }
}

fn limits(settings: &Settings) -> Limits {
    Limits {
        body_bytes: settings.limits.body_bytes.map(Bounded::size),
        request_timeout: settings.limits.request_timeout.0,
        write_timeout: settings.limits.write_timeout.0,
        keep_alive: settings.limits.keep_alive.0,
        shutdown_timeout: settings.limits.shutdown_timeout.0,
        streams: settings.limits.streams.small(),
        workers: settings.limits.workers.size(),
    }
}

fn certificate(source: Certificate, settings: &Settings) -> Tls {
    match (source, settings.state_place().directory()) {
        (Certificate::Files { certificate, key }, _) => Tls::Files { certificate, key },
        (Certificate::SelfMade, None) => Tls::Passing,
        (Certificate::SelfMade, Some(directory)) => Tls::SelfMade(directory.to_owned()),
    }
}

/// A duration of the settings, which lies far within what chrono holds.
fn span(duration: Duration) -> chrono::Duration {
    chrono::Duration::from_std(duration).unwrap_or(chrono::Duration::MAX)
}
