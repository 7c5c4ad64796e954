//! What an emulator is made of: `host` makes a host of it, `sites` what the server serves.

mod host;
mod sites;

pub(in crate::emulator) use sites::admin_site_of;

use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;

use crate::admin;
use crate::auth::{AdminSecret, ApiKey, IdentityRules, IdentityTokens, KeyRules, Tokens, User};
use crate::contract::Contract;
use crate::event_services;
use crate::events;
use crate::faults::FaultFiles;
use crate::host::Behaviour;
use crate::http::server::{Limits, Tls, WireObserver};
use crate::http::{Faults, Observer, RequestLog, Site, TenantNames};
use crate::journal::{Journals, Limits as JournalLimits};
use crate::lab::fault::FaultLimits;
use crate::lab::{Clock, Seed};
use crate::records::Records;
use crate::request_services;
use crate::service::Services;
use crate::store::Coupons;
use crate::stub::Stubs;
use crate::tenant::{HostRecords, HostUploads, TenantLimits};
use crate::upload_services;
use crate::uploads::{Files, Uploads, Who};

/// What an emulator is made of. Everything has a default but the contract.
pub struct Builder {
    listen: SocketAddr,
    /// `/erp`; empty at the root.
    base_path: String,
    contract: Contract,
    services: Services,
    users: Option<Vec<User>>,
    session_lifetime: chrono::Duration,
    session_file: Option<PathBuf>,
    api_keys: Vec<ApiKey>,
    key_rules: KeyRules,
    tokens: Option<Tokens>,
    admin_secret: Option<AdminSecret>,
    identity: Option<(IdentityRules, Option<IdentityTokens>)>,
    max_failures: Option<u32>,
    sign_in_bytes: usize,
    clock: Clock,
    seed: Seed,
    behaviour: Behaviour,
    limits: Limits,
    tls: Option<Tls>,
    mounted: Vec<(String, Arc<dyn Site>)>,
    hosts: Vec<(String, Builder)>,
    coupons: Option<Arc<dyn Coupons>>,
    records: HostRecords,
    events: Vec<(String, events::Limits)>,
    uploads: Option<Arc<Uploads>>,
    uploaded: HostUploads,
    tenants: TenantParts,
    request_log: Arc<dyn Observer>,
    observers: Vec<Arc<dyn Observer>>,
    faults: Option<Arc<dyn Faults>>,
    fault_files: Option<Arc<FaultFiles>>,
    fault_limits: FaultLimits,
    lab_headers: Option<bool>,
    wire_observer: Option<Arc<dyn WireObserver>>,
    stubs: Option<Arc<Stubs>>,
    template_bytes: Option<usize>,
    /// What its stubs count under, where it has no files of them.
    name: String,
    admin: Option<admin::Setup>,
    journals: Journals,
}

/// What is known of tenants before the start.
#[derive(Default)]
struct TenantParts {
    limits: TenantLimits,
    coupons: Option<Arc<dyn Coupons>>,
    names: TenantNames,
}

impl Builder {
    /// A host with this contract: no users, system time, tolerant, on a free port of 127.0.0.1.
    pub(in crate::emulator) fn new(contract: Contract) -> Self {
        Self {
            listen: SocketAddr::from(([127, 0, 0, 1], 0)),
            base_path: String::new(),
            contract,
            services: Services::default(),
            users: None,
            session_lifetime: chrono::Duration::weeks(2),
            session_file: None,
            api_keys: Vec::new(),
            key_rules: KeyRules::default(),
            tokens: None,
            admin_secret: None,
            identity: None,
            max_failures: None,
            sign_in_bytes: 4 << 20,
            clock: Clock::system(),
            seed: Seed::from_os(),
            behaviour: Behaviour::default(),
            limits: Limits::default(),
            tls: None,
            mounted: Vec::new(),
            hosts: Vec::new(),
            coupons: None,
            records: HostRecords::new(),
            events: Vec::new(),
            uploads: None,
            uploaded: HostUploads::default(),
            tenants: TenantParts::default(),
            request_log: Arc::new(RequestLog),
            observers: Vec::new(),
            faults: None,
            fault_files: None,
            fault_limits: FaultLimits::default(),
            lab_headers: None,
            wire_observer: None,
            stubs: None,
            template_bytes: None,
            name: "root".to_owned(),
            admin: None,
            journals: Journals::off(),
        }
    }

    /// Where to listen; port 0 for any free one.
    #[must_use]
    pub fn listen(mut self, address: SocketAddr) -> Self {
        self.listen = address;
        self
    }

    /// Serves the host below a base path, e.g. `/erp`, instead of at the root. What is mounted
    /// stays where it is.
    #[must_use]
    pub fn base_path(mut self, base_path: &str) -> Self {
        self.base_path = match base_path.trim_matches('/') {
            "" => String::new(),
            path => format!("/{path}"),
        };
        self
    }

