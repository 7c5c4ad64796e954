//! From all hosts and sites to what the server serves.

use std::net::TcpListener;
use std::sync::Arc;

use super::Builder;
use crate::admin;
use crate::admin_pages::AdminPages;
use crate::console::ConsoleSite;
use crate::emulator::admin_site::admin_site;
use crate::emulator::elsewhere::Elsewhere;
use crate::emulator::{Running, StartError};
use crate::faults::{FaultFiles, Injector, Mounted};
use crate::host::Host;
use crate::host_pages::{HostPages, with_swagger_ui};
use crate::http::server::{self, Front, Serving, Tls};
use crate::http::{HostSite, Observer, Site, Sites, TenantNames};
use crate::metrics::{Requests, Watch};
use crate::race::Server;
use crate::recorder::Recorder;
use crate::store::MemoryCoupons;
use crate::stub::Stubs;
use crate::tenant::{Accounts, Origin, Tenants};

impl Builder {
    /// Starts serving. Needs a running tokio or actix runtime.
    ///
    /// # Errors
    /// When the address cannot be listened on.
    pub fn start(mut self) -> Result<Running, StartError> {
        let (address, limits) = (self.listen, self.limits.clone());
        let is_open = self.admin.as_ref().is_some_and(|admin| admin.access.is_open());
        if is_open && !address.ip().to_canonical().is_loopback() {
            return Err(StartError::AdminKey { address });
        }
        let tls = self.tls.as_ref().map(Tls::config).transpose()?;
        let scheme = if tls.is_some() { "https" } else { "http" };
        let failed = |reason| StartError::Listen { address, reason };
        let listener = TcpListener::bind(address).map_err(failed)?;
        let bound = listener.local_addr().map_err(failed)?;
        let server = Server { address: bound, encrypted: tls.is_some() };
        let requests = Requests::default();
        let mut observers: Vec<Arc<dyn Observer>> =
            vec![Arc::new(requests.clone()), self.request_log.clone()];
        observers.append(&mut self.observers);
        let lab_headers = self.lab_headers.unwrap_or(address.ip().to_canonical().is_loopback());
        let mounted = self.mounted_faults();
        let files: Vec<_> = mounted.iter().map(|mounted| mounted.files.clone()).collect();
        let injector = Injector::new(mounted, self.fault_limits, lab_headers);
        let faults = self.faults.take().unwrap_or_else(|| Arc::new(injector));
        if let Some(limits) = self.journals.limits() {
            observers.push(Arc::new(Recorder::new(limits.message_bytes, admin::BASE_PATH)));
        }
        let platform = self.behaviour.edition.platform;
        let strict = self.behaviour.dialect.strict;
        let (clock, wire_observer) = (self.clock.clone(), self.wire_observer.take());
        let (sites, tenants, tenant_names) = self.sites(requests, files, server)?;
        let serving = Serving {
            sites,
            tenants: tenants.clone(),
            tenant_names,
            limits,
            tls,
            observers,
            faults: Some(faults),
            clock_by_header: lab_headers,
            wire_observer,
            front: Front { platform, strict },
            clock,
        };
        let (server, address) = server::serve(serving, listener).map_err(failed)?;
        Ok(Running::new(address, scheme, tenants, server))
    }

