//! All tenants of a server: made, copied, reset and dropped.

use std::collections::BTreeMap;
use std::sync::{Arc, PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard};
use std::time::Duration;

use super::named::Named;
use super::{
    Accounts, Chance, FaultState, HostEvents, HostRecords, HostUploads, KeptAnswers, Parts,
    RunningRequests, SetStubs, StubHits, StubState, Tenant, TenantLimits, is_name,
};
use crate::events::Limits;
use crate::journal::{Journal, Journals};
use crate::lab::{Clock, Seed};
use crate::records::RecordsError;
use crate::store::{Coupons, StoreError};

/// The name of the tenant that is served where none is named.
pub const DEFAULT: &str = "default";

/// What tenants begin with.
pub struct Origin {
    /// The coupons of the default tenant. Others begin with those that it has now, if they are in
    /// memory.
    pub coupons: Arc<dyn Coupons>,
    /// The default tenant's time. Others begin with the time that it shows now.
    pub clock: Clock,
    /// The process's chance.
    pub seed: Seed,
    /// Those of each host of the server, the root first.
    pub accounts: Vec<Accounts>,
}

/// The tenants of a server by their names.
pub struct Tenants {
    /// Apart from the others, because every request looks for it.
    default: RwLock<Arc<Tenant>>,
    others: RwLock<BTreeMap<String, Named>>,
    /// What a tenant begins with. Nothing is kept of the start of a durable store: the copy would
    /// grow with every change, in memory.
    coupons: Option<Arc<dyn Coupons>>,
    clock: Clock,
    seed: Seed,
    pub(super) limits: TenantLimits,
    pub(super) snapshots: RwLock<BTreeMap<String, Arc<Tenant>>>,
    pub(super) journals: Journals,
}

/// Why a tenant was not made, copied, reset or dropped. Nothing was changed.
#[derive(Debug, Clone, thiserror::Error)]
pub enum TenantError {
    /// There is one of this name.
    #[error("there is a tenant {0} already")]
    Exists(String),
    /// There is none of this name.
    #[error("there is no tenant {0}")]
    Unknown(String),
    /// There is no snapshot of this name.
    #[error("there is no snapshot {0}")]
    NoSnapshot(String),
    /// There are as many snapshots as may be.
    #[error("there are {0} snapshots already; drop one")]
    TooManySnapshots(usize),
    /// Nothing can have this name.
    #[error("a tenant's name has 1 to 64 letters, digits, '-', '_' and '.'")]
    Name,
    /// There are as many as may be, and all of them were used not long ago.
    #[error("there are {0} tenants already; drop one, or allow more by the setting tenants.most")]
    TooMany(usize),
    /// The default tenant is always there.
    #[error("the default tenant cannot be dropped; reset it")]
    Default,
    /// Nothing is kept of the start.
    #[error(
        "the store of the default tenant is durable, and its start is not kept: fork a tenant to get a copy \
         in memory, or empty the store with `coupons reset`"
    )]
    Durable,
    /// Its store refuses.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The records could not be reset.
    #[error(transparent)]
    Records(#[from] RecordsError),
}

impl Tenants {
    /// The default tenant alone.
    pub fn new(origin: Origin) -> Self {
        let Origin { coupons, clock, seed, accounts } = origin;
        let accounts =
            accounts.into_iter().map(|accounts| Arc::new(accounts.drawing_from(&seed))).collect();
        let copy = if coupons.is_durable() { None } else { coupons.fork().ok() };
        let start = clock.fork();
        let journal = Journals::off().journal(DEFAULT);
        let state = (Stubbing::default(), HostRecords::new(), journal, HostEvents::default());
        let uploads = HostUploads::default();
        let default = tenant(DEFAULT, coupons, accounts, clock, seed.clone(), state, uploads);
        let (default, others) = (RwLock::new(default), RwLock::default());
        Self {
            default,
            others,
            coupons: copy,
            clock: start,
            seed,
            limits: TenantLimits::default(),
            snapshots: RwLock::default(),
            journals: Journals::off(),
        }
    }

