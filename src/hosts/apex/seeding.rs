//! Seed data: the coupons that a store is begun with, added as if a client had called AddCoupons.

use std::sync::Arc;

use super::CallLimits;
use super::add_coupons::AddCoupons;
use crate::config::{CouponRange, SeedData};
use crate::lab::Seed;
use crate::service::ServiceError;
use crate::store::{Addition, Coupons, MemoryCoupons, StoreError};

/// A range of seed data that AddCoupons would refuse.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`coupons[{place}]`: {reason}")]
pub struct SeedError {
    /// Its place in the document, from 0.
    pub place: usize,
    /// What AddCoupons says of it.
    pub reason: String,
}

/// What came of seeding a store.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Seeded {
    /// Coupons made.
    pub inserted: u64,
    /// Codes that existed already; they were left as they are.
    pub omitted: u64,
}

/// Checks seed data by the rules of AddCoupons.
///
/// # Errors
/// The first range that AddCoupons would refuse.
pub fn additions(data: SeedData, limits: CallLimits) -> Result<Vec<Addition>, SeedError> {
    let ranges = data.coupons.into_iter().enumerate();
    ranges
        .map(|(place, range)| {
            addition(range, limits).map_err(|error| SeedError { place, reason: reason(error) })
        })
        .collect()
}

/// Adds them, range by range. Doing so again changes nothing.
///
/// # Errors
/// An error of the store.
pub async fn seed(coupons: &dyn Coupons, additions: Vec<Addition>) -> Result<Seeded, StoreError> {
    let mut seeded = Seeded::default();
    for addition in additions {
        let added = coupons.add(addition).await?;
        seeded.inserted += added.inserted;
        seeded.omitted += added.omitted.len() as u64;
    }
    Ok(seeded)
}

/// A store in memory that holds nothing else. No answer shows what it draws for itself.
///
/// # Errors
/// An error of the store.
pub fn in_memory(additions: Vec<Addition>) -> Result<Arc<dyn Coupons>, StoreError> {
    let coupons = MemoryCoupons::new(&Seed::from_os());
    additions.into_iter().try_for_each(|addition| coupons.add_at_once(addition).map(drop))?;
    Ok(Arc::new(coupons))
}

/// Checks one range by the rules of AddCoupons.
///
/// # Errors
/// What AddCoupons says of it.
pub fn addition(range: CouponRange, limits: CallLimits) -> Result<Addition, ServiceError> {
    AddCoupons::from(range).checked(limits)?.try_into()
}

fn reason(error: ServiceError) -> String {
    match error {
        ServiceError::Validation(fields) => {
            fields.into_iter().map(|field| field.message).collect::<Vec<_>>().join(" ")
        }
        other => other.to_string(),
    }
}

impl From<CouponRange> for AddCoupons {
    fn from(range: CouponRange) -> Self {
        Self {
            code_from: range.from,
            r#type: range.coupon_type,
            exp_date: range.expires.0,
            code_to: range.to,
            prefix: range.prefix,
            suffix: range.suffix,
            data: range.data,
            code_length: range.code_length,
            code_fill: range.code_fill,
            code_fill_right: range.code_fill_right,
            voided: range.voided,
            used: range.used,
            check_sum_from: range.check_sum_from,
            check_sum_to: range.check_sum_to,
            discount_amount_limit: range.discount_amount_limit,
            discount_sum_limit: range.discount_sum_limit,
            single_coupon_per_check: range.single_coupon_per_check,
            activate: range.activate,
        }
    }
}
