//! `POST /coupons/{Code}/spend`: a till takes a coupon.

use std::sync::Arc;

use serde::Deserialize;
use uuid::Uuid;

use super::{CouponResponse, changed};
use crate::admin::refused::of_store;
use crate::admin::registry::handle;
use crate::admin::{Admin, AdminCall};
use crate::service::{ServiceError, Services};
use crate::store::{CouponKey, Receipt, Spend};
use crate::tenant::Purpose;

#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
struct SpendCoupon {
    code: String,
    spend_id: Option<Uuid>,
    pos_num: Option<i32>,
    batch_num: Option<i32>,
    receipt_num: Option<i32>,
    tenant: Option<String>,
}

pub fn register(services: &mut Services, admin: &Arc<Admin>) {
    handle(services, admin, "SpendCoupon", spend);
}

async fn spend(request: SpendCoupon, call: AdminCall) -> Result<CouponResponse, ServiceError> {
    let SpendCoupon { code, spend_id, pos_num, batch_num, receipt_num, tenant } = request;
    let tenant = call.tenant(tenant.as_deref())?;
    let at = tenant.clock().now().naive_utc();
    let spend_id = spend_id.unwrap_or_else(|| tenant.chance(Purpose::Service).guid());
    let receipt = Some(Receipt { opdate: at, batch_num, pos_num, receipt_num });
    let spend = Spend { coupon: CouponKey::Code(code.clone()), spend_id, at, receipt };
    changed(tenant.coupons().spend(spend).await.map_err(of_store)?, &code, at)
}
