//! ActivateCoupon as the recorded hosts answered it: always the same coupon.

use chrono::{DateTime, NaiveDate, Utc};
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};
use servicestack_emulator::service::{ServiceError, Services};
use uuid::Uuid;

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct ActivateCoupon {
    coupon_type: i32,
    prefix: Option<String>,
    activate_id: Uuid,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct ActivateCouponResponse {
    result: Coupon,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct Coupon {
    id: i32,
    code: String,
    coupon_type: i32,
    expiration_date: Option<DateTime<Utc>>,
    data: CouponData,
    coupon_status: i32,
    activate_id: Uuid,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct CouponData {
    prods: Vec<CouponProd>,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct CouponProd {
    prod_id: &'static str,
    #[serde(rename = "SCount")]
    count: Decimal,
    value: Decimal,
}

pub(super) fn register(services: &mut Services) {
    services.handle("ActivateCoupon", async |request: ActivateCoupon, _| activate(request));
}

fn activate(request: ActivateCoupon) -> Result<ActivateCouponResponse, ServiceError> {
    let prefix = request.prefix.unwrap_or_default();
    if prefix == "ERR" {
        return Err(ServiceError::not_found("Coupon not found"));
    }
    let product =
        CouponProd { prod_id: "P,1", count: Decimal::new(150, 2), value: Decimal::from(2) };
    let expires = NaiveDate::from_ymd_opt(2030, 1, 2).and_then(|day| day.and_hms_opt(3, 4, 5));
    let result = Coupon {
        id: 7,
        code: format!("{prefix}0001"),
        coupon_type: request.coupon_type,
        expiration_date: expires.map(|clock| clock.and_utc()),
        data: CouponData { prods: vec![product] },
        coupon_status: 1,
        activate_id: request.activate_id,
    };
    Ok(ActivateCouponResponse { result })
}