    /// The same, with these limits of the tenants beside the default one.
    #[must_use]
    pub fn limited(mut self, limits: TenantLimits) -> Self {
        self.limits = limits;
        self
    }

    /// The same, with these records in the default tenant. Others begin with their seed rows.
    #[must_use]
    pub fn with_records(mut self, records: HostRecords) -> Self {
        self.begin_default(|default| default.records = records);
        self
    }

    /// The same, with a journal of each tenant.
    #[must_use]
    pub fn with_journals(mut self, journals: Journals) -> Self {
        self.begin_default(|default| default.journal = journals.journal(DEFAULT));
        self.journals = journals;
        self
    }

    /// The same, with these hosts that serve events.
    #[must_use]
    pub fn with_events(mut self, hosts: &[(String, Limits)]) -> Self {
        let events = HostEvents::of(hosts, &self.seed);
        self.begin_default(|default| default.events = events);
        self
    }

    /// The same, with these uploaded files in the default tenant. Others begin without files.
    #[must_use]
    pub fn with_uploads(mut self, uploads: HostUploads) -> Self {
        self.begin_default(|default| default.uploads = uploads);
        self
    }

    /// Says what the default tenant begins with: nobody else has it yet.
    fn begin_default(&mut self, begin: impl FnOnce(&mut Parts)) {
        let default = self.default.get_mut().unwrap_or_else(PoisonError::into_inner);
        if let Some(parts) = Arc::get_mut(default).and_then(Tenant::parts_mut) {
            begin(parts);
        }
    }

    /// The same, with new tenants that begin with copies of these coupons, which are in memory.
    #[must_use]
    pub fn beginning_with(mut self, coupons: Arc<dyn Coupons>) -> Self {
        self.coupons = Some(coupons);
        self
    }

    /// Whether requests may name tenants.
    pub fn are_named(&self) -> bool {
        self.limits.most > 0
    }