    /// The name on the pages; the contract's own by default.
    #[must_use]
    pub fn title(mut self, title: impl Into<String>) -> Self {
        self.contract.title = title.into();
        self
    }

    /// Registers services, rules and service names.
    #[must_use]
    pub fn services(mut self, register: impl FnOnce(&mut Services)) -> Self {
        register(&mut self.services);
        self
    }

    /// Stubs that stand before the services, and are shown and set by the admin API.
    #[must_use]
    pub fn stubs(mut self, stubs: Arc<Stubs>) -> Self {
        self.services.put_before(Arc::new(stubs.clone()));
        self.stubs = Some(stubs);
        self
    }

    /// Bounds what templates of stubs make for one answer, in bytes. 16 MiB without it.
    #[must_use]
    pub fn template_bytes(mut self, bytes: usize) -> Self {
        self.template_bytes = Some(bytes);
        self
    }

    /// What the admin API calls the host, where its stubs have no folder.
    #[must_use]
    pub fn name(mut self, name: impl Into<String>) -> Self {
        self.name = name.into();
        self
    }

    /// Serves the admin API at `/_emulator`; of several hosts, that of the root counts.
    #[must_use]
    pub fn admin(mut self, admin: admin::Setup) -> Self {
        self.admin = Some(admin);
        self
    }

    /// Keeps the last exchanges of each tenant, but those with the admin API.
    #[must_use]
    pub fn journal(mut self, limits: JournalLimits) -> Self {
        self.journals = Journals::new(limits);
        self
    }

    /// Keeps no exchanges.
    #[must_use]
    pub fn without_journal(mut self) -> Self {
        self.journals = Journals::off();
        self
    }

    /// Who may sign in. Without this call the host has no authentication and protects nothing.
    #[must_use]
    pub fn users(mut self, users: Vec<User>) -> Self {
        self.users = Some(users);
        self
    }

    /// How long a session lives without use.
    #[must_use]
    pub fn session_lifetime(mut self, lifetime: chrono::Duration) -> Self {
        self.session_lifetime = lifetime;
        self
    }

    /// Keeps sessions in a file from one start to the next.
    #[must_use]
    pub fn session_file(mut self, path: impl Into<PathBuf>) -> Self {
        self.session_file = Some(path.into());
        self
    }

    /// Secrets that stand for users.
    #[must_use]
    pub fn api_keys(mut self, keys: Vec<ApiKey>) -> Self {
        self.api_keys = keys;
        self
    }

    /// How API keys are taken.
    #[must_use]
    pub fn key_rules(mut self, rules: KeyRules) -> Self {
        self.key_rules = rules;
        self
    }

    /// Makes who presents this secret an administrator.
    #[must_use]
    pub fn admin_secret(mut self, secret: AdminSecret) -> Self {
        self.admin_secret = Some(secret);
        self
    }

    /// Signs in by ASP.NET Core Identity, with tokens where there are some.
    #[must_use]
    pub fn identity(mut self, rules: IdentityRules, tokens: Option<IdentityTokens>) -> Self {
        self.identity = Some((rules, tokens));
        self
    }

    /// Issues JWTs at sign-in, and takes them as bearer tokens.
    #[must_use]
    pub fn tokens(mut self, tokens: Tokens) -> Self {
        self.tokens = Some(tokens);
        self
    }

    /// Locks a name at this many wrong passwords in a row.
    #[must_use]
    pub fn max_failures(mut self, failures: u32) -> Self {
        self.max_failures = Some(failures);
        self
    }

    /// How many bytes of request bodies may wait until a password is verified, 4 KiB each at least.
    #[must_use]
    pub fn sign_in_bytes(mut self, bytes: usize) -> Self {
        self.sign_in_bytes = bytes;
        self
    }

    /// The clock of the default tenant, and of the server.
    #[must_use]
    pub fn clock(mut self, clock: Clock) -> Self {
        self.clock = clock;
        self
    }

    /// The root of all chance: each tenant draws for each purpose from a stream of its own.
    #[must_use]
    pub fn seed(mut self, seed: Seed) -> Self {
        self.seed = seed;
        self
    }

    /// How the host behaves on the wire.
    #[must_use]
    pub fn behaviour(mut self, behaviour: Behaviour) -> Self {
        self.behaviour = behaviour;
        self
    }

    /// The server's limits.
    #[must_use]
    pub fn limits(mut self, limits: Limits) -> Self {
        self.limits = limits;
        self
    }

    /// Serves a further site below a base path, which must be free: see [`Sites::mount`](crate::http::Sites::mount).
    #[must_use]
    pub fn mount(mut self, base_path: impl Into<String>, site: Arc<dyn Site>) -> Self {
        self.mounted.push((base_path.into(), site));
        self
    }

