//! The uploaded files of a tenant, by host.

use std::sync::Arc;

use chrono::{DateTime, Utc};

use crate::uploads::Files;

/// The uploaded files of a tenant, by the host's name. Most hosts take none.
#[derive(Clone, Default)]
pub struct HostUploads(Vec<(String, Arc<Files>)>);

impl HostUploads {
    /// Adds those of a further host.
    pub fn add(&mut self, host: impl Into<String>, files: Arc<Files>) {
        self.0.push((host.into(), files));
    }

    /// Adds those of other hosts.
    pub fn append(&mut self, others: &mut Self) {
        self.0.append(&mut others.0);
    }

    /// Those of a host.
    pub fn at(&self, host: &str) -> Option<&Arc<Files>> {
        self.0.iter().find(|(name, _)| name == host).map(|(_, files)| files)
    }

    /// Whether those of any host outlive the process.
    pub fn are_durable(&self) -> bool {
        self.0.iter().any(|(_, files)| files.are_durable())
    }

    /// Those of a new tenant: none.
    pub(super) fn fresh(&self) -> Self {
        self.each(Files::fresh)
    }

    /// Those of a copy: the same files, to be changed on their own.
    pub(super) fn fork(&self) -> Self {
        self.each(Files::fork)
    }

    /// None again. A folder stays the place of those that come.
    pub(super) fn reset(&self) -> Self {
        self.kept(|_, files| files.clear().map_err(|error| error.to_string()))
    }

    /// Those of a snapshot. A folder stays their place, with the snapshot's files.
    pub(super) fn restored(&self, from: &Self, now: DateTime<Utc>) -> Self {
        self.kept(|host, files| match from.at(host) {
            Some(from) => files.replace_all(from, now).map_err(|error| error.to_string()),
            None => Ok(()),
        })
    }

    /// The same files where they are in a folder, changed; else new ones.
    fn kept(&self, change: impl Fn(&str, &Files) -> Result<(), String>) -> Self {
        let changed = |(host, files): &(String, Arc<Files>)| {
            let files = if files.are_durable() { files.clone() } else { Arc::new(files.fresh()) };
            if let Err(reason) = change(host, &files) {
                tracing::error!(host, reason, "the uploaded files could not be changed");
            }
            (host.clone(), files)
        };
        Self(self.0.iter().map(changed).collect())
    }

    fn each(&self, make: impl Fn(&Files) -> Files) -> Self {
        let made = self.0.iter().map(|(host, files)| (host.clone(), Arc::new(make(files))));
        Self(made.collect())
    }
}
