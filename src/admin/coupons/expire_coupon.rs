//! `POST /coupons/{Code}/expire`: lets a coupon end now.

use std::sync::Arc;

use serde::Deserialize;

use super::{CouponResponse, changed};
use crate::admin::refused::of_store;
use crate::admin::registry::handle;
use crate::admin::{Admin, AdminCall};
use crate::service::{ServiceError, Services};
use crate::store::{CouponKey, Expire};

#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
struct ExpireCoupon {
    code: String,
    tenant: Option<String>,
}

pub fn register(services: &mut Services, admin: &Arc<Admin>) {
    handle(services, admin, "ExpireCoupon", expire);
}

async fn expire(request: ExpireCoupon, call: AdminCall) -> Result<CouponResponse, ServiceError> {
    let tenant = call.tenant(request.tenant.as_deref())?;
    let at = tenant.clock().now().naive_utc();
    let expire = Expire { coupon: CouponKey::Code(request.code.clone()), at };
    changed(tenant.coupons().expire(expire).await.map_err(of_store)?, &request.code, at)
}
