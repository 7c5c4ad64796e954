//! One coupon as flat text members, for JSON and CSV alike.

use std::sync::Arc;

use chrono::{Datelike as _, NaiveDateTime};
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::store::{Coupon, CouponData, CouponState, CouponStatus, MAX_CODE, Receipt, Terms};

/// The members in the order of the columns.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
pub(super) struct Row {
    id: i32,
    code: String,
    prefix_length: usize,
    coupon_type: i32,
    expiration_date: String,
    voided: bool,
    used: bool,
    use_time: Option<String>,
    data: Option<String>,
    coupon_status: i32,
    activate_id: Option<Uuid>,
    activate_prefix: Option<String>,
    spend_id: Option<Uuid>,
    check_sum_from: Option<String>,
    check_sum_to: Option<String>,
    discount_amount_limit: Option<String>,
    discount_sum_limit: Option<String>,
    single_coupon_per_check: Option<i32>,
    activate_opdate: Option<String>,
    activate_batch_num: Option<i32>,
    activate_pos_num: Option<i32>,
    activate_receipt_num: Option<i32>,
    spend_opdate: Option<String>,
    spend_batch_num: Option<i32>,
    spend_pos_num: Option<i32>,
    spend_receipt_num: Option<i32>,
    vendor: Option<String>,
}

/// The columns of CSV.
pub(super) const NAMES: [&str; 27] = [
    "Id",
    "Code",
    "PrefixLength",
    "CouponType",
    "ExpirationDate",
    "Voided",
    "Used",
    "UseTime",
    "Data",
    "CouponStatus",
    "ActivateId",
    "ActivatePrefix",
    "SpendId",
    "CheckSumFrom",
    "CheckSumTo",
    "DiscountAmountLimit",
    "DiscountSumLimit",
    "SingleCouponPerCheck",
    "ActivateOpdate",
    "ActivateBatchNum",
    "ActivatePosNum",
    "ActivateReceiptNum",
    "SpendOpdate",
    "SpendBatchNum",
    "SpendPosNum",
    "SpendReceiptNum",
    "Vendor",
];

fn text(at: NaiveDateTime) -> String {
    at.format("%Y-%m-%dT%H:%M:%S%.f").to_string()
}

impl From<&Coupon> for Row {
    fn from(coupon: &Coupon) -> Self {
        let Coupon { id, code, prefix_length, terms, state } = coupon;
        let decimal = |value: Option<Decimal>| value.map(|value| value.to_string());
        let (activation, spending) = (state.activation.as_ref(), state.spending.as_ref());
        Row {
            id: *id,
            code: code.clone(),
            prefix_length: *prefix_length,
            coupon_type: terms.coupon_type,
            expiration_date: text(terms.expiration_date),
            voided: state.voided,
            used: state.used,
            use_time: state.use_time.map(text),
            data: terms.data.as_ref().map(write_data),
            coupon_status: state.status as i32,
            activate_id: state.activate_id,
            activate_prefix: state.activate_prefix.clone(),
            spend_id: state.spend_id,
            check_sum_from: decimal(terms.check_sum_from),
            check_sum_to: decimal(terms.check_sum_to),
            discount_amount_limit: decimal(terms.discount_amount_limit),
            discount_sum_limit: decimal(terms.discount_sum_limit),
            single_coupon_per_check: terms.single_coupon_per_check,
            activate_opdate: activation.map(|receipt| text(receipt.opdate)),
            activate_batch_num: activation.and_then(|receipt| receipt.batch_num),
            activate_pos_num: activation.and_then(|receipt| receipt.pos_num),
            activate_receipt_num: activation.and_then(|receipt| receipt.receipt_num),
            spend_opdate: spending.map(|receipt| text(receipt.opdate)),
            spend_batch_num: spending.and_then(|receipt| receipt.batch_num),
            spend_pos_num: spending.and_then(|receipt| receipt.pos_num),
            spend_receipt_num: spending.and_then(|receipt| receipt.receipt_num),
            vendor: terms.vendor.clone(),
        }
    }
}

impl TryFrom<Row> for Coupon {
    type Error = String;