    /// The tenant that is served where none is named.
    pub fn default(&self) -> Arc<Tenant> {
        self.default.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// The tenant of a name.
    pub fn get(&self, name: &str) -> Option<Arc<Tenant>> {
        match name {
            DEFAULT => Some(self.default()),
            name => self.read().get(name).map(Named::using),
        }
    }

    /// The tenant of a name, made if there is none; it is dropped when nobody used it for long.
    ///
    /// # Errors
    /// When none can be made of this name, or no more may be made.
    pub fn named(&self, name: &str) -> Result<Arc<Tenant>, TenantError> {
        if let Some(tenant) = self.get(name) {
            return Ok(tenant);
        }
        match self.create(name) {
            // Two requests named it first.
            Err(TenantError::Exists(_)) => self.known(name),
            made => made,
        }
    }

    /// Drops the tenants that nobody used for so long as the limits say.
    pub fn drop_idle(&self) {
        self.write().retain(|_, named| !named.is_idle(self.limits.idle));
    }

    /// After how long an idle tenant is dropped.
    pub fn idle_limit(&self) -> Duration {
        self.limits.idle
    }

    /// The names of all, the default first.
    pub fn names(&self) -> Vec<String> {
        std::iter::once(DEFAULT.to_owned()).chain(self.read().keys().cloned()).collect()
    }

    /// All of them, the default first. Asking is no use that keeps one from being idle.
    pub fn all(&self) -> Vec<Arc<Tenant>> {
        let others: Vec<_> = self.read().values().map(|named| named.tenant.clone()).collect();
        std::iter::once(self.default()).chain(others).collect()
    }

    /// Drops all but the default one.
    pub fn drop_others(&self) {
        let dropped = std::mem::take(&mut *self.write());
        dropped.values().for_each(|named| named.tenant.parts.events.close());
    }

    /// Changes the clocks of all tenants, and the time that new ones begin with and a reset goes
    /// back to.
    pub fn set_clocks(&self, set: impl Fn(&Clock)) {
        set(&self.clock);
        self.all().iter().for_each(|tenant| set(tenant.clock()));
    }

    /// Makes a tenant in the state that the default one had at the start.
    ///
    /// # Errors
    /// When there is one of this name or none can have it, no more may be made, or the store of the
    /// start is durable.
    pub fn create(&self, name: &str) -> Result<Arc<Tenant>, TenantError> {
        if !is_name(name) {
            return Err(TenantError::Name);
        }
        let seed = self.seed.branch(&format!("tenant {name}"));
        let default = self.default();
        let accounts =
            default.parts.accounts.iter().map(|host| Arc::new(host.fresh(&seed))).collect();
        let events = default.parts.events.fresh(&seed);
        self.add(tenant(
            name,
            self.coupons()?,
            accounts,
            self.clock.fork(),
            seed,
            (
                Stubbing::default(),
                default.parts.records.fresh(),
                self.journals.journal(name),
                events,
            ),
            default.parts.uploads.fresh(),
        ))
    }

    /// Makes a tenant in the state that another one has now. What becomes of one is nothing to the
    /// other, and they draw different values from here on.
    ///
    /// # Errors
    /// When there is one of this name or none can have it, no more may be made, there is none of
    /// the other name, or its store has no copies.
    pub fn fork(&self, from: &str, name: &str) -> Result<Arc<Tenant>, TenantError> {
        if !is_name(name) {
            return Err(TenantError::Name);
        }
        let from = self.known(from)?;
        // A longer way of branches with each fork: no stream begins anew over what it gave before.
        let seed = from.parts.seed.branch(&format!("fork {name}"));
        let accounts = from.parts.accounts.iter().map(|host| Arc::new(host.fork(&seed))).collect();
        let events = from.parts.events.fresh(&seed);
        self.add(tenant(
            name,
            from.parts.coupons.fork()?,
            accounts,
            from.clock.fork(),
            seed,
            (Stubbing::fork(&from), from.parts.records.fork(), self.journals.journal(name), events),
            from.parts.uploads.fork(),
        ))
    }

    /// Puts a tenant back into the state of the start: everybody is signed out. With a seed it
    /// draws the values of the start again, as nothing is kept of them. A request under way ends in
    /// the old state.
    ///
    /// # Errors
    /// When there is none of this name, or its store is durable.
    pub fn reset(&self, name: &str) -> Result<Arc<Tenant>, TenantError> {
        let old = self.known(name)?;
        if old.parts.coupons.is_durable() {
            return Err(TenantError::Durable);
        }
        self.begin_anew(&old, self.coupons()?)
    }

    /// The same for a tenant with a durable store, whose coupons stay: they are the caller's
    /// affair.
    ///
    /// # Errors
    /// When there is none of this name.
    pub fn reset_but_coupons(&self, name: &str) -> Result<Arc<Tenant>, TenantError> {
        let old = self.known(name)?;
        self.begin_anew(&old, old.parts.coupons.clone())
    }

    /// The coupons of the start; none where nothing is kept of it.
    pub fn beginning(&self) -> Option<&Arc<dyn Coupons>> {
        self.coupons.as_ref()
    }

    fn begin_anew(
        &self,
        old: &Tenant,
        coupons: Arc<dyn Coupons>,
    ) -> Result<Arc<Tenant>, TenantError> {
        let records = old.parts.records.reset()?;
        let seed = old.parts.seed.anew();
        let accounts = old.parts.accounts.iter().map(|host| Arc::new(host.reset(&seed))).collect();
        old.clock.show_as(&self.clock);
        let clock = old.clock.clone();
        // Who looks at it goes on looking at it.
        old.parts.journal.clear();
        let events = old.parts.events.fresh(&seed);
        let state = (Stubbing::default(), records, old.parts.journal.clone(), events);
        let uploads = old.parts.uploads.reset();
        Ok(self.put(tenant(&old.parts.name, coupons, accounts, clock, seed, state, uploads)))
    }

    /// Puts a tenant in the place of the one of its name.
    pub(super) fn put(&self, tenant: Arc<Tenant>) -> Arc<Tenant> {
        let old = match tenant.parts.name.as_str() {
            DEFAULT => {
                let mut default = self.default.write().unwrap_or_else(PoisonError::into_inner);
                Some(std::mem::replace(&mut *default, tenant.clone()))
            }
            name => {
                let old = self.write().insert(name.to_owned(), Named::new(tenant.clone()));
                old.map(|named| named.tenant)
            }
        };
        old.iter().for_each(|old| old.parts.events.close());
        tenant
    }

    /// Drops a tenant. A request under way ends in it.
    ///
    /// # Errors
    /// When there is none of this name, or it is the default one.
    pub fn drop(&self, name: &str) -> Result<(), TenantError> {
        if name == DEFAULT {
            return Err(TenantError::Default);
        }
        let dropped = self.write().remove(name);
        dropped
            .map(|named| named.tenant.parts.events.close())
            .ok_or_else(|| TenantError::Unknown(name.to_owned()))
    }

    /// The tenant of a name.
    ///
    /// # Errors
    /// When there is none.
    pub fn known(&self, name: &str) -> Result<Arc<Tenant>, TenantError> {
        self.get(name).ok_or_else(|| TenantError::Unknown(name.to_owned()))
    }

    fn coupons(&self) -> Result<Arc<dyn Coupons>, TenantError> {
        Ok(self.coupons.as_ref().ok_or(TenantError::Durable)?.fork()?)
    }

    fn add(&self, tenant: Arc<Tenant>) -> Result<Arc<Tenant>, TenantError> {
        let mut others = self.write();
        if tenant.parts.name == DEFAULT || others.contains_key(&tenant.parts.name) {
            return Err(TenantError::Exists(tenant.parts.name.clone()));
        }
        if others.len() >= self.limits.most {
            others.retain(|_, named| !named.is_idle(self.limits.idle));
        }
        if others.len() >= self.limits.most {
            return Err(TenantError::TooMany(self.limits.most));
        }
        others.insert(tenant.parts.name.clone(), Named::new(tenant.clone()));
        Ok(tenant)
    }

    fn read(&self) -> RwLockReadGuard<'_, BTreeMap<String, Named>> {
        self.others.read().unwrap_or_else(PoisonError::into_inner)
    }

