//! The bytes of terms, lives and additions: what postcard makes of the structures here. The order of their fields is
//! part of the format: change it only with the format's number.

use std::borrow::Cow;
use std::sync::Arc;

use postcard::ser_flavors::Flavor;
use postcard::serialize_with_flavor;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::runs::{Prepared, Run};
use super::series::{Series, Texts};
use crate::store::ticks::{from_ticks, to_ticks};
use crate::store::{CouponData, CouponId, CouponProd, CouponStatus, Life, Receipt, Terms};

type Ticks = i64;
type DecimalBytes = [u8; 16];

/// Bytes that are enough for most values: without room to begin with, a life would make it grow four times.
const COMMON: usize = 64;

pub(super) fn encode<T: Serialize>(value: &T, bytes: &mut Vec<u8>) {
    serialize_with_flavor(value, Appended(bytes)).expect("memory takes what these plain structures hold");
}

pub(super) fn decode<'a, T: Deserialize<'a>>(bytes: &'a [u8]) -> Option<T> {
    postcard::from_bytes(bytes).ok()
}

/// Room that is there already. postcard has flavours for a vector of its own and for all that can be extended, which
/// begin with no room or take ten times as long for a byte.
struct Appended<'a>(&'a mut Vec<u8>);

impl Flavor for Appended<'_> {
    type Output = ();

    fn try_push(&mut self, byte: u8) -> postcard::Result<()> {
        self.0.push(byte);
        Ok(())
    }

    fn try_extend(&mut self, bytes: &[u8]) -> postcard::Result<()> {
        self.0.extend_from_slice(bytes);
        Ok(())
    }

    fn finalize(self) -> postcard::Result<()> {
        Ok(())
    }
}

/// Reads a value that may be missing.
fn each<T, U>(value: Option<T>, read: impl FnOnce(T) -> Option<U>) -> Option<Option<U>> {
    value.map_or(Some(None), |value| read(value).map(Some))
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
struct StoredLife<'a> {
    status: i32,
    voided: bool,
    used: bool,
    use_time: Option<Ticks>,
    activate_id: Option<[u8; 16]>,
    #[serde(borrow)]
    activate_prefix: Option<Cow<'a, str>>,
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

#[derive(Serialize, Deserialize)]
struct StoredSeries<'a> {
    first: CouponId,
    last: CouponId,
    prefix_length: usize,
    terms: StoredTerms,
    #[serde(borrow)]
    life: StoredLife<'a>,
    texts: Cow<'a, Texts>,
}

/// The bytes of a series.
pub(super) fn encode_series(series: &Series) -> Vec<u8> {
    let stored = StoredSeries {
        first: series.first,
        last: series.last,
        prefix_length: series.prefix_length,
        terms: StoredTerms::from(&*series.terms),
        life: StoredLife::from(&series.life),
        texts: Cow::Borrowed(&series.texts),
    };
    let mut bytes = Vec::with_capacity(COMMON);
    encode(&stored, &mut bytes);
    bytes
}

pub(super) fn decode_series(bytes: &[u8]) -> Option<Series> {
    let StoredSeries { first, last, prefix_length, terms, life, texts } = decode(bytes)?;
    let (terms, life, texts) = (Arc::new(terms.read()?), life.read()?, texts.into_owned());
    (first <= last).then_some(Series { first, last, prefix_length, terms, life, texts, changed: 0 })
}

#[derive(Serialize, Deserialize)]
struct StoredAddition<'a> {
    prefix: Cow<'a, str>,
    terms: StoredTerms,
    #[serde(borrow)]
    life: StoredLife<'a>,
    runs: Cow<'a, [Run]>,
}

/// Appends the bytes of an addition.
pub(super) fn encode_addition(addition: &Prepared, bytes: &mut Vec<u8>) {
    let Prepared { prefix, terms, life, runs } = addition;
    let stored = StoredAddition {
        prefix: Cow::from(prefix),
        terms: StoredTerms::from(&**terms),
        life: StoredLife::from(life),
        runs: Cow::from(runs),
    };
    encode(&stored, bytes);
}

pub(super) fn decode_addition(bytes: &[u8]) -> Option<Prepared> {
    let StoredAddition { prefix, terms, life, runs } = decode(bytes)?;
    let (terms, life) = (Arc::new(terms.read()?), life.read()?);
    Some(Prepared { prefix: prefix.into_owned(), terms, life, runs: runs.into_owned() })
}

/// The bytes of a life.
pub(super) fn encode_life(life: &Life) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(COMMON);
    encode(&StoredLife::from(life), &mut bytes);
    bytes
}

pub(super) fn decode_life(bytes: &[u8]) -> Option<Life> {
    decode::<StoredLife<'_>>(bytes)?.read()
}

/// A life without the text its activation asked for, which costs most of the reading.
pub(super) fn decode_brief(bytes: &[u8]) -> Option<Life> {
    StoredLife { activate_prefix: None, ..decode(bytes)? }.read()
}

impl Life {
    /// Makes the life what will be read, which knows no time between two ticks.
    pub(super) fn round_to_ticks(&mut self) -> Option<()> {
        if let Some(at) = &mut self.use_time {
            *at = from_ticks(to_ticks(*at))?;
        }
        for receipt in [&mut self.activation, &mut self.spending].into_iter().flatten() {
            *receipt = StoredReceipt::from(*receipt).read()?;
        }
        Some(())
    }
}

impl Terms {
    /// Makes the terms what will be read.
    pub(super) fn round_to_ticks(&mut self) {
        let end = &mut self.expiration_date;
        *end = from_ticks(to_ticks(*end)).unwrap_or(*end);
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
    fn read(self) -> Option<Terms> {
        let decimal = |value: Option<DecimalBytes>| value.map(Decimal::deserialize);
        let prods =
            |prods: Vec<StoredProd>| CouponData { prods: prods.into_iter().map(CouponProd::from).collect() };
        Some(Terms {
            coupon_type: self.coupon_type,
            expiration_date: from_ticks(self.expiration_date)?,
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

impl<'a> From<&'a Life> for StoredLife<'a> {
    fn from(life: &'a Life) -> Self {
        StoredLife {
            status: life.status as i32,
            voided: life.voided,
            used: life.used,
            use_time: life.use_time.map(to_ticks),
            activate_id: life.activate_id.map(Uuid::into_bytes),
            activate_prefix: life.activate_prefix.as_deref().map(Cow::from),
            spend_id: life.spend_id.map(Uuid::into_bytes),
            activation: life.activation.map(StoredReceipt::from),
            spending: life.spending.map(StoredReceipt::from),
        }
    }
}

impl StoredLife<'_> {
    fn read(self) -> Option<Life> {
        Some(Life {
            status: CouponStatus::from_number(self.status)?,
            voided: self.voided,
            used: self.used,
            use_time: each(self.use_time, from_ticks)?,
            activate_id: self.activate_id.map(Uuid::from_bytes),
            activate_prefix: self.activate_prefix.map(Cow::into_owned),
            spend_id: self.spend_id.map(Uuid::from_bytes),
            activation: each(self.activation, StoredReceipt::read)?,
            spending: each(self.spending, StoredReceipt::read)?,
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
    fn read(self) -> Option<Receipt> {
        let StoredReceipt { opdate, batch_num, pos_num, receipt_num } = self;
        Some(Receipt { opdate: from_ticks(opdate)?, batch_num, pos_num, receipt_num })
    }
}
