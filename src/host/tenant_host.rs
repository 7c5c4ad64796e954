//! A host in the state of one tenant.

use std::ops::Deref;
use std::sync::Arc;

use chrono::{DateTime, Utc};

use super::Host;
use crate::auth::Auth;
use crate::tenant::{Accounts, Tenant};
use crate::wire::{Diagnostics, Reading};

/// A host in the state of one tenant: what the stages of a request see.
#[derive(Clone, Copy)]
pub struct TenantHost<'h> {
    host: &'h Host,
    tenant: &'h Arc<Tenant>,
    notes: Option<&'h Diagnostics>,
}

impl<'h> TenantHost<'h> {
    /// The host for a request of this tenant.
    pub fn new(host: &'h Host, tenant: &'h Arc<Tenant>) -> Self {
        Self { host, tenant, notes: None }
    }

    /// The same, which records what reading and binding drop.
    #[must_use]
    pub fn noting(self, notes: &'h Diagnostics) -> Self {
        Self { notes: Some(notes), ..self }
    }

    /// The sink of what reading and binding drop.
    pub(crate) fn notes(&self) -> Option<&'h Diagnostics> {
        self.notes
    }

    /// The tenant.
    pub(crate) fn tenant(&self) -> &'h Arc<Tenant> {
        self.tenant
    }

    /// Users and who of them is signed in; `None` is a host without authentication.
    pub(crate) fn auth(&self) -> Option<(&'h Arc<Auth>, &'h Arc<Accounts>)> {
        Some((self.host.parts.auth.as_ref()?, self.tenant.accounts(self.host.parts.place)?))
    }

    /// The instant of the tenant's clock.
    pub(crate) fn now(&self) -> DateTime<Utc> {
        self.tenant.clock().now()
    }

    /// How bodies and members are read for the tenant.
    pub fn reading(&self) -> Reading<'h> {
        let reading = Reading::at(&self.host.parts.behaviour.dialect, self.tenant.clock());
        match self.notes {
            Some(notes) => reading.noting(notes),
            None => reading,
        }
    }
}

impl Deref for TenantHost<'_> {
    type Target = Host;

    fn deref(&self) -> &Host {
        self.host
    }
}
