//! The subscribers of a tenant, by host.

use std::sync::Arc;

use crate::events::{Hub, Limits};
use crate::lab::Seed;

/// Who listens to a tenant's events, by the host's name. Most hosts serve none.
#[derive(Default)]
pub struct HostEvents(Vec<(String, Arc<Hub>)>);

impl HostEvents {
    /// The hosts that serve events, with their limits.
    pub(super) fn of(hosts: &[(String, Limits)], seed: &Seed) -> Self {
        let hub = |(host, limits): &(String, Limits)| {
            (host.clone(), Arc::new(Hub::new(*limits, ids(seed, host))))
        };
        Self(hosts.iter().map(hub).collect())
    }

    /// Those who listen at a host.
    pub fn at(&self, host: &str) -> Option<&Arc<Hub>> {
        self.0.iter().find(|(name, _)| name == host).map(|(_, hub)| hub)
    }

    /// Ends all streams.
    pub fn close(&self) {
        self.0.iter().for_each(|(_, hub)| hub.close());
    }

    /// Those of another tenant: nobody listens.
    pub(super) fn fresh(&self, seed: &Seed) -> Self {
        let fresh =
            |(host, hub): &(String, Arc<Hub>)| (host.clone(), Arc::new(hub.fresh(ids(seed, host))));
        Self(self.0.iter().map(fresh).collect())
    }
}

/// The stream of a host's subscription ids.
fn ids(seed: &Seed, host: &str) -> Seed {
    seed.branch(&format!("events of {host}"))
}