    fn write(&self) -> RwLockWriteGuard<'_, BTreeMap<String, Named>> {
        self.others.write().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Coupons and sessions of the root are kept in one place: the starts that its log counts are
/// theirs.
pub(super) fn tenant(
    name: &str,
    coupons: Arc<dyn Coupons>,
    accounts: Vec<Arc<Accounts>>,
    clock: Clock,
    seed: Seed,
    (stubbing, records, journal, events): (Stubbing, HostRecords, Arc<Journal>, HostEvents),
    uploads: HostUploads,
) -> Arc<Tenant> {
    let starts = accounts.first().map_or(0, |root| root.sessions.starts());
    let chance = Chance::of(&seed.after(starts));
    let (name, Stubbing { stubs, set_stubs, faults }) = (name.to_owned(), stubbing);
    let stub_hits = StubHits::default();
    let parts = Parts {
        name,
        coupons,
        accounts,
        chance,
        stubs,
        set_stubs,
        kept_answers: KeptAnswers::default(),
        stub_hits,
        faults,
        records,
        journal,
        events,
        uploads,
        running: RunningRequests::default(),
        seed,
    };
    Arc::new(Tenant { parts: Arc::new(parts), clock })
}

/// What a tenant has of stubs and faults.
#[derive(Default)]
pub(super) struct Stubbing {
    stubs: StubState,
    set_stubs: SetStubs,
    faults: FaultState,
}

impl Stubbing {
    /// That of another tenant, to be changed on its own.
    pub(super) fn fork(tenant: &Tenant) -> Self {
        Self {
            stubs: tenant.parts.stubs.fork(),
            set_stubs: tenant.parts.set_stubs.fork(),
            faults: tenant.parts.faults.fork(),
        }
    }
}
