//! `GET /Coupons/ByStatus` and `/Coupons/ByStatus/{Status}`: all coupons, or those of a status, in
//! Id order.

use serde::Deserialize;

use super::coupon_dto::Coupon;
use super::listing::list;
use crate::service::{Context, Reply, ServiceError, Services};
use crate::store::Filter;

/// The request.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
struct GetCouponsByStatus {
    status: Option<i32>,
}

/// The list of the answer; its name is singular on the real host too.
const LIST: &str = "Coupon";

/// Registers the service.
pub fn register(services: &mut Services) {
    services.handle("GetCouponsByStatus", by_status);
}

async fn by_status(request: GetCouponsByStatus, context: Context) -> Result<Reply, ServiceError> {
    let filter = Filter { status: request.status, ..Filter::default() };
    list::<Coupon>(context, LIST, filter).await
}
