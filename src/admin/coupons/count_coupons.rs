//! `GET /coupons/count`: how many there are in which state.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::admin::refused::of_store;
use crate::admin::registry::handle;
use crate::admin::{Admin, AdminCall};
use crate::service::{ServiceError, Services};
use crate::tenant::Tenant;

#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
struct CountCoupons {
    tenant: Option<String>,
}

/// How many coupons a tenant has in which state.
#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct CouponCounts {
    total: u64,
    free: u64,
    activated: u64,
    used: u64,
    voided: u64,
    expired: u64,
}

pub fn register(services: &mut Services, admin: &Arc<Admin>) {
    handle(services, admin, "CountCoupons", count);
}

async fn count(request: CountCoupons, call: AdminCall) -> Result<CouponCounts, ServiceError> {
    CouponCounts::of(&*call.tenant(request.tenant.as_deref())?).await
}

impl CouponCounts {
    /// Those of now, by the tenant's clock.
    pub async fn of(tenant: &Tenant) -> Result<Self, ServiceError> {
        let now = tenant.clock().now().naive_utc();
        let counts = tenant.coupons().count(now).await.map_err(of_store)?;
        Ok(Self {
            total: counts.total(),
            free: counts.free,
            activated: counts.activated,
            used: counts.used,
            voided: counts.voided,
            expired: counts.expired,
        })
    }
}
