//! `GET /Coupons/CouponXReceipts`: coupons with the receipts they were activated and spent on.

use chrono::{DateTime, NaiveDateTime, Utc};
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::coupon_dto::CouponData;
use super::listing::list;
use crate::service::typed::Ticks;
use crate::service::{Context, Reply, ServiceError, Services};
use crate::store::{self, DateRange, Filter, Receipt};

/// The request. The long route calls its last two variables `validTo_start` and `validTo_end`,
/// which are no members: on that route they bind to nothing, as on the real host.
#[derive(Debug, Deserialize)]
struct GetCouponXReceipts {
    coupon_type: Option<i32>,
    coupon_status: Option<i32>,
    coupon_code: Option<String>,
    pos_num: Option<i32>,
    activate_start: Option<DateTime<Utc>>,
    activate_end: Option<DateTime<Utc>>,
    spend_start: Option<DateTime<Utc>>,
    spend_end: Option<DateTime<Utc>>,
    #[serde(rename = "validFrom_start")]
    valid_from_start: Option<DateTime<Utc>>,
    #[serde(rename = "validFrom_end")]
    valid_from_end: Option<DateTime<Utc>>,
    valid_start: Option<DateTime<Utc>>,
    valid_end: Option<DateTime<Utc>>,
}

/// The list of the answer.
const LIST: &str = "CouponXReceipts";

/// `CouponXReceipts`: a coupon up to its SpendId, then the receipts, then what the real host's page
/// shows of the limits.
#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
struct CouponXReceipts {
    id: i32,
    code: String,
    coupon_type: i32,
    expiration_date: Ticks,
    voided: bool,
    used: bool,
    use_time: Option<Ticks>,
    data: Option<CouponData>,
    coupon_status: i32,
    activate_id: Option<Uuid>,
    spend_id: Option<Uuid>,
    #[serde(rename = "activate_opdate")]
    activate_opdate: Option<Ticks>,
    #[serde(rename = "activate_batch_num")]
    activate_batch_num: Option<i32>,
    #[serde(rename = "activate_pos_num")]
    activate_pos_num: Option<i32>,
    #[serde(rename = "activate_receipt_num")]
    activate_receipt_num: Option<i32>,
    #[serde(rename = "spend_opdate")]
    spend_opdate: Option<Ticks>,
    #[serde(rename = "spend_batch_num")]
    spend_batch_num: Option<i32>,
    #[serde(rename = "spend_pos_num")]
    spend_pos_num: Option<i32>,
    #[serde(rename = "spend_receipt_num")]
    spend_receipt_num: Option<i32>,
    check_sum_from: Option<Decimal>,
    check_sum_to: Option<Decimal>,
    discount_amount_limit: Option<Decimal>,
}

/// Registers the service.
pub fn register(services: &mut Services) {
    services.handle("GetCouponXReceipts", receipts);
}

async fn receipts(request: GetCouponXReceipts, context: Context) -> Result<Reply, ServiceError> {
    list::<CouponXReceipts>(context, LIST, request.into()).await
}

impl From<GetCouponXReceipts> for Filter {
    /// A coupon is valid from its activation on and until its ExpirationDate.
    fn from(request: GetCouponXReceipts) -> Self {
        let naive = |time: Option<DateTime<Utc>>| time.map(|time| time.naive_utc());
        Self {
            coupon_type: request.coupon_type,
            status: request.coupon_status,
            code: request.coupon_code,
            pos_num: request.pos_num,
            activation: DateRange {
                start: later(naive(request.activate_start), naive(request.valid_from_start)),
                end: earlier(naive(request.activate_end), naive(request.valid_from_end)),
            },
            spending: DateRange {
                start: naive(request.spend_start),
                end: naive(request.spend_end),
            },
            expiration: DateRange {
                start: naive(request.valid_start),
                end: naive(request.valid_end),
            },
        }
    }
}

fn later(one: Option<NaiveDateTime>, other: Option<NaiveDateTime>) -> Option<NaiveDateTime> {
    one.into_iter().chain(other).max()
}

fn earlier(one: Option<NaiveDateTime>, other: Option<NaiveDateTime>) -> Option<NaiveDateTime> {
    one.into_iter().chain(other).min()
}

impl From<store::Coupon> for CouponXReceipts {
    fn from(coupon: store::Coupon) -> Self {
        let (terms, state) = (coupon.terms, coupon.state);
        let (activation, spending) = (state.activation.as_ref(), state.spending.as_ref());
        let opdate = |receipt: &Receipt| Ticks::from(receipt.opdate);
        Self {
            id: coupon.id,
            code: coupon.code,
            coupon_type: terms.coupon_type,
            expiration_date: terms.expiration_date.into(),
            voided: state.voided,
            used: state.used,
            use_time: state.use_time.map(Ticks::from),
            data: terms.data.as_ref().map(CouponData::from),
            coupon_status: state.status as i32,
            activate_id: state.activate_id,
            spend_id: state.spend_id,
            activate_opdate: activation.map(opdate),
            activate_batch_num: activation.and_then(|receipt| receipt.batch_num),
            activate_pos_num: activation.and_then(|receipt| receipt.pos_num),
            activate_receipt_num: activation.and_then(|receipt| receipt.receipt_num),
            spend_opdate: spending.map(opdate),
            spend_batch_num: spending.and_then(|receipt| receipt.batch_num),
            spend_pos_num: spending.and_then(|receipt| receipt.pos_num),
            spend_receipt_num: spending.and_then(|receipt| receipt.receipt_num),
            check_sum_from: terms.check_sum_from,
            check_sum_to: terms.check_sum_to,
            discount_amount_limit: terms.discount_amount_limit,
        }
    }
}
