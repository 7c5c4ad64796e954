//! The values of the rows as bytes. Field order is part of the format: change it only with the format's number.
//!
//! sled moves values of 128 KiB and more to files of their own, which a batch does not cover. No value comes near: the
//! terms, the longest part of any, are bounded for all engines.

use std::sync::Arc;

use rust_decimal::Decimal;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::store::ticks::{from_ticks, to_ticks};
use crate::store::{CouponData, CouponId, CouponProd, CouponStatus, Life, Receipt, Terms};

/// Bytes that do not make sense.
#[derive(Debug, Clone, Copy, thiserror::Error)]
#[error("a row cannot be read")]
pub(super) struct Unreadable;

/// What every value can do.
pub(super) trait Record: Sized {
    fn to_bytes(&self) -> Vec<u8>;
    fn from_bytes(bytes: &[u8]) -> Result<Self, Unreadable>;
}

/// Bytes that are enough for most values: without room to begin with, a life would make it grow four times.
const COMMON: usize = 64;

fn encode<T: Serialize>(value: &T) -> Vec<u8> {
    let bytes = Vec::with_capacity(COMMON);
    postcard::to_extend(value, bytes).expect("memory takes what these plain structures hold")
}

fn decode<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, Unreadable> {
    postcard::from_bytes(bytes).map_err(|_| Unreadable)
}

/// Coupons with consecutive Ids, one prefix and one kind of terms: those of one addition, or of several that continue
/// each other.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Series {
    pub(super) first_id: CouponId,
    pub(super) last_id: CouponId,
    pub(super) prefix: String,
    /// Whether codes ascend with Ids, so that the codes of a beginning are found by bisection.
    pub(super) sorted: bool,
    pub(super) terms: Arc<Terms>,
    /// The life all of them were made with.
    pub(super) life: Life,
}

/// How many coupons of a series are what; the rest is free or expired.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub(super) struct Tally {
    pub(super) voided: u32,
    pub(super) used: u32,
    pub(super) activated: u32,
}

impl Tally {
    /// The member that counts coupons with such a life; none counts the free ones.
    pub(super) fn of(&mut self, life: &Life) -> Option<&mut u32> {
        match life {
            Life { voided: true, .. } => Some(&mut self.voided),
            Life { used: true, .. } => Some(&mut self.used),
            life if !life.is_free() => Some(&mut self.activated),
            _ => None,
        }
    }
}

impl Record for Tally {
    fn to_bytes(&self) -> Vec<u8> {
        encode(self)
    }

    fn from_bytes(bytes: &[u8]) -> Result<Self, Unreadable> {
        decode(bytes)
    }
}

impl Record for CouponId {
    fn to_bytes(&self) -> Vec<u8> {
        self.to_be_bytes().to_vec()
    }

    fn from_bytes(bytes: &[u8]) -> Result<Self, Unreadable> {
        bytes.try_into().map(CouponId::from_be_bytes).map_err(|_| Unreadable)
    }
}

impl Record for String {
    fn to_bytes(&self) -> Vec<u8> {
        self.as_bytes().to_vec()
    }

    fn from_bytes(bytes: &[u8]) -> Result<Self, Unreadable> {
        String::from_utf8(bytes.to_vec()).map_err(|_| Unreadable)
    }
}

type Ticks = i64;
type DecimalBytes = [u8; 16];

#[derive(Serialize, Deserialize)]
struct StoredSeries {
    first_id: CouponId,
    last_id: CouponId,
    prefix: String,
    sorted: bool,
    terms: StoredTerms,
    life: StoredLife,
}

#[derive(Serialize, Deserialize)]
struct StoredTerms {
    coupon_type: i32,
    expiration_date: Ticks,
    data: Option<Vec<StoredProd>>,
    check_sum_from: Option<DecimalBytes>,
    check_sum_to: Option<DecimalBytes>,
    discount_amount_limit: Option<DecimalBytes>,
    discount_sum_limit: Option<DecimalBytes>,
    single_coupon_per_check: Option<i32>,
    vendor: Option<String>,
}

#[derive(Serialize, Deserialize)]
struct StoredProd {
    prod_id: Option<String>,
    is_service: i32,
    kind: i32,
    s_count: DecimalBytes,
    value_type: i32,
    value: DecimalBytes,
    s_count_additive: DecimalBytes,
}

#[derive(Serialize, Deserialize)]
struct StoredLife {
    status: i32,
    voided: bool,
    used: bool,
    use_time: Option<Ticks>,
    activate_id: Option<[u8; 16]>,
    activate_prefix: Option<String>,
    spend_id: Option<[u8; 16]>,
    activation: Option<StoredReceipt>,
    spending: Option<StoredReceipt>,
}

#[derive(Serialize, Deserialize)]
struct StoredReceipt {
    opdate: Ticks,
    batch_num: Option<i32>,
    pos_num: Option<i32>,
    receipt_num: Option<i32>,
}

impl Record for Series {
    fn to_bytes(&self) -> Vec<u8> {
        encode(&StoredSeries {
            first_id: self.first_id,
            last_id: self.last_id,
            prefix: self.prefix.clone(),
            sorted: self.sorted,
            terms: StoredTerms::from(&*self.terms),
            life: StoredLife::from(&self.life),
        })
    }

