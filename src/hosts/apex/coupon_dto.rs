//! The coupon as its DTO has it, and as AddCoupons' `Data` text describes its products.

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::service::typed::Ticks;
use crate::store;

/// `Coupon`.
#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct Coupon {
    id: i32,
    code: String,
    coupon_type: i32,
    expiration_date: Ticks,
    voided: bool,
    used: bool,
    use_time: Option<Ticks>,
    data: Option<CouponData>,
    coupon_status: i32,
    activate_id: Option<Uuid>,
    spend_id: Option<Uuid>,
    check_sum_from: Option<Decimal>,
    check_sum_to: Option<Decimal>,
    discount_amount_limit: Option<Decimal>,
    discount_sum_limit: Option<Decimal>,
    single_coupon_per_check: Option<i32>,
}

/// `CouponData`.
#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct CouponData {
    prods: Vec<CouponProd>,
}

/// `CouponProd`.
#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct CouponProd {
    prod_id: Option<String>,
    is_service: i32,
    r#type: i32,
    #[serde(rename = "SCount")]
    s_count: Decimal,
    value_type: i32,
    value: Decimal,
    #[serde(rename = "SCountAdditive")]
    s_count_additive: Decimal,
}

impl From<store::Coupon> for Coupon {
    fn from(coupon: store::Coupon) -> Self {
        let (terms, state) = (coupon.terms, coupon.state);
        Self {
            id: coupon.id,
            code: coupon.code,
            coupon_type: terms.coupon_type,
            expiration_date: terms.expiration_date.into(),
            voided: state.voided,
            used: state.used,
            use_time: state.use_time.map(Ticks::from),
            data: terms.data.as_ref().map(CouponData::from),
            coupon_status: state.status as i32,
            activate_id: state.activate_id,
            spend_id: state.spend_id,
            check_sum_from: terms.check_sum_from,
            check_sum_to: terms.check_sum_to,
            discount_amount_limit: terms.discount_amount_limit,
            discount_sum_limit: terms.discount_sum_limit,
            single_coupon_per_check: terms.single_coupon_per_check,
        }
    }
}

impl From<&store::CouponData> for CouponData {
    fn from(data: &store::CouponData) -> Self {
        Self { prods: data.prods.iter().map(CouponProd::from).collect() }
    }
}

impl From<&store::CouponProd> for CouponProd {
    fn from(prod: &store::CouponProd) -> Self {
        Self {
            prod_id: prod.prod_id.clone(),
            is_service: prod.is_service,
            r#type: prod.kind,
            s_count: prod.s_count,
            value_type: prod.value_type,
            value: prod.value,
            s_count_additive: prod.s_count_additive,
        }
    }
}

impl From<CouponData> for store::CouponData {
    fn from(data: CouponData) -> Self {
        Self { prods: data.prods.into_iter().map(store::CouponProd::from).collect() }
    }
}

impl From<CouponProd> for store::CouponProd {
    fn from(prod: CouponProd) -> Self {
        Self {
            prod_id: prod.prod_id,
            is_service: prod.is_service,
            kind: prod.r#type,
            s_count: prod.s_count,
            value_type: prod.value_type,
            value: prod.value,
            s_count_additive: prod.s_count_additive,
        }
    }
}
