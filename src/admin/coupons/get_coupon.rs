//! `GET /coupons/{Code}`: one coupon and its history.

use std::sync::Arc;

use serde::Deserialize;

use super::coupon_dto::CouponInfo;
use super::{CouponResponse, no_coupon};
use crate::admin::refused::of_store;
use crate::admin::registry::handle;
use crate::admin::{Admin, AdminCall};
use crate::service::{ServiceError, Services};
use crate::store::CouponKey;

#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
struct GetCoupon {
    code: String,
    tenant: Option<String>,
}

pub fn register(services: &mut Services, admin: &Arc<Admin>) {
    handle(services, admin, "GetCoupon", get);
}

async fn get(request: GetCoupon, call: AdminCall) -> Result<CouponResponse, ServiceError> {
    let tenant = call.tenant(request.tenant.as_deref())?;
    let key = CouponKey::Code(request.code.clone());
    let coupon = tenant.coupons().get(key).await.map_err(of_store)?;
    let coupon = coupon.ok_or_else(|| no_coupon(&request.code))?;
    Ok(CouponResponse { result: CouponInfo::at(coupon, tenant.clock().now().naive_utc()) })
}
