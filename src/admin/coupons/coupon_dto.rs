//! A coupon with its history, as its DTO has it.

use chrono::NaiveDateTime;
use rust_decimal::Decimal;
use serde::Serialize;
use uuid::Uuid;

use crate::service::typed::Ticks;
use crate::store::{Coupon, Receipt};

/// `CouponInfo`.
#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct CouponInfo {
    id: i32,
    code: String,
    coupon_type: i32,
    expiration_date: Ticks,
    coupon_status: i32,
    voided: bool,
    used: bool,
    expired: bool,
    use_time: Option<Ticks>,
    activate_id: Option<Uuid>,
    activate_prefix: Option<String>,
    spend_id: Option<Uuid>,
    activation: Option<TillReceipt>,
    spending: Option<TillReceipt>,
    check_sum_from: Option<Decimal>,
    check_sum_to: Option<Decimal>,
    discount_amount_limit: Option<Decimal>,
    discount_sum_limit: Option<Decimal>,
    single_coupon_per_check: Option<i32>,
}

/// `TillReceipt`.
#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
struct TillReceipt {
    opdate: Ticks,
    batch_num: Option<i32>,
    pos_num: Option<i32>,
    receipt_num: Option<i32>,
}

impl CouponInfo {
    /// The coupon as it stands at an instant.
    pub fn at(coupon: Coupon, now: NaiveDateTime) -> Self {
        let Coupon { id, code, terms, state, .. } = coupon;
        Self {
            id,
            code,
            coupon_type: terms.coupon_type,
            expiration_date: terms.expiration_date.into(),
            coupon_status: state.status as i32,
            voided: state.voided,
            used: state.used,
            expired: terms.expired(now),
            use_time: state.use_time.map(Ticks::from),
            activate_id: state.activate_id,
            activate_prefix: state.activate_prefix,
            spend_id: state.spend_id,
            activation: state.activation.map(TillReceipt::from),
            spending: state.spending.map(TillReceipt::from),
            check_sum_from: terms.check_sum_from,
            check_sum_to: terms.check_sum_to,
            discount_amount_limit: terms.discount_amount_limit,
            discount_sum_limit: terms.discount_sum_limit,
            single_coupon_per_check: terms.single_coupon_per_check,
        }
    }
}

impl From<Receipt> for TillReceipt {
    fn from(receipt: Receipt) -> Self {
        let Receipt { opdate, batch_num, pos_num, receipt_num } = receipt;
        Self { opdate: opdate.into(), batch_num, pos_num, receipt_num }
    }
}
