//! What the store keeps of generated coupons: a CouponType of their own, their products as the
//! host's own operations show them, and as `vendor` text all that the host has no member for.

use chrono::{NaiveDate, NaiveDateTime, NaiveTime};
use serde::{Deserialize, Serialize};

use super::rules::{CouponProduct, GenerateCoupons, SubscriptionEnd};
use crate::config::MikoSettings;
use crate::hosts::miko::refusal::Refusal;
use crate::store::{CouponData, CouponProd, Terms};

/// The `vendor` text of a generated coupon, as JSON: its request but for the count.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Generated {
    /// The four letters.
    pub vendor: String,
    /// `NewProduct` or `TrialExtend`.
    pub coupontype: String,
    /// 1 if many clients may use it, each once.
    pub usemanytimes: u8,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub distributorguid: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub crminvoice: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub crminvoicedate: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    pub products: Vec<GeneratedProduct>,
}

/// One of its products.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct GeneratedProduct {
    pub guid: String,
    pub multiplier: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fixedexpire: Option<NaiveDate>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub extenddays: Option<i64>,
}

impl GenerateCoupons {
    /// The terms of its coupons.
    pub fn terms(&self, settings: &MikoSettings) -> Result<Terms, Refusal> {
        let generated = Generated {
            vendor: settings.vendor.as_str().to_owned(),
            coupontype: format!("{:?}", self.kind),
            usemanytimes: u8::from(self.many_times),
            distributorguid: self.distributor_guid.clone(),
            crminvoice: self.crm_invoice.clone(),
            crminvoicedate: self.crm_invoice_date.clone(),
            description: self.description.clone(),
            products: self.products.iter().map(GeneratedProduct::from).collect(),
        };
        let vendor =
            serde_json::to_string(&generated).map_err(|error| Refusal::internal(&error))?;
        let prods = self.products.iter().map(CouponProd::from).collect();
        Ok(Terms {
            data: Some(CouponData { prods }),
            vendor: Some(vendor),
            ..Terms::new(settings.coupon_type, never())
        })
    }
}

/// The coupon itself has no end; only what it gives may have one. The day leaves room for every
/// time zone before the end of .NET's years.
fn never() -> NaiveDateTime {
    NaiveDate::from_ymd_opt(9999, 12, 31).unwrap_or(NaiveDate::MAX).and_time(NaiveTime::MIN)
}

impl From<&CouponProduct> for GeneratedProduct {
    fn from(product: &CouponProduct) -> Self {
        let (fixedexpire, extenddays) = match product.end {
            SubscriptionEnd::Never => (None, None),
            SubscriptionEnd::On(day) => (Some(day), None),
            SubscriptionEnd::AfterDays(days) => (None, Some(days)),
        };
        let multiplier = product.multiplier.to_string();
        Self { guid: product.guid.clone(), multiplier, fixedexpire, extenddays }
    }
}

impl From<&CouponProduct> for CouponProd {
    fn from(product: &CouponProduct) -> Self {
        Self { prod_id: Some(product.guid.clone()), s_count: product.multiplier, ..Self::default() }
    }
}
