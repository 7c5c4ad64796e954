//! `POST /coupons`: adds coupons, a range of numbers or a list of codes, as ApexERPHost's
//! AddCoupons.

use std::sync::Arc;

use chrono::{DateTime, Utc};
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::admin::refused::{of_store, wrong};
use crate::admin::registry::handle;
use crate::admin::{Admin, AdminCall};
use crate::config::{CouponRange, Text};
use crate::hosts::apex;
use crate::service::{ServiceError, Services};
use crate::store::{Codes, MAX_CODE};

/// The last second of .NET's calendar.
const NEVER: DateTime<Utc> = DateTime::from_timestamp(253_402_300_799, 0).expect("year 9999");

#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
struct AddCoupons {
    r#type: i32,
    exp_date: Option<DateTime<Utc>>,
    prefix: String,
    codes: Vec<String>,
    code_from: i64,
    code_to: i64,
    code_length: i32,
    suffix: String,
    activate: bool,
    voided: bool,
    used: bool,
    data: String,
    check_sum_from: Option<Decimal>,
    check_sum_to: Option<Decimal>,
    discount_amount_limit: Option<Decimal>,
    discount_sum_limit: Option<Decimal>,
    single_coupon_per_check: Option<i32>,
    tenant: Option<String>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
struct AddCouponsResponse {
    last_id: Option<i32>,
    inserted: u64,
    omitted: Vec<String>,
}

pub fn register(services: &mut Services, admin: &Arc<Admin>) {
    handle(services, admin, "AddCoupons", add);
}

async fn add(mut request: AddCoupons, call: AdminCall) -> Result<AddCouponsResponse, ServiceError> {
    let tenant = call.tenant(request.tenant.as_deref())?;
    let codes = std::mem::take(&mut request.codes);
    check(&request, &codes)?;
    let mut addition = apex::addition(request.into(), call.admin.limits)?;
    if !codes.is_empty() {
        addition.codes = Codes::list(codes);
    }
    let added = tenant.coupons().add(addition).await.map_err(of_store)?;
    let (last_id, inserted, omitted) = (added.last_id, added.inserted, added.omitted);
    Ok(AddCouponsResponse { last_id, inserted, omitted })
}

fn check(request: &AddCoupons, codes: &[String]) -> Result<(), ServiceError> {
    let room = MAX_CODE.saturating_sub(request.prefix.len());
    let has_numbers = request.code_from != 0 || request.code_to != 0 || !request.suffix.is_empty();
    if !codes.is_empty() && has_numbers {
        let sentence = "give `Codes`, or the numbers from `CodeFrom` to `CodeTo`, not both";
        return Err(wrong(400, "Contradiction", "Codes", sentence));
    }
    let is_odd = |code: &String| code.trim().is_empty() || code.chars().any(char::is_control);
    if codes.iter().any(is_odd) {
        let sentence = "a code is neither empty nor blank, and has no control characters";
        return Err(wrong(400, "InvalidCode", "Codes", sentence));
    }
    if codes.iter().any(|code| code.len() > room) {
        return Err(wrong(
            400,
            "MaximumLength",
            "Codes",
            format!("a code has at most {MAX_CODE} bytes"),
        ));
    }
    Ok(())
}

impl From<AddCoupons> for CouponRange {
    fn from(request: AddCoupons) -> Self {
        Self {
            coupon_type: request.r#type,
            prefix: request.prefix,
            suffix: request.suffix,
            from: request.code_from,
            to: request.code_to,
            code_length: request.code_length,
            code_fill: '0',
            code_fill_right: false,
            expires: Text(request.exp_date.unwrap_or(NEVER)),
            data: request.data,
            voided: request.voided,
            used: request.used,
            activate: request.activate,
            check_sum_from: request.check_sum_from,
            check_sum_to: request.check_sum_to,
            discount_amount_limit: request.discount_amount_limit,
            discount_sum_limit: request.discount_sum_limit,
            single_coupon_per_check: request.single_coupon_per_check,
        }
    }
}
