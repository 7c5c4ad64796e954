//! All tenants of a server: made, copied, reset and dropped.

use std::collections::BTreeMap;
use std::sync::{Arc, PoisonError, RwLock};

use super::{Accounts, Chance, Tenant};
use crate::lab::{Clock, Seed};
use crate::store::{Coupons, StoreError};

/// The name of the tenant that is served where none is named.
pub const DEFAULT: &str = "default";

/// What tenants begin with.
pub struct Origin {
    /// The coupons of the default tenant. Others begin with those that it has now, if they are in memory.
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
    others: RwLock<BTreeMap<String, Arc<Tenant>>>,
    /// What a tenant begins with. Nothing is kept of the start of a durable store: the copy would grow
    /// with every change, in memory.
    coupons: Option<Arc<dyn Coupons>>,
    clock: Clock,
    seed: Seed,
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
}

impl Tenants {
    /// The default tenant alone.
    pub fn new(origin: Origin) -> Self {
        let Origin { coupons, clock, seed, accounts } = origin;
        let accounts = accounts.into_iter().map(|accounts| Arc::new(accounts.drawing_from(&seed))).collect();
        let copy = if coupons.is_durable() { None } else { coupons.fork().ok() };
        let start = clock.fork();
        let default = tenant(DEFAULT, coupons, accounts, clock, seed.clone());
        Self { default: RwLock::new(default), others: RwLock::default(), coupons: copy, clock: start, seed }
    }

    /// The tenant that is served where none is named.
    pub fn default(&self) -> Arc<Tenant> {
        self.default.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// The tenant of a name.
    pub fn get(&self, name: &str) -> Option<Arc<Tenant>> {
        match name {
            DEFAULT => Some(self.default()),
            name => self.others.read().unwrap_or_else(PoisonError::into_inner).get(name).cloned(),
        }
    }

    /// The names of all, the default first.
    pub fn names(&self) -> Vec<String> {
        let others = self.others.read().unwrap_or_else(PoisonError::into_inner);
        std::iter::once(DEFAULT.to_owned()).chain(others.keys().cloned()).collect()
    }

    /// Makes a tenant in the state that the default one had at the start.
    ///
    /// # Errors
    /// When there is one of this name, or the store of the start is durable.
    pub fn create(&self, name: &str) -> Result<Arc<Tenant>, TenantError> {
        let seed = self.seed.branch(&format!("tenant {name}"));
        let accounts = self.default().accounts.iter().map(|host| Arc::new(host.fresh(&seed))).collect();
        self.add(tenant(name, self.coupons()?, accounts, self.clock.fork(), seed))
    }

    /// Makes a tenant in the state that another one has now. What becomes of one is nothing to the other,
    /// and they draw different values from here on.
    ///
    /// # Errors
    /// When there is one of this name or none of the other, or its store has no copies.
    pub fn fork(&self, from: &str, name: &str) -> Result<Arc<Tenant>, TenantError> {
        let from = self.known(from)?;
        // A longer way of branches with each fork: no stream begins anew over what it gave before.
        let seed = from.seed.branch(&format!("fork {name}"));
        let accounts = from.accounts.iter().map(|host| Arc::new(host.fork(&seed))).collect();
        self.add(tenant(name, from.coupons.fork()?, accounts, from.clock.fork(), seed))
    }

    /// Puts a tenant back into the state of the start: everybody is signed out. With a seed it draws the
    /// values of the start again, as nothing is kept of them. A request under way ends in the old state.
    ///
    /// # Errors
    /// When there is none of this name, or the store of the start is durable.
    pub fn reset(&self, name: &str) -> Result<Arc<Tenant>, TenantError> {
        let old = self.known(name)?;
        let (coupons, seed) = (self.coupons()?, old.seed.anew());
        let accounts = old.accounts.iter().map(|host| Arc::new(host.reset(&seed))).collect();
        old.clock.show_as(&self.clock);
        let fresh = tenant(name, coupons, accounts, old.clock.clone(), seed);
        match name {
            DEFAULT => *self.default.write().unwrap_or_else(PoisonError::into_inner) = fresh.clone(),
            name => {
                let mut others = self.others.write().unwrap_or_else(PoisonError::into_inner);
                others.insert(name.to_owned(), fresh.clone());
            }
        }
        Ok(fresh)
    }

    /// Drops a tenant. A request under way ends in it.
    ///
    /// # Errors
    /// When there is none of this name, or it is the default one.
    pub fn drop(&self, name: &str) -> Result<(), TenantError> {
        if name == DEFAULT {
            return Err(TenantError::Default);
        }
        let dropped = self.others.write().unwrap_or_else(PoisonError::into_inner).remove(name);
        dropped.map(drop).ok_or_else(|| TenantError::Unknown(name.to_owned()))
    }

    fn known(&self, name: &str) -> Result<Arc<Tenant>, TenantError> {
        self.get(name).ok_or_else(|| TenantError::Unknown(name.to_owned()))
    }

    fn coupons(&self) -> Result<Arc<dyn Coupons>, TenantError> {
        Ok(self.coupons.as_ref().ok_or(TenantError::Durable)?.fork()?)
    }

    fn add(&self, tenant: Arc<Tenant>) -> Result<Arc<Tenant>, TenantError> {
        let mut others = self.others.write().unwrap_or_else(PoisonError::into_inner);
        if tenant.name == DEFAULT || others.contains_key(&tenant.name) {
            return Err(TenantError::Exists(tenant.name.clone()));
        }
        others.insert(tenant.name.clone(), tenant.clone());
        Ok(tenant)
    }
}

/// Coupons and sessions of the root are kept in one place: the starts that its log counts are theirs.
fn tenant(
    name: &str,
    coupons: Arc<dyn Coupons>,
    accounts: Vec<Arc<Accounts>>,
    clock: Clock,
    seed: Seed,
) -> Arc<Tenant> {
    let starts = accounts.first().map_or(0, |root| root.sessions.starts());
    let chance = Chance::of(&seed.after(starts));
    Arc::new(Tenant { name: name.to_owned(), coupons, accounts, clock, chance, seed })
}
