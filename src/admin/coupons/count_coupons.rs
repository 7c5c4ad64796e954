//! `GET /coupons/count`: how many there are in which state.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::admin::refused::of_store;
use crate::admin::registry::handle;
use crate::admin::{Admin, AdminCall};
use crate::service::{ServiceError, Services};

#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
struct CountCoupons {
    tenant: Option<String>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
struct CountCouponsResponse {
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

async fn count(
    request: CountCoupons,
    call: AdminCall,
) -> Result<CountCouponsResponse, ServiceError> {
    let tenant = call.tenant(request.tenant.as_deref())?;
    let counts =
        tenant.coupons().count(tenant.clock().now().naive_utc()).await.map_err(of_store)?;
    Ok(CountCouponsResponse {
        total: counts.total(),
        free: counts.free,
        activated: counts.activated,
        used: counts.used,
        voided: counts.voided,
        expired: counts.expired,
    })
}