    fn from_bytes(bytes: &[u8]) -> Result<Self, Unreadable> {
        let StoredSeries { first_id, last_id, prefix, sorted, terms, life } = decode(bytes)?;
        Ok(Series { first_id, last_id, prefix, sorted, terms: Arc::new(terms.read()?), life: life.read()? })
    }
}

impl Record for Life {
    fn to_bytes(&self) -> Vec<u8> {
        encode(&StoredLife::from(self))
    }

    fn from_bytes(bytes: &[u8]) -> Result<Self, Unreadable> {
        decode::<StoredLife>(bytes)?.read()
    }
}

impl From<&Terms> for StoredTerms {
    fn from(terms: &Terms) -> Self {
        let decimal = |value: Option<Decimal>| value.map(|value| value.serialize());
        StoredTerms {
            coupon_type: terms.coupon_type,
            expiration_date: to_ticks(terms.expiration_date),
            data: terms.data.as_ref().map(|data| data.prods.iter().map(StoredProd::from).collect()),
            check_sum_from: decimal(terms.check_sum_from),
            check_sum_to: decimal(terms.check_sum_to),
            discount_amount_limit: decimal(terms.discount_amount_limit),
            discount_sum_limit: decimal(terms.discount_sum_limit),
            single_coupon_per_check: terms.single_coupon_per_check,
            vendor: terms.vendor.clone(),
        }
    }
}

impl StoredTerms {
    fn read(self) -> Result<Terms, Unreadable> {
        let decimal = |value: Option<DecimalBytes>| value.map(Decimal::deserialize);
        let prods =
            |prods: Vec<StoredProd>| CouponData { prods: prods.into_iter().map(CouponProd::from).collect() };
        Ok(Terms {
            coupon_type: self.coupon_type,
            expiration_date: from_ticks(self.expiration_date).ok_or(Unreadable)?,
            data: self.data.map(prods),
            check_sum_from: decimal(self.check_sum_from),
            check_sum_to: decimal(self.check_sum_to),
            discount_amount_limit: decimal(self.discount_amount_limit),
            discount_sum_limit: decimal(self.discount_sum_limit),
            single_coupon_per_check: self.single_coupon_per_check,
            vendor: self.vendor,
        })
    }
}

impl From<&CouponProd> for StoredProd {
    fn from(prod: &CouponProd) -> Self {
        StoredProd {
            prod_id: prod.prod_id.clone(),
            is_service: prod.is_service,
            kind: prod.kind,
            s_count: prod.s_count.serialize(),
            value_type: prod.value_type,
            value: prod.value.serialize(),
            s_count_additive: prod.s_count_additive.serialize(),
        }
    }
}

impl From<StoredProd> for CouponProd {
    fn from(stored: StoredProd) -> Self {
        CouponProd {
            prod_id: stored.prod_id,
            is_service: stored.is_service,
            kind: stored.kind,
            s_count: Decimal::deserialize(stored.s_count),
            value_type: stored.value_type,
            value: Decimal::deserialize(stored.value),
            s_count_additive: Decimal::deserialize(stored.s_count_additive),
        }
    }
}

impl From<&Life> for StoredLife {
    fn from(life: &Life) -> Self {
        StoredLife {
            status: life.status as i32,
            voided: life.voided,
            used: life.used,
            use_time: life.use_time.map(to_ticks),
            activate_id: life.activate_id.map(Uuid::into_bytes),
            activate_prefix: life.activate_prefix.clone(),
            spend_id: life.spend_id.map(Uuid::into_bytes),
            activation: life.activation.map(StoredReceipt::from),
            spending: life.spending.map(StoredReceipt::from),
        }
    }
}

impl StoredLife {
    fn read(self) -> Result<Life, Unreadable> {
        Ok(Life {
            status: CouponStatus::from_number(self.status).ok_or(Unreadable)?,
            voided: self.voided,
            used: self.used,
            use_time: self.use_time.map(|ticks| from_ticks(ticks).ok_or(Unreadable)).transpose()?,
            activate_id: self.activate_id.map(Uuid::from_bytes),
            activate_prefix: self.activate_prefix,
            spend_id: self.spend_id.map(Uuid::from_bytes),
            activation: self.activation.map(StoredReceipt::read).transpose()?,
            spending: self.spending.map(StoredReceipt::read).transpose()?,
        })
    }
}

impl From<Receipt> for StoredReceipt {
    fn from(receipt: Receipt) -> Self {
        let Receipt { opdate, batch_num, pos_num, receipt_num } = receipt;
        StoredReceipt { opdate: to_ticks(opdate), batch_num, pos_num, receipt_num }
    }
}

impl StoredReceipt {
    fn read(self) -> Result<Receipt, Unreadable> {
        let StoredReceipt { opdate, batch_num, pos_num, receipt_num } = self;
        Ok(Receipt { opdate: from_ticks(opdate).ok_or(Unreadable)?, batch_num, pos_num, receipt_num })
    }
}
