//! A host in the state of one tenant.

use std::ops::Deref;
use std::sync::Arc;

use chrono::{DateTime, Utc};

use super::{Host, HostAt};
use crate::auth::Auth;
use crate::tenant::{Accounts, Tenant};

/// A host in the state of one tenant: what the stages of a request see.
#[derive(Clone, Copy)]
pub struct TenantHost<'h> {
    at: HostAt<'h>,
    tenant: &'h Arc<Tenant>,
}

impl<'h> TenantHost<'h> {
    /// The host for a request of this tenant.
    pub fn new(host: &'h Host, tenant: &'h Arc<Tenant>) -> Self {
        Self { at: HostAt::new(host, tenant.clock()), tenant }
    }

    /// The tenant.
    pub(crate) fn tenant(&self) -> &'h Arc<Tenant> {
        self.tenant
    }

    /// Users and who of them is signed in; `None` is a host without authentication.
    pub(crate) fn auth(&self) -> Option<(&'h Arc<Auth>, &'h Arc<Accounts>)> {
        let parts = &self.at.host().parts;
        Some((parts.auth.as_ref()?, self.tenant.accounts(parts.place)?))
    }

    /// The instant of the tenant's clock.
    pub(crate) fn now(&self) -> DateTime<Utc> {
        self.tenant.clock().now()
    }
}

impl<'h> Deref for TenantHost<'h> {
    type Target = HostAt<'h>;

    fn deref(&self) -> &HostAt<'h> {
        &self.at
    }
}
