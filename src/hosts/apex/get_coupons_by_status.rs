//! `GET /Coupons/ByStatus` and `/Coupons/ByStatus/{Status}`: all coupons, or those of a status, in Id order.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::coupon_dto::Coupon;
use crate::service::{Context, ServiceError, Services};
use crate::store::{self, Coupons, Filter};

/// How many coupons are asked of the store at a time.
const PAGE: usize = 1000;

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

/// Every coupon that passes, page by page.
pub async fn find_all<T: From<store::Coupon>>(
    coupons: Arc<dyn Coupons>,
    filter: Filter,
) -> Result<Vec<T>, ServiceError> {
    let (mut found, mut after) = (Vec::new(), Some(0));
    while let Some(id) = after {
        let page = coupons.find(filter.clone(), id, PAGE).await?;
        found.extend(page.coupons.into_iter().map(T::from));
        after = page.next;
    }
    Ok(found)
}
