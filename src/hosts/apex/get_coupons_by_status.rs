//! `GET /Coupons/ByStatus` and `/Coupons/ByStatus/{Status}`: all coupons, or those of a status, in Id order.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::coupon_dto::Coupon;
use super::listing::find_all;
use crate::service::{Context, ServiceError, Services};
use crate::store::{Coupons, Filter};

/// The request.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
struct GetCouponsByStatus {
    status: Option<i32>,
}

/// The answer; the member's name is singular on the real host too.
#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
struct GetCouponsByStatusResponse {
    coupon: Vec<Coupon>,
}

/// Registers the service.
pub fn register(services: &mut Services, coupons: Arc<dyn Coupons>) {
    services.handle("GetCouponsByStatus", move |request, _: Context| by_status(coupons.clone(), request));
}

async fn by_status(
    coupons: Arc<dyn Coupons>,
    request: GetCouponsByStatus,
) -> Result<GetCouponsByStatusResponse, ServiceError> {
    let filter = Filter { status: request.status, ..Filter::default() };
    Ok(GetCouponsByStatusResponse { coupon: find_all(coupons, filter).await? })
}
