//! What a request must fulfil, in the order in which it is checked.

use chrono::{DateTime, NaiveDate, Utc};
use rust_decimal::Decimal;
use serde::Serialize;

use super::request::{AskedProduct, RawRequest};
use crate::config::{MikoSettings, Textual as _};
use crate::hosts::miko::directory::Directory;
use crate::hosts::miko::refusal::Refusal;

/// A request that can be done.
#[derive(Debug)]
pub struct GenerateCoupons {
    /// More than none, at most the limit.
    pub count: usize,
    pub kind: CouponKind,
    pub many_times: bool,
    /// As the directory spells it.
    pub distributor_guid: Option<String>,
    pub crm_invoice: Option<String>,
    pub crm_invoice_date: Option<String>,
    pub description: Option<String>,
    pub products: Vec<CouponProduct>,
}

/// `coupontype`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub enum CouponKind {
    /// Gives a client products.
    NewProduct,
    /// Prolongs the trial of products.
    TrialExtend,
}

/// A product that can be had for the coupon.
#[derive(Debug)]
pub struct CouponProduct {
    /// As the directory spells it.
    pub guid: String,
    pub multiplier: Decimal,
    pub end: SubscriptionEnd,
}

/// How long a client has the product.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SubscriptionEnd {
    /// For ever.
    Never,
    /// Until a day, the same for all.
    On(NaiveDate),
    /// So many days from the activation on.
    AfterDays(i64),
}

/// Checks rule after rule; the first broken one is reported.
pub fn checked(
    raw: RawRequest<'_>,
    settings: &MikoSettings,
    directory: &Directory,
) -> Result<GenerateCoupons, Refusal> {
    let kind = kind(raw.coupon_type.as_deref())?;
    let count = count(raw.coupons_count.unwrap_or(1), settings.coupons_per_call.get())?;
    let many_times = many_times(raw.use_many_times.unwrap_or(0), kind)?;
    let distributor_guid =
        raw.distributor_guid.map(|guid| known_distributor(&guid, directory)).transpose()?;
    let trial = kind == CouponKind::TrialExtend && settings.trial_needs_days;
    let guids = raw
        .products
        .iter()
        .enumerate()
        .map(|(place, product)| known_product(product, place, directory));
    let guids = guids.collect::<Result<Vec<_>, _>>()?;
    let products = raw.products.iter().zip(guids).enumerate();
    let products = products
        .map(|(place, (product, guid))| checked_product(product, guid, place, trial))
        .collect::<Result<_, _>>()?;
    Ok(GenerateCoupons {
        count,
        kind,
        many_times,
        distributor_guid,
        crm_invoice: raw.crm_invoice.map(Into::into),
        crm_invoice_date: raw.crm_invoice_date.map(|date| invoice_date(&date)).transpose()?,
        description: raw.description.map(Into::into),
        products,
    })
}

fn kind(coupon_type: Option<&str>) -> Result<CouponKind, Refusal> {
    match coupon_type {
        None | Some("NewProduct") => Ok(CouponKind::NewProduct),
        Some("TrialExtend") => Ok(CouponKind::TrialExtend),
        Some(_) => Err(Refusal::bad("coupontype must be NewProduct or TrialExtend")),
    }
}

fn count(count: i64, limit: u64) -> Result<usize, Refusal> {
    match usize::try_from(count) {
        Ok(0) | Err(_) => Err(Refusal::bad("Count must be bigger than 0")),
        Ok(count) if count as u64 > limit => {
            Err(Refusal::bad(format!("Count must not be bigger than {limit}")))
        }
        Ok(count) => Ok(count),
    }
}

fn many_times(flag: i64, kind: CouponKind) -> Result<bool, Refusal> {
    match (flag, kind) {
        (0, _) => Ok(false),
        (1, CouponKind::TrialExtend) => Ok(true),
        (1, CouponKind::NewProduct) => Err(Refusal::bad("usemanytimes must be 0 with NewProduct")),
        _ => Err(Refusal::bad("usemanytimes must be 0 or 1")),
    }
}

fn known_distributor(guid: &str, directory: &Directory) -> Result<String, Refusal> {
    let known = directory.distributor(guid).map(|distributor| distributor.guid.clone());
    known.ok_or_else(|| Refusal::message(404, "Unknown distributor GUID"))
}

fn known_product(
    product: &AskedProduct<'_>,
    place: usize,
    directory: &Directory,
) -> Result<String, Refusal> {
    let Some(guid) = &product.guid else {
        return Err(Refusal::bad(format!("products[{place}].guid is required")));
    };
    let known = directory.product(guid).map(|product| product.guid.clone());
    known.ok_or_else(|| {
        Refusal::message(404, format!("Unknown product GUID in products[{place}].guid"))
    })
}

fn checked_product(
    product: &AskedProduct<'_>,
    guid: String,
    place: usize,
    trial: bool,
) -> Result<CouponProduct, Refusal> {
    let at =
        |field: &str, broken: &str| Refusal::bad(format!("products[{place}].{field} {broken}"));
    let multiplier = multiplier(product.multiplier.as_deref())
        .ok_or_else(|| at("multiplier", "must be a positive number"))?;
    let end = match (product.fixed_expire.as_deref(), product.extend_days.unwrap_or(0)) {
        (_, ..0) => return Err(at("extenddays", "must not be negative")),
        (Some(_), _) if trial => return Err(at("fixedexpire", "must be absent with TrialExtend")),
        (_, 0) if trial => return Err(at("extenddays", "must be bigger than 0 with TrialExtend")),
        (Some(_), 1..) => return Err(at("fixedexpire", "and extenddays must not both be set")),
        (Some(date), 0) => SubscriptionEnd::On(
            day(date).ok_or_else(|| at("fixedexpire", "must be a date such as 2028-09-11"))?,
        ),
        (None, 0) => SubscriptionEnd::Never,
        (None, days) => SubscriptionEnd::AfterDays(days),
    };
    Ok(CouponProduct { guid, multiplier, end })
}

/// An absent one is 1, as in the vendor's cabinet.
fn multiplier(text: Option<&str>) -> Option<Decimal> {
    let Some(text) = text else { return Some(Decimal::ONE) };
    Decimal::from_str_exact(text).ok().filter(|number| *number > Decimal::ZERO)
}

/// `2028-09-11`, no more and no less.
fn day(text: &str) -> Option<NaiveDate> {
    text.parse().ok().filter(|_| text.len() == "2028-09-11".len())
}

/// Documented as a date-time, shown as a date: both are taken, and kept as sent.
fn invoice_date(text: &str) -> Result<String, Refusal> {
    match DateTime::<Utc>::parse(text) {
        Some(_) => Ok(text.to_owned()),
        None => Err(Refusal::bad(
            "crminvoicedate must be a date such as 2024-09-11 or 2024-09-11T10:00:00Z",
        )),
    }
}
