//! The request of AddCoupons, checked and turned into a call of the store.

use chrono::{DateTime, Utc};
use rust_decimal::Decimal;
use serde::Deserialize;

use super::codes::Padding;
use crate::hosts::apex::CallLimits;
use crate::hosts::apex::coupon_dto::CouponData;
use crate::service::{FieldError, ServiceError};
use crate::store::{self, Addition, Codes, CouponState, MAX_CODE, Terms};

/// The request.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct AddCoupons {
    pub code_from: i64,
    pub r#type: i32,
    pub exp_date: DateTime<Utc>,
    pub code_to: i64,
    pub prefix: String,
    pub suffix: String,
    pub data: String,
    pub code_length: i32,
    pub code_fill: char,
    pub code_fill_right: bool,
    pub voided: bool,
    pub used: bool,
    pub check_sum_from: Option<Decimal>,
    pub check_sum_to: Option<Decimal>,
    pub discount_amount_limit: Option<Decimal>,
    pub discount_sum_limit: Option<Decimal>,
    pub single_coupon_per_check: Option<i32>,
    pub activate: bool,
}

/// How many bytes the codes of a call may have on average, where it makes as many coupons as it
/// may: those that exist already are listed in one text.
const BYTES_A_COUPON: u128 = 128;

/// The codes of a call may have so many bytes whatever the number of coupons.
const LEAST_BYTES: u128 = 16 << 20;

/// Whether it holds; else the ErrorCode, the member and the message.
type Rule = (bool, &'static str, &'static str, String);

/// A request whose numbers make sense.
pub struct Checked {
    request: AddCoupons,
    first: u64,
    last: u64,
    padding: Padding,
}

impl AddCoupons {
    /// Checks the numbers; every broken one is reported.
    pub fn checked(self, limits: CallLimits) -> Result<Checked, ServiceError> {
        let padding = Padding {
            length: usize::try_from(self.code_length).unwrap_or_default(),
            fill: if self.code_fill == '\0' { '0' } else { self.code_fill },
            right: self.code_fill_right,
        };
        let broken: Vec<FieldError> = self.broken(padding, limits).collect();
        let (Ok(first), Ok(last), []) =
            (u64::try_from(self.code_from), u64::try_from(self.code_to), &broken[..])
        else {
            return Err(ServiceError::Validation(broken));
        };
        Ok(Checked { first, last, padding, request: self })
    }

    fn broken(&self, padding: Padding, limits: CallLimits) -> impl Iterator<Item = FieldError> {
        let rules = self.range(limits).into_iter().chain(self.sizes(padding, limits));
        rules
            .filter(|(holds, ..)| !holds)
            .map(|(_, code, field, message)| field_error(code, field, message))
    }

    fn count(&self) -> i128 {
        i128::from(self.code_to) - i128::from(self.code_from) + 1
    }

    fn range(&self, limits: CallLimits) -> [Rule; 4] {
        let not_negative = |number: i64, field, name: &str| {
            let message = format!("'{name}' must be greater than or equal to '0'.");
            (number >= 0, "GreaterThanOrEqual", field, message)
        };
        let (count, most) = (self.count(), limits.coupons);
        [
            not_negative(self.code_from, "CodeFrom", "Code From"),
            (
                count > 0,
                "GreaterThanOrEqual",
                "CodeTo",
                format!("'Code To' must be greater than or equal to '{}'.", self.code_from),
            ),
            (
                count <= i128::from(most),
                "LessThanOrEqual",
                "CodeTo",
                format!("One call makes at most {most} coupons, this one asks for {count}."),
            ),
            not_negative(self.code_length.into(), "CodeLength", "Code Length"),
        ]
    }

    fn sizes(&self, padding: Padding, limits: CallLimits) -> [Rule; 3] {
        let count = self.count();
        let room = u64::try_from(self.code_to).is_ok_and(|last| padding.holds(last));
        let most = u128::from(limits.coupons).saturating_mul(BYTES_A_COUPON).max(LEAST_BYTES);
        let length = self.longest_code(padding);
        let fits = count.unsigned_abs().saturating_mul(length as u128) <= most;
        [
            (
                self.code_to < 0 || room,
                "MaximumLength",
                "CodeLength",
                format!("'Code To' {} has more than {} digits.", self.code_to, self.code_length),
            ),
            (
                count <= 0 || length > MAX_CODE || fits,
                "LessThanOrEqual",
                "CodeTo",
                format!(
                    "The codes of one call have at most {most} bytes together, \
                     these have up to {length} each."
                ),
            ),
            (
                length <= MAX_CODE,
                "MaximumLength",
                self.longest_member(padding),
                format!("A code has at most {MAX_CODE} bytes, these would have up to {length}."),
            ),
        ]
    }

    /// Bytes of the longest code. Nothing is made for it: the length may be any number.
    fn longest_code(&self, padding: Padding) -> usize {
        let [first, last] =
            [self.code_from, self.code_to].map(|number| u64::try_from(number).unwrap_or_default());
        padding
            .numbers(first, last, self.suffix.clone())
            .longest()
            .saturating_add(self.prefix.len())
    }

    /// The member that does most to the length of a code.
    fn longest_member(&self, padding: Padding) -> &'static str {
        let members = [
            (padding.length, "CodeLength"),
            (self.prefix.len(), "Prefix"),
            (self.suffix.len(), "Suffix"),
        ];
        members
            .into_iter()
            .max_by_key(|(length, _)| *length)
            .map_or("CodeLength", |(_, member)| member)
    }

    fn terms(&self) -> Result<Terms, ServiceError> {
        Ok(Terms {
            data: read_data(&self.data)?,
            check_sum_from: self.check_sum_from,
            check_sum_to: self.check_sum_to,
            discount_amount_limit: self.discount_amount_limit,
            discount_sum_limit: self.discount_sum_limit,
            single_coupon_per_check: self.single_coupon_per_check,
            ..Terms::new(self.r#type, self.exp_date.naive_utc())
        })
    }
}

impl TryFrom<Checked> for Addition {
    type Error = ServiceError;

    fn try_from(checked: Checked) -> Result<Self, ServiceError> {
        let Checked { request, first, last, padding } = checked;
        let terms = request.terms()?;
        let state = CouponState::made(request.voided, request.used, request.activate);
        let codes = Codes::Numbers(padding.numbers(first, last, request.suffix));
        Ok(Self { prefix: request.prefix, codes, terms, state })
    }
}

/// `Data` is CouponData as JSV or JSON text; the tolerant JSV reader takes both.
fn read_data(text: &str) -> Result<Option<store::CouponData>, ServiceError> {
    if text.trim().is_empty() {
        return Ok(None);
    }
    let data: CouponData = jsv_codec::from_str(text).map_err(|error| {
        let message = format!("'Data' is neither JSV nor JSON text of a CouponData: {error}");
        ServiceError::Validation(vec![field_error("SerializationException", "Data", message)])
    })?;
    Ok(Some(data.into()))
}

fn field_error(code: &str, field: &str, message: String) -> FieldError {
    FieldError { code: code.to_owned(), field: Some(field.to_owned()), message, meta: None }
}