    /// All that is served, and in which state.
    fn sites(
        mut self,
        requests: Requests,
        fault_files: Vec<Arc<FaultFiles>>,
        server: Server,
    ) -> Result<(Sites, Arc<Tenants>, TenantNames), StartError> {
        let (coupons, clock, seed) = (self.coupons.take(), self.clock.clone(), self.seed.clone());
        let mut parts = std::mem::take(&mut self.tenants);
        let journals = std::mem::take(&mut self.journals);
        parts.names.keys = self.all_tenant_keys();
        let (has_store, admin) = (coupons.is_some(), self.admin.take());
        let fault_limits = self.fault_limits;
        let (mut records, events) =
            (std::mem::take(&mut self.records), std::mem::take(&mut self.events));
        let uploaded = std::mem::take(&mut self.uploaded);
        let Made { mut sites, below, accounts, stubs } = self.hosts(admin.is_some())?;
        let coupons =
            coupons.unwrap_or_else(|| Arc::new(MemoryCoupons::new(&seed.branch("store"))));
        let mut tenants =
            Tenants::new(Origin { coupons, clock, seed, accounts }).limited(parts.limits);
        // A call may set a stub that speaks of them.
        for stubs in &stubs {
            if records.of(stubs.host()).is_none() {
                records.add(stubs.host(), Arc::new(stubs.empty_records()));
            }
        }
        tenants = tenants.with_records(records).with_journals(journals).with_events(&events);
        tenants = tenants.with_uploads(uploaded);
        if let Some(coupons) = parts.coupons {
            tenants = tenants.beginning_with(coupons);
        }
        let tenants = Arc::new(tenants);
        let watch = Watch::new(requests, has_store.then(|| tenants.clone()));
        sites.put_fallback(&Watch::PATHS, Arc::new(watch));
        for (path, site) in below {
            sites.mount(&path, site)?;
        }
        if let Some(setup) = admin {
            let faults = (fault_files, fault_limits);
            let site = admin_site(setup, tenants.clone(), stubs, faults, server);
            if let Err(taken) = sites.mount(admin::BASE_PATH, site) {
                tracing::warn!(%taken, "the admin API is not served");
            }
        }
        Ok((with_swagger_ui(sites)?, tenants, parts.names))
    }

    /// The faults of all hosts that have files of them. What is below no other host is the root's,
    /// wherever the root is.
    fn mounted_faults(&self) -> Vec<Mounted> {
        let at = |path: &str, host: &Self| {
            let path = path.trim_matches('/').to_lowercase();
            let base_path = if path.is_empty() { path } else { format!("/{path}") };
            host.fault_files.clone().map(|files| Mounted { base_path, files })
        };
        let below = self.hosts.iter().filter_map(|(path, host)| at(path, host));
        at("", self).into_iter().chain(below).collect()
    }

    fn all_tenant_keys(&self) -> Vec<(String, String)> {
        let hosts = std::iter::once(self).chain(self.hosts.iter().map(|(_, host)| host));
        hosts.flat_map(Builder::tenant_keys).collect()
    }

    fn hosts(mut self, is_administered: bool) -> Result<Made, StartError> {
        let (hosts, mut below) =
            (std::mem::take(&mut self.hosts), std::mem::take(&mut self.mounted));
        let (base_path, clock) = (std::mem::take(&mut self.base_path), self.clock.clone());
        let says_where = !self.behaviour.dialect.strict;
        let (root, accounts, stubs) = self.host("", 0, is_administered)?;
        let (mut accounts, mut all_stubs) = (vec![accounts], Vec::from_iter(stubs));
        let sites = if base_path.is_empty() {
            Sites::new(site_of(root))
        } else {
            below.push((base_path.clone(), site_of(root)));
            Sites::new(Arc::new(Elsewhere { base_path, says_where }))
        };
        for (path, builder) in hosts {
            let builder = builder.clock(clock.clone()).name(path.as_str());
            let (host, of_host, stubs) = builder.host(&path, accounts.len(), is_administered)?;
            all_stubs.extend(stubs);
            below.push((path, site_of(host)));
            accounts.push(of_host);
        }
        // Each says what it needs before anything is mounted below it.
        below.sort_by_key(|(path, _)| path.trim_matches('/').len());
        Ok(Made { sites, below, accounts, stubs: all_stubs })
    }
}

/// All hosts, made.
struct Made {
    /// With the site at the root.
    sites: Sites,
    /// The others, in the order in which they are mounted.
    below: Vec<(String, Arc<dyn Site>)>,
    /// Those of each host in the default tenant.
    accounts: Vec<Accounts>,
    stubs: Vec<Arc<Stubs>>,
}

/// A host with its pages and its console.
pub(in crate::emulator) fn site_of(host: Host) -> Arc<dyn Site> {
    let host = Arc::new(host);
    let (pages, console) = (HostPages::new(host.clone()), ConsoleSite::new(host.clone()));
    Arc::new(HostSite::new(host).fallback(pages).fallback(console))
}

/// The admin host: its console page stands before the form of each operation.
pub(in crate::emulator) fn admin_site_of(host: Host, tenants: Arc<Tenants>) -> Arc<dyn Site> {
    let host = Arc::new(host);
    let (pages, console) = (HostPages::new(host.clone()), ConsoleSite::new(host.clone()));
    let own = AdminPages::new(host.clone(), tenants);
    Arc::new(HostSite::new(host).fallback(own).fallback(pages).fallback(console))
}
