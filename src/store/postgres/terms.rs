//! The terms of a series as a column: JSON, so that people can read it. Decimals are texts and keep
//! their scale.

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use super::engine_error::EngineError;
use crate::store::ticks::from_ticks;
use crate::store::{CouponData, CouponProd, Terms, compact};

/// What is not a column of its own.
#[derive(Serialize, Deserialize, Default)]
#[serde(rename_all = "PascalCase", default)]
struct Stored {
    #[serde(skip_serializing_if = "Option::is_none")]
    prods: Option<Vec<CouponProd>>,
    #[serde(with = "compact", skip_serializing_if = "Option::is_none")]
    check_sum_from: Option<Decimal>,
    #[serde(with = "compact", skip_serializing_if = "Option::is_none")]
    check_sum_to: Option<Decimal>,
    #[serde(with = "compact", skip_serializing_if = "Option::is_none")]
    discount_amount_limit: Option<Decimal>,
    #[serde(with = "compact", skip_serializing_if = "Option::is_none")]
    discount_sum_limit: Option<Decimal>,
    #[serde(skip_serializing_if = "Option::is_none")]
    single_coupon_per_check: Option<i32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    vendor: Option<String>,
}

/// The text for the column.
pub(super) fn write(terms: &Terms) -> String {
    let stored = Stored {
        prods: terms.data.as_ref().map(|data| data.prods.clone()),
        check_sum_from: terms.check_sum_from,
        check_sum_to: terms.check_sum_to,
        discount_amount_limit: terms.discount_amount_limit,
        discount_sum_limit: terms.discount_sum_limit,
        single_coupon_per_check: terms.single_coupon_per_check,
        vendor: terms.vendor.clone(),
    };
    serde_json::to_string(&stored).expect("texts and numbers are always JSON")
}

/// The terms out of the columns.
pub(super) fn read(coupon_type: i32, expiration: i64, text: &str) -> Result<Terms, EngineError> {
    let stored: Stored = serde_json::from_str(text)
        .map_err(|error| EngineError::Unreadable(format!("terms: {error}")))?;
    let end =
        from_ticks(expiration).ok_or_else(|| EngineError::Unreadable("expiration".to_owned()))?;
    Ok(Terms {
        data: stored.prods.map(|prods| CouponData { prods }),
        check_sum_from: stored.check_sum_from,
        check_sum_to: stored.check_sum_to,
        discount_amount_limit: stored.discount_amount_limit,
        discount_sum_limit: stored.discount_sum_limit,
        single_coupon_per_check: stored.single_coupon_per_check,
        vendor: stored.vendor,
        ..Terms::new(coupon_type, end)
    })
}