    fn try_from(row: Row) -> Result<Self, String> {
        let terms = Terms {
            coupon_type: row.coupon_type,
            expiration_date: instant("ExpirationDate", &row.expiration_date)?,
            data: row.data.as_deref().map(read_data).transpose()?,
            check_sum_from: decimal("CheckSumFrom", row.check_sum_from)?,
            check_sum_to: decimal("CheckSumTo", row.check_sum_to)?,
            discount_amount_limit: decimal("DiscountAmountLimit", row.discount_amount_limit)?,
            discount_sum_limit: decimal("DiscountSumLimit", row.discount_sum_limit)?,
            single_coupon_per_check: row.single_coupon_per_check,
            vendor: row.vendor,
        };
        let status = row.coupon_status;
        let activation = receipt(
            "ActivateOpdate",
            row.activate_opdate,
            row.activate_batch_num,
            row.activate_pos_num,
            row.activate_receipt_num,
        )?;
        let spending = receipt(
            "SpendOpdate",
            row.spend_opdate,
            row.spend_batch_num,
            row.spend_pos_num,
            row.spend_receipt_num,
        )?;
        let state = CouponState {
            status: CouponStatus::from_number(status)
                .ok_or_else(|| format!("there is no CouponStatus {status}"))?,
            voided: row.voided,
            used: row.used,
            use_time: row.use_time.as_deref().map(|text| instant("UseTime", text)).transpose()?,
            activate_id: row.activate_id,
            // CSV does not distinguish an empty text from none.
            activate_prefix: row.activate_id.map(|_| row.activate_prefix.unwrap_or_default()),
            spend_id: row.spend_id,
            activation,
            spending,
        };
        check_state(&state)?;
        if row.code.len() > MAX_CODE || !row.code.is_char_boundary(row.prefix_length) {
            let Row { code, prefix_length, .. } = row;
            return Err(format!(
                "the code {code:.40} is longer than {MAX_CODE} bytes or has no prefix of {prefix_length} bytes"
            ));
        }
        Ok(Coupon {
            id: row.id,
            code: row.code,
            prefix_length: row.prefix_length,
            terms: Arc::new(terms),
            state,
        })
    }
}

fn receipt(
    name: &str,
    opdate: Option<String>,
    batch_num: Option<i32>,
    pos_num: Option<i32>,
    receipt_num: Option<i32>,
) -> Result<Option<Receipt>, String> {
    let opdate = opdate.map(|text| instant(name, &text)).transpose()?;
    Ok(opdate.map(|opdate| Receipt { opdate, batch_num, pos_num, receipt_num }))
}

/// An instant that a host can write.
fn instant(name: &str, text: &str) -> Result<NaiveDateTime, String> {
    let instant: Option<NaiveDateTime> = text.parse().ok();
    let instant = instant.filter(|instant| (1..=9999).contains(&instant.year()));
    instant.ok_or_else(|| format!("{name} is no instant of the years 1 to 9999: {text:.40}"))
}

/// What no coupon comes to by being added, activated, spent or voided.
fn check_state(state: &CouponState) -> Result<(), String> {
    let CouponState { status, activate_id, activate_prefix, spend_id, .. } = state;
    if activate_id.is_some() && *status == CouponStatus::Added {
        return Err("an ActivateId is given, and CouponStatus is 0".into());
    }
    if spend_id.is_some() && *status != CouponStatus::Spent {
        return Err(format!("a SpendId is given, and CouponStatus is {}", *status as i32));
    }
    if activate_prefix.as_ref().is_some_and(|prefix| prefix.len() > MAX_CODE) {
        return Err(format!("ActivatePrefix is longer than {MAX_CODE} bytes"));
    }
    Ok(())
}

fn decimal(name: &str, text: Option<String>) -> Result<Option<Decimal>, String> {
    text.map(|text| text.parse().map_err(|_| format!("{name} is no decimal number: {text}")))
        .transpose()
}

/// `Data` is JSON within the member, as AddCoupons takes it.
fn write_data(data: &CouponData) -> String {
    serde_json::to_string(data).expect("texts and numbers are always JSON")
}

fn read_data(text: &str) -> Result<CouponData, String> {
    serde_json::from_str(text).map_err(|error| format!("Data cannot be read: {error}"))
}
