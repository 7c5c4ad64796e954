//! `GET /coupons`: a page of coupons.

use std::sync::Arc;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::coupon_dto::CouponInfo;
use crate::admin::refused::of_store;
use crate::admin::registry::handle;
use crate::admin::{Admin, AdminCall};
use crate::service::{ServiceError, Services};
use crate::store::{DateRange, Filter};

/// As many as a page has where nobody says.
const PAGE: i32 = 100;

/// The most that a page has.
const MOST: i32 = 1000;

#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
struct FindCoupons {
    coupon_type: Option<i32>,
    status: Option<i32>,
    pos_num: Option<i32>,
    expires_from: Option<DateTime<Utc>>,
    expires_to: Option<DateTime<Utc>>,
    after: Option<i32>,
    take: Option<i32>,
    tenant: Option<String>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
struct FindCouponsResponse {
    results: Vec<CouponInfo>,
    next: Option<i32>,
}

pub fn register(services: &mut Services, admin: &Arc<Admin>) {
    handle(services, admin, "FindCoupons", find);
}

async fn find(request: FindCoupons, call: AdminCall) -> Result<FindCouponsResponse, ServiceError> {
    let tenant = call.tenant(request.tenant.as_deref())?;
    let end = |at: Option<DateTime<Utc>>| at.map(|at| at.naive_utc());
    let filter = Filter {
        coupon_type: request.coupon_type,
        status: request.status,
        pos_num: request.pos_num,
        expiration: DateRange { start: end(request.expires_from), end: end(request.expires_to) },
        ..Filter::default()
    };
    let limit = usize::try_from(request.take.unwrap_or(PAGE).clamp(1, MOST)).unwrap_or(1);
    let after = request.after.unwrap_or_default();
    let page = tenant.coupons().find(filter, after, limit).await.map_err(of_store)?;
    let now = tenant.clock().now().naive_utc();
    let results = page.coupons.into_iter().map(|coupon| CouponInfo::at(coupon, now)).collect();
    Ok(FindCouponsResponse { results, next: page.next })
}
