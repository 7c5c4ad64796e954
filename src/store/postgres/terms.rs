//! The terms of a series as a column: JSON, so that people can read it. Decimals are texts and keep
//! their scale.

use std::str::FromStr;

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use super::engine_error::EngineError;
use crate::store::ticks::from_ticks;
use crate::store::{CouponData, CouponProd, Terms};

/// What is not a column of its own.
#[derive(Serialize, Deserialize, Default)]
#[serde(rename_all = "PascalCase", default)]
struct Stored {
    #[serde(skip_serializing_if = "Option::is_none")]
    prods: Option<Vec<StoredProd>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    check_sum_from: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    check_sum_to: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    discount_amount_limit: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    discount_sum_limit: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    single_coupon_per_check: Option<i32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    vendor: Option<String>,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
struct StoredProd {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    prod_id: Option<String>,
    is_service: i32,
    r#type: i32,
    s_count: String,
    value_type: i32,
    value: String,
    s_count_additive: String,
}

/// The text for the column.
pub(super) fn write(terms: &Terms) -> String {
    let decimal = |value: Option<Decimal>| value.map(|value| value.to_string());
    let prods = |data: &CouponData| data.prods.iter().map(StoredProd::from).collect();
    let stored = Stored {
        prods: terms.data.as_ref().map(prods),
        check_sum_from: decimal(terms.check_sum_from),
        check_sum_to: decimal(terms.check_sum_to),
        discount_amount_limit: decimal(terms.discount_amount_limit),
        discount_sum_limit: decimal(terms.discount_sum_limit),
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
    let decimal = |text: Option<String>| text.as_deref().map(number).transpose();
    let prods =
        |prods: Vec<StoredProd>| prods.into_iter().map(StoredProd::read).collect::<Result<_, _>>();
    Ok(Terms {
        data: stored.prods.map(prods).transpose()?.map(|prods| CouponData { prods }),
        check_sum_from: decimal(stored.check_sum_from)?,
        check_sum_to: decimal(stored.check_sum_to)?,
        discount_amount_limit: decimal(stored.discount_amount_limit)?,
        discount_sum_limit: decimal(stored.discount_sum_limit)?,
        single_coupon_per_check: stored.single_coupon_per_check,
        vendor: stored.vendor,
        ..Terms::new(coupon_type, end)
    })
}

fn number(text: &str) -> Result<Decimal, EngineError> {
    Decimal::from_str(text)
        .map_err(|_| EngineError::Unreadable(format!("terms: {text} is no number")))
}

impl From<&CouponProd> for StoredProd {
    fn from(prod: &CouponProd) -> Self {
        StoredProd {
            prod_id: prod.prod_id.clone(),
            is_service: prod.is_service,
            r#type: prod.kind,
            s_count: prod.s_count.to_string(),
            value_type: prod.value_type,
            value: prod.value.to_string(),
            s_count_additive: prod.s_count_additive.to_string(),
        }
    }
}

impl StoredProd {
    fn read(self) -> Result<CouponProd, EngineError> {
        Ok(CouponProd {
            prod_id: self.prod_id,
            is_service: self.is_service,
            kind: self.r#type,
            s_count: number(&self.s_count)?,
            value_type: self.value_type,
            value: number(&self.value)?,
            s_count_additive: number(&self.s_count_additive)?,
        })
    }
}
