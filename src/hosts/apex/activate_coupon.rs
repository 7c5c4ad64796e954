//! `PUT /Coupons/Activate`: one coupon of a type and prefix becomes the caller's.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::coupon_dto::Coupon;
use crate::service::validation::{Rules, not_empty};
use crate::service::{Context, ServiceError, Services};
use crate::store::{Activate, Activation, Receipt, StoreError, early};
use crate::tenant::Purpose;

/// The request.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
struct ActivateCoupon {
    coupon_type: i32,
    prefix: String,
    activate_id: Uuid,
}

/// The answer.
#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
struct ActivateCouponResponse {
    result: Coupon,
}

/// Registers the service and its rules.
pub fn register(services: &mut Services) {
    let rules = Rules::new().member("CouponType", [not_empty()]).member("Prefix", [not_empty()]);
    services.validate("ActivateCoupon", rules);
    services.handle("ActivateCoupon", activate);
}

async fn activate(
    request: ActivateCoupon,
    context: Context,
) -> Result<ActivateCouponResponse, ServiceError> {
    let (coupon_type, prefix) = (request.coupon_type, request.prefix.clone());
    let wanted = || format!("type {coupon_type} and prefix '{prefix}'");
    // Nothing but the answer is made of it.
    match early(activation(request, &context)).await? {
        Activation::Activated(coupon) | Activation::Replayed(coupon) => {
            Ok(ActivateCouponResponse { result: coupon.into() })
        }
        Activation::Conflict { coupon_type, prefix } => Err(ServiceError::conflict(format!(
            "This ActivateId activated a coupon of type {coupon_type} and prefix '{prefix}' before, not of {}.",
            wanted()
        ))),
        Activation::NoneLeft(why) => Err(ServiceError::not_found(format!(
            "No coupon of {} can be activated: {why}.",
            wanted()
        ))),
    }
}

/// An empty id asks for a new one: such a call cannot be repeated. A seed that is older than the
/// store draws ids that activated something before; only the store knows, also of other emulators,
/// so each of those is tried and drawn again.
async fn activation(request: ActivateCoupon, context: &Context) -> Result<Activation, StoreError> {
    let (coupons, ids) = (context.tenant().coupons(), context.tenant().chance(Purpose::ActivateId));
    let mut command = command(request, context);
    if !command.activate_id.is_nil() {
        return coupons.activate(command).await;
    }
    loop {
        command.activate_id = ids.guid();
        match coupons.activate(command.clone()).await? {
            Activation::Replayed(_) | Activation::Conflict { .. } if ids.repeats() => {}
            done => return Ok(done),
        }
    }
}

fn command(request: ActivateCoupon, context: &Context) -> Activate {
    let now = context.clock().now().naive_utc();
    Activate {
        coupon_type: request.coupon_type,
        prefix: request.prefix,
        activate_id: request.activate_id,
        at: now,
        receipt: Some(Receipt { opdate: now, batch_num: None, pos_num: None, receipt_num: None }),
    }
}
