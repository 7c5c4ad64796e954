//! Tenants for a while.

use std::sync::Arc;

use crate::admin::AdminCall;
use crate::tenant::{Tenant, TenantError};

/// A copy of a tenant under a name that nobody has.
pub fn forked(call: &AdminCall, from: &str) -> Result<Arc<Tenant>, TenantError> {
    unnamed(|name| call.admin.tenants.fork(from, name))
}

/// A new tenant under a name that nobody has.
pub fn fresh(call: &AdminCall) -> Result<Arc<Tenant>, TenantError> {
    unnamed(|name| call.admin.tenants.create(name))
}

fn unnamed(
    make: impl Fn(&str) -> Result<Arc<Tenant>, TenantError>,
) -> Result<Arc<Tenant>, TenantError> {
    let mut number = 1;
    loop {
        match make(&format!("race-{number}")) {
            Err(TenantError::Exists(_)) => number += 1,
            other => return other,
        }
    }
}
