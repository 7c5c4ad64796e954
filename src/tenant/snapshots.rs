//! Snapshots: the states of tenants, kept in memory. They copy nothing until one of the two
//! changes.

use std::collections::BTreeMap;
use std::sync::{Arc, PoisonError, RwLockReadGuard};

use super::tenants::{Stubbing, tenant};
use super::{Tenant, TenantError, Tenants, is_name};
use crate::journal::Journals;

/// So many are kept.
const MOST: usize = 100;

impl Tenants {
    /// Keeps the state of a tenant under a name, in the place of an older one of that name.
    ///
    /// # Errors
    /// When there is no such tenant, nothing can have the name, there are too many, or the store
    /// has no copies.
    pub fn take_snapshot(&self, of: &str, name: &str) -> Result<Arc<Tenant>, TenantError> {
        if !is_name(name) {
            return Err(TenantError::Name);
        }
        let of = self.known(of)?;
        let copy = copied(&of, of.name(), &format!("snapshot {name}"))?;
        let mut kept = self.snapshots.write().unwrap_or_else(PoisonError::into_inner);
        if kept.len() >= MOST && !kept.contains_key(name) {
            return Err(TenantError::TooManySnapshots(MOST));
        }
        kept.insert(name.to_owned(), copy.clone());
        Ok(copy)
    }

    /// Puts a tenant into the state of a snapshot; it draws the same values after each restoration.
    /// A request under way ends in the old state.
    ///
    /// # Errors
    /// When there is no such tenant or snapshot, or the store of the tenant is durable.
    pub fn restore_snapshot(&self, name: &str, into: &str) -> Result<Arc<Tenant>, TenantError> {
        let snapshot = self.snapshot(name)?;
        let old = self.known(into)?;
        if old.coupons().is_durable() {
            return Err(TenantError::Durable);
        }
        old.clock().show_as(snapshot.clock());
        let mut restored = copied(&snapshot, into, &format!("restored {into}"))?;
        if let Some(restored) = Arc::get_mut(&mut restored) {
            restored.clock = old.clock().clone();
            let records = old.parts.records.restored(&snapshot.parts.records)?;
            let now = old.clock().now();
            let uploads = old.parts.uploads.restored(&snapshot.parts.uploads, now);
            if let Some(parts) = restored.parts_mut() {
                // What was done stays done.
                parts.journal = old.parts.journal.clone();
                parts.records = records;
                parts.uploads = uploads;
            }
        }
        Ok(self.put(restored))
    }

    /// The state of a name.
    ///
    /// # Errors
    /// When there is none.
    pub fn snapshot(&self, name: &str) -> Result<Arc<Tenant>, TenantError> {
        let none = || TenantError::NoSnapshot(name.to_owned());
        self.kept().get(name).cloned().ok_or_else(none)
    }

    /// All by their names.
    pub fn snapshots(&self) -> BTreeMap<String, Arc<Tenant>> {
        self.kept().clone()
    }

    /// Forgets one.
    ///
    /// # Errors
    /// When there is none of this name.
    pub fn drop_snapshot(&self, name: &str) -> Result<(), TenantError> {
        let mut kept = self.snapshots.write().unwrap_or_else(PoisonError::into_inner);
        let none = || TenantError::NoSnapshot(name.to_owned());
        kept.remove(name).map(drop).ok_or_else(none)
    }

    fn kept(&self) -> RwLockReadGuard<'_, BTreeMap<String, Arc<Tenant>>> {
        self.snapshots.read().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The state of a tenant under another name, with chance of its own.
fn copied(from: &Tenant, name: &str, purpose: &str) -> Result<Arc<Tenant>, TenantError> {
    let seed = from.parts.seed.branch(purpose).anew();
    let accounts = from.parts.accounts.iter().map(|host| Arc::new(host.fork(&seed))).collect();
    let (coupons, clock) = (from.parts.coupons.fork()?, from.clock.fork());
    let journal = Journals::off().journal(name);
    let events = from.parts.events.fresh(&seed);
    let state = (Stubbing::fork(from), from.parts.records.fork(), journal, events);
    Ok(tenant(name, coupons, accounts, clock, seed, state, from.parts.uploads.fork()))
}