    /// Serves a further host below a base path. Contract, services, users, sessions and behaviour
    /// are its own; coupons, clock, chance, address, limits and TLS are the server's.
    #[must_use]
    pub fn mount_host(mut self, base_path: &str, mut host: Builder) -> Self {
        let base_path = base_path.trim_matches('/');
        let below = |path: String| format!("{base_path}/{}", path.trim_matches('/'));
        self.mounted.extend(
            std::mem::take(&mut host.mounted).into_iter().map(|(path, site)| (below(path), site)),
        );
        self.hosts.extend(
            std::mem::take(&mut host.hosts).into_iter().map(|(path, host)| (below(path), host)),
        );
        self.records.append(std::mem::take(&mut host.records));
        self.events.append(&mut host.events);
        self.uploaded.append(&mut host.uploaded);
        self.hosts.push((base_path.to_owned(), host));
        self
    }

    /// The coupons of the default tenant; `/ready` and `/metrics` report on them.
    #[must_use]
    pub fn coupons(mut self, coupons: Arc<dyn Coupons>) -> Self {
        self.coupons = Some(coupons);
        self
    }

    /// The records of the default tenant at the host of this name, which its services ask for.
    #[must_use]
    pub fn records(mut self, host: &str, records: Arc<Records>) -> Self {
        self.records.add(host, records);
        self
    }

    /// Serves server events at the host of this name, by which its stubs find them, if its contract
    /// has the operations.
    #[must_use]
    pub fn events(mut self, host: &str, limits: events::Limits) -> Self {
        event_services::register(&mut self.services, host);
        self.events.push((host.to_owned(), limits));
        self
    }

    /// Takes uploaded files: at `/uploads`, if the contract has the operations, and for members with
    /// `[UploadTo]`. `files` are those of the default tenant.
    #[must_use]
    pub fn uploads(mut self, uploads: Uploads, files: Files) -> Self {
        let uploads = Arc::new(uploads);
        upload_services::register(&mut self.services, &uploads);
        self.uploaded.add(uploads.host.as_str(), Arc::new(files));
        self.uploads = Some(uploads);
        self
    }

    /// Lets a request under way be cancelled by its tag, if the contract has the operation.
    #[must_use]
    pub fn cancel_requests(mut self) -> Self {
        request_services::register_cancel(&mut self.services);
        self.behaviour.cancels = true;
        self
    }

    /// Shows the last requests, as the journal keeps them, to these callers, if the contract has the
    /// operation.
    #[must_use]
    pub fn request_logs(mut self, who: Who) -> Self {
        request_services::register_logs(&mut self.services, who);
        self
    }

    /// What bounds the tenants beside the default one.
    #[must_use]
    pub fn tenant_limits(mut self, limits: TenantLimits) -> Self {
        self.tenants.limits = limits;
        self
    }

    /// The coupons that new tenants begin with, in memory. Without this call they begin with those
    /// that the default tenant has at the start, if it is in memory as well.
    #[must_use]
    pub fn tenant_coupons(mut self, coupons: Arc<dyn Coupons>) -> Self {
        self.tenants.coupons = Some(coupons);
        self
    }

    /// Tenants by the host name that clients address.
    #[must_use]
    pub fn tenant_hosts(mut self, hosts: impl IntoIterator<Item = (String, String)>) -> Self {
        self.tenants.names.hosts =
            hosts.into_iter().map(|(host, tenant)| (host.to_ascii_lowercase(), tenant)).collect();
        self
    }

    /// Who writes the line of each request in the place of [`RequestLog`].
    #[must_use]
    pub fn request_log(mut self, log: Arc<dyn Observer>) -> Self {
        self.request_log = log;
        self
    }

    /// A further observer of every exchange.
    #[must_use]
    pub fn observer(mut self, observer: Arc<dyn Observer>) -> Self {
        self.observers.push(observer);
        self
    }

    /// Faults that hold in all tenants. Those of the host at the root hold for all that has none of
    /// its own, MIKO's API for one.
    #[must_use]
    pub fn fault_files(mut self, files: Arc<FaultFiles>) -> Self {
        self.fault_files = Some(files);
        self
    }

    /// What bounds faults.
    #[must_use]
    pub fn fault_limits(mut self, limits: FaultLimits) -> Self {
        self.fault_limits = limits;
        self
    }

    /// Whether a request may choose its faults and its time by `X-Emulator-Fault` and
    /// `X-Emulator-Clock`. Without this call it may on loopback.
    #[must_use]
    pub fn lab_headers(mut self, allowed: bool) -> Self {
        self.lab_headers = Some(allowed);
        self
    }

    /// What lets exchanges go wrong, in the place of faults of files, calls and headers.
    #[must_use]
    pub fn faults(mut self, faults: Arc<dyn Faults>) -> Self {
        self.faults = Some(faults);
        self
    }

    /// The observer of the bytes of every connection.
    #[must_use]
    pub fn wire_observer(mut self, observer: Arc<dyn WireObserver>) -> Self {
        self.wire_observer = Some(observer);
        self
    }

    /// Serves HTTPS.
    #[must_use]
    pub fn tls(mut self, tls: Tls) -> Self {
        self.tls = Some(tls);
        self
    }
}
