//! What changes while an emulator runs: coupons, sessions, lock-out, rights, clock and chance.
//!
//! What never changes is a [`Host`](crate::host::Host). A [`Tenant`] is all the rest, and
//! [`Tenants`] makes, copies, resets and drops them. Hosts of one server share its tenants, so that
//! a till that talks to two hosts finds one state.

mod accounts;
mod auth_provider;
mod chance;
mod fault_state;
mod gate;
mod host_events;
mod host_records;
mod host_uploads;
mod kept_answers;
mod lockout;
mod named;
mod refresh_tokens;
mod registered;
mod revoked;
mod rights;
mod running;
mod session_log;
mod sessions;
mod set_stubs;
mod snapshots;
mod stub_hits;
mod stub_state;
mod tenants;
#[cfg(test)]
mod tests;

use std::sync::Arc;

use chrono::{DateTime, Utc};

pub use accounts::Accounts;
pub use auth_provider::AuthProvider;
pub use chance::{Chance, Purpose};
pub use fault_state::{FaultHits, FaultState, KeptAnswer, SetFault, key_of_call};
pub use gate::Gate;
pub use host_events::HostEvents;
pub use host_records::HostRecords;
pub use host_uploads::HostUploads;
pub use kept_answers::KeptAnswers;
pub use lockout::{Account, Lockout};
pub use named::{TenantLimits, is_name};
pub use refresh_tokens::RefreshTokens;
pub use registered::{NotRegistered, Registered, RegisteredUser};
pub use revoked::Revoked;
pub use rights::{Identity, Rights};
pub use running::{Running, RunningRequests};
pub use sessions::{Session, Sessions};
pub use set_stubs::SetStubs;
pub use stub_hits::{NearMiss, StubHits};
pub use stub_state::{FIRST_SCENARIO, StubState};
pub use tenants::{DEFAULT, Origin, TenantError, Tenants};

use crate::journal::Journal;
use crate::lab::{Clock, Seed};
use crate::records::Records;
use crate::store::Coupons;

/// The state that one group of callers shares, and its time.
pub struct Tenant {
    parts: Arc<Parts>,
    clock: Clock,
}

/// All of a tenant but its time.
struct Parts {
    name: String,
    coupons: Arc<dyn Coupons>,
    /// By the host's place among those of the server.
    accounts: Vec<Arc<Accounts>>,
    chance: Chance,
    stubs: StubState,
    set_stubs: SetStubs,
    kept_answers: KeptAnswers,
    stub_hits: StubHits,
    faults: FaultState,
    records: HostRecords,
    journal: Arc<Journal>,
    events: HostEvents,
    uploads: HostUploads,
    running: RunningRequests,
    /// What its streams branch off; nothing else draws from it but session ids of the root.
    seed: Seed,
}

impl Tenant {
    /// What it is called.
    pub fn name(&self) -> &str {
        &self.parts.name
    }

    /// Its coupons.
    pub fn coupons(&self) -> &Arc<dyn Coupons> {
        &self.parts.coupons
    }

    /// Its time.
    pub fn clock(&self) -> &Clock {
        &self.clock
    }

    /// The same state at another time, for one request.
    pub fn at(&self, instant: DateTime<Utc>) -> Self {
        Self { parts: self.parts.clone(), clock: Clock::frozen_at(instant) }
    }

    /// Whether the same state is in use at another time.
    fn is_shared(&self) -> bool {
        Arc::strong_count(&self.parts) > 1
    }

    /// The parts, while nobody else has them.
    fn parts_mut(&mut self) -> Option<&mut Parts> {
        Arc::get_mut(&mut self.parts)
    }

    /// The stream of chance for one purpose.
    pub fn chance(&self, purpose: Purpose) -> &Seed {
        self.parts.chance.stream(purpose)
    }

    /// What its stubs remember.
    pub fn stubs(&self) -> &StubState {
        &self.parts.stubs
    }

    /// The stubs that calls set in it.
    pub fn set_stubs(&self) -> &SetStubs {
        &self.parts.set_stubs
    }

    /// Its answers that stay the same for a while.
    pub fn kept_answers(&self) -> &KeptAnswers {
        &self.parts.kept_answers
    }

    /// How often its stubs answered.
    pub fn stub_hits(&self) -> &StubHits {
        &self.parts.stub_hits
    }

    /// What it has of faults.
    pub fn faults(&self) -> &FaultState {
        &self.parts.faults
    }

    /// The records of a host, by its name; `None` when it has none.
    pub fn records(&self, host: &str) -> Option<&Arc<Records>> {
        self.parts.records.of(host)
    }

    /// How many rows there are at all hosts.
    pub fn count_rows(&self) -> usize {
        self.parts.records.count()
    }

    /// Whether coupons, rows or uploaded files outlive the process.
    pub fn is_durable(&self) -> bool {
        self.parts.coupons.is_durable()
            || self.parts.records.are_durable()
            || self.parts.uploads.are_durable()
    }

    /// The records of all hosts that have some.
    pub fn all_records(&self) -> impl Iterator<Item = (&str, &Arc<Records>)> {
        self.parts.records.iter()
    }

    /// Its last exchanges.
    pub fn journal(&self) -> &Arc<Journal> {
        &self.parts.journal
    }

    /// Who listens to events, by host.
    pub fn events(&self) -> &HostEvents {
        &self.parts.events
    }

    /// Its uploaded files, by host.
    pub fn uploads(&self) -> &HostUploads {
        &self.parts.uploads
    }

    /// The requests under way that may be cancelled.
    pub fn running(&self) -> &RunningRequests {
        &self.parts.running
    }

    /// Who is signed in at a host, by its place; `None` when the host is of another server.
    pub fn accounts(&self, host: usize) -> Option<&Arc<Accounts>> {
        self.parts.accounts.get(host)
    }

    /// Who is signed in, host by host.
    pub fn all_accounts(&self) -> &[Arc<Accounts>] {
        &self.parts.accounts
    }
}
