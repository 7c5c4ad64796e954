//! The records of a tenant, by host.

use std::sync::Arc;

use crate::records::{Records, RecordsError};

/// The records of a tenant, by the host's name. Most hosts have none.
#[derive(Clone, Default)]
pub struct HostRecords(Vec<(String, Arc<Records>)>);

impl HostRecords {
    /// No records.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds those of a further host.
    pub fn add(&mut self, host: impl Into<String>, records: Arc<Records>) {
        self.0.push((host.into(), records));
    }

    /// Adds those of other hosts.
    pub fn append(&mut self, mut others: Self) {
        self.0.append(&mut others.0);
    }

    /// Those of a host.
    pub fn of(&self, host: &str) -> Option<&Arc<Records>> {
        self.0.iter().find(|(name, _)| name == host).map(|(_, records)| records)
    }

    /// Whether those of any host outlive the process.
    pub fn are_durable(&self) -> bool {
        self.0.iter().any(|(_, records)| records.is_durable())
    }

    /// How many rows there are in all.
    pub fn count(&self) -> usize {
        self.0.iter().map(|(_, records)| records.read().count()).sum()
    }

    /// All of them.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Arc<Records>)> {
        self.0.iter().map(|(name, records)| (name.as_str(), records))
    }

    /// Those of a new tenant: the seed rows.
    pub(super) fn fresh(&self) -> Self {
        self.each(Records::fresh)
    }

    /// Those of a copy: the same rows, to be changed on their own.
    pub(super) fn fork(&self) -> Self {
        self.each(Records::fork)
    }

    /// The seed rows again. A disk stays the place of those that come.
    pub(super) fn reset(&self) -> Result<Self, RecordsError> {
        let reset = |(name, records): &(String, Arc<Records>)| {
            let records = match records.is_durable() {
                true => records.reset().map(|()| records.clone())?,
                false => Arc::new(records.fresh()),
            };
            Ok((name.clone(), records))
        };
        self.0.iter().map(reset).collect::<Result<_, _>>().map(Self)
    }

    /// Those of a snapshot. A disk stays their place, with the snapshot's rows.
    pub(super) fn restored(&self, from: &Self) -> Result<Self, RecordsError> {
        let restored = |(name, records): &(String, Arc<Records>)| {
            let Some(from) = from.of(name) else { return Ok((name.clone(), records.clone())) };
            let records = match records.is_durable() {
                true => records.replace_all(from.read()).map(|()| records.clone())?,
                false => Arc::new(from.fork()),
            };
            Ok((name.clone(), records))
        };
        self.0.iter().map(restored).collect::<Result<_, _>>().map(Self)
    }

    fn each(&self, make: impl Fn(&Records) -> Records) -> Self {
        let made = self.0.iter().map(|(name, records)| (name.clone(), Arc::new(make(records))));
        Self(made.collect())
    }
}
