//! The bytes of series and lives: what postcard makes of the structures here. The order of their fields is part of the
//! format: change it only with the format's number.

use std::borrow::Cow;
use std::sync::Arc;

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::record::{Record, Series, Unreadable, decode, encode};
use crate::store::ticks::{from_ticks, to_ticks};
use crate::store::{CouponData, CouponId, CouponProd, CouponStatus, Life, Receipt, Terms};

type Ticks = i64;
type DecimalBytes = [u8; 16];

#[derive(Serialize, Deserialize)]
struct StoredSeries<'a> {
    first_id: CouponId,
    last_id: CouponId,
    prefix: Cow<'a, str>,
    sorted: bool,
    terms: StoredTerms,
    life: StoredLife<'a>,
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

impl Record for Series {
    fn append_to(&self, bytes: &mut Vec<u8>) {
        let stored = StoredSeries {
            first_id: self.first_id,
            last_id: self.last_id,
            prefix: Cow::from(&self.prefix),
            sorted: self.sorted,
            terms: StoredTerms::from(&*self.terms),
            life: StoredLife::from(&self.life),
        };
        encode(&stored, bytes);
    }

    fn from_bytes(bytes: &[u8]) -> Result<Self, Unreadable> {
        let StoredSeries { first_id, last_id, prefix, sorted, terms, life } = decode(bytes)?;
        let (prefix, terms, life) = (prefix.into_owned(), Arc::new(terms.read()?), life.read()?);
        Ok(Series { first_id, last_id, prefix, sorted, terms, life })
    }
}

impl Record for Life {
    fn append_to(&self, bytes: &mut Vec<u8>) {
        encode(&StoredLife::from(self), bytes);
    }

    fn from_bytes(bytes: &[u8]) -> Result<Self, Unreadable> {
        decode::<StoredLife>(bytes)?.read()
    }
}

impl Life {
    /// Makes the life what will be read, which knows no time between two ticks.
    pub(super) fn cut_to_ticks(&mut self) -> Result<(), Unreadable> {
        if let Some(at) = &mut self.use_time {
            *at = from_ticks(to_ticks(*at)).ok_or(Unreadable)?;
        }
        for receipt in [&mut self.activation, &mut self.spending].into_iter().flatten() {
            *receipt = StoredReceipt::from(*receipt).read()?;
        }
        Ok(())
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
    fn read(self) -> Result<Life, Unreadable> {
        Ok(Life {
            status: CouponStatus::from_number(self.status).ok_or(Unreadable)?,
            voided: self.voided,
            used: self.used,
            use_time: self.use_time.map(|ticks| from_ticks(ticks).ok_or(Unreadable)).transpose()?,
            activate_id: self.activate_id.map(Uuid::from_bytes),
            activate_prefix: self.activate_prefix.map(Cow::into_owned),
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

#[cfg(test)]
mod tests {
    use chrono::NaiveDateTime;
    use proptest::prelude::*;

    use super::*;

    fn any_instant() -> impl Strategy<Value = NaiveDateTime> {
        (-10_000_000_000_i64..10_000_000_000, 0_u32..1_000_000_000).prop_map(|(seconds, nanos)| {
            chrono::DateTime::from_timestamp(seconds, nanos).unwrap().naive_utc()
        })
    }

    fn any_receipt() -> impl Strategy<Value = Receipt> {
        (any_instant(), any::<Option<i32>>(), any::<Option<i32>>(), any::<Option<i32>>()).prop_map(
            |(opdate, batch_num, pos_num, receipt_num)| Receipt { opdate, batch_num, pos_num, receipt_num },
        )
    }

    proptest! {
        #[test]
        fn a_life_is_cut_to_what_will_be_read(
            status in 0..3,
            (voided, used) in any::<(bool, bool)>(),
            use_time in prop::option::of(any_instant()),
            ids in any::<[Option<u128>; 2]>(),
            activate_prefix in any::<Option<String>>(),
            activation in prop::option::of(any_receipt()),
            spending in prop::option::of(any_receipt()),
        ) {
            let status = CouponStatus::from_number(status).unwrap();
            let [activate_id, spend_id] = ids.map(|id| id.map(Uuid::from_u128));
            let mut life =
                Life { status, voided, used, use_time, activate_id, activate_prefix, spend_id, activation, spending };
            let read = Life::from_bytes(&life.to_bytes()).unwrap();
            life.cut_to_ticks().unwrap();
            prop_assert_eq!(&life, &read);
            prop_assert_eq!(&Life::from_bytes(&read.to_bytes()).unwrap(), &read);
        }
    }
}
