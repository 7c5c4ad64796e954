//! `POST /coupons/{Code}/void`: ends a coupon that is not used.

use std::sync::Arc;

use serde::Deserialize;

use super::{CouponResponse, changed};
use crate::admin::refused::of_store;
use crate::admin::registry::handle;
use crate::admin::{Admin, AdminCall};
use crate::service::{ServiceError, Services};
use crate::store::CouponKey;

#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
struct VoidCoupon {
    code: String,
    tenant: Option<String>,
}

pub fn register(services: &mut Services, admin: &Arc<Admin>) {
    handle(services, admin, "VoidCoupon", void);
}

async fn void(request: VoidCoupon, call: AdminCall) -> Result<CouponResponse, ServiceError> {
    let tenant = call.tenant(request.tenant.as_deref())?;
    let change = tenant.coupons().void(CouponKey::Code(request.code.clone())).await;
    changed(change.map_err(of_store)?, &request.code, tenant.clock().now().naive_utc())
}
