//! A coupon and its state: added, activated, spent; voided or expired at any point.

use std::sync::Arc;

use chrono::NaiveDateTime;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{Activate, Refusal, Spend, compact};

/// Longest code in bytes.
pub const MAX_CODE: usize = 512;

/// Longest terms in bytes, by the measure of [`Terms::is_too_large`].
pub(super) const MAX_TERMS: usize = 64 * 1024;

/// The number of a coupon: 1 for the first, ascending in the order of adding. The host's `int`.
pub type CouponId = i32;

/// One coupon as it stands now. Times are UTC with a resolution of 100 ns.
#[derive(Debug, Clone, PartialEq)]
pub struct Coupon {
    /// Given by the store.
    pub id: CouponId,
    /// Unique among all coupons of every type.
    pub code: String,
    /// How many bytes of the code are the prefix it was added with.
    pub prefix_length: usize,
    /// What it was made with.
    pub terms: Arc<Terms>,
    /// What happened to it since.
    pub state: CouponState,
}

/// What the coupons of one call of AddCoupons have in common. It never changes.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Terms {
    /// The host's CouponType.
    pub coupon_type: i32,
    /// The last instant at which it can be activated or spent.
    #[serde(with = "compact")]
    pub expiration_date: NaiveDateTime,
    /// The products it is for.
    pub data: Option<CouponData>,
    /// Smallest sum of a receipt it is good for.
    #[serde(with = "compact")]
    pub check_sum_from: Option<Decimal>,
    /// Greatest sum of a receipt it is good for.
    #[serde(with = "compact")]
    pub check_sum_to: Option<Decimal>,
    /// Greatest discount per unit.
    #[serde(with = "compact")]
    pub discount_amount_limit: Option<Decimal>,
    /// Greatest discount per receipt.
    #[serde(with = "compact")]
    pub discount_sum_limit: Option<Decimal>,
    /// 1 if a receipt takes only one such coupon.
    pub single_coupon_per_check: Option<i32>,
    /// What another vendor's host attaches, as text that the store keeps and never reads.
    pub vendor: Option<String>,
}

impl Terms {
    /// Terms with nothing but a type and an end.
    ///
    /// ```
    /// use servicestack_emulator::store::Terms;
    /// let terms = Terms::new(7, chrono::DateTime::from_timestamp(0, 0).unwrap().naive_utc());
    /// assert_eq!(terms.coupon_type, 7);
    /// assert_eq!(terms.data, None);
    /// ```
    pub fn new(coupon_type: i32, expiration_date: NaiveDateTime) -> Self {
        Terms {
            coupon_type,
            expiration_date,
            data: None,
            check_sum_from: None,
            check_sum_to: None,
            discount_amount_limit: None,
            discount_sum_limit: None,
            single_coupon_per_check: None,
            vendor: None,
        }
    }

    /// Whether no engine takes them. What one engine takes any other does as well, so the measure
    /// is no engine's own: an upper bound of what they take as plain bytes, together with the
    /// prefix.
    pub(super) fn is_too_large(&self, prefix: &str) -> bool {
        const MEMBERS: usize = 256;
        const PROD: usize = 80;
        let text = |text: &Option<String>| text.as_ref().map_or(0, String::len);
        let prods = self.data.iter().flat_map(|data| &data.prods);
        let prods: usize = prods.map(|prod| PROD + text(&prod.prod_id)).sum();
        MEMBERS + prefix.len() + prods + text(&self.vendor) > MAX_TERMS
    }

    /// Whether the end has passed at the instant `at`.
    pub fn expired(&self, at: NaiveDateTime) -> bool {
        at > self.expiration_date
    }
}

/// The products a coupon is for. As text it has the members that AddCoupons takes.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct CouponData {
    /// In the order they were given.
    pub prods: Vec<CouponProd>,
}

/// One product of a coupon, in the host's own terms.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct CouponProd {
    /// The host's product number.
    pub prod_id: Option<String>,
    /// 1 for a service.
    pub is_service: i32,
    /// The host's kind of product line.
    #[serde(rename = "Type")]
    pub kind: i32,
    /// How many units.
    #[serde(with = "compact")]
    pub s_count: Decimal,
    /// How to read `value`.
    pub value_type: i32,
    /// Price, percentage or amount.
    #[serde(with = "compact")]
    pub value: Decimal,
    /// Further units.
    #[serde(with = "compact")]
    pub s_count_additive: Decimal,
}

/// What happened to a coupon.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct CouponState {
    /// How far it has come.
    pub status: CouponStatus,
    /// Ended by hand.
    pub voided: bool,
    /// Used up; made so, or by spending.
    pub used: bool,
    /// When it was spent.
    #[serde(with = "compact")]
    pub use_time: Option<NaiveDateTime>,
    /// The ActivateId of its activation.
    pub activate_id: Option<Uuid>,
    /// The prefix its activation asked for; a repetition has to ask for the same.
    pub activate_prefix: Option<String>,
    /// The SpendId of its spending.
    pub spend_id: Option<Uuid>,
    /// The receipt it was activated on.
    pub activation: Option<Receipt>,
    /// The receipt it was spent on.
    pub spending: Option<Receipt>,
}

impl CouponState {
    /// The state a coupon is made with. A used one counts as spent.
    pub fn made(voided: bool, used: bool, activated: bool) -> Self {
        let status = match (used, activated) {
            (true, _) => CouponStatus::Spent,
            (false, true) => CouponStatus::Activated,
            (false, false) => CouponStatus::Added,
        };
        CouponState { status, voided, used, ..CouponState::default() }
    }

    /// Whether an activation can take it, as long as it is not expired.
    pub fn is_free(&self) -> bool {
        self.status == CouponStatus::Added && !self.voided && !self.used
    }

    /// What stands against spending it.
    pub(super) fn refuses_spending(&self, expired: bool) -> Option<Refusal> {
        match self {
            CouponState { voided: true, .. } => Some(Refusal::Voided),
            CouponState { used: true, .. } => Some(Refusal::Used),
            CouponState { status: CouponStatus::Added, .. } => Some(Refusal::NotActivated),
            _ => expired.then_some(Refusal::Expired),
        }
    }

    /// What stands against letting it end.
    pub(super) fn refuses_ending(&self) -> Option<Refusal> {
        match self {
            CouponState { voided: true, .. } => Some(Refusal::Voided),
            CouponState { used: true, .. } => Some(Refusal::Used),
            _ => None,
        }
    }

    /// The state after a till took it.
    pub(super) fn spent(&self, request: &Spend) -> Self {
        CouponState {
            status: CouponStatus::Spent,
            used: true,
            use_time: Some(request.at),
            spend_id: Some(request.spend_id),
            spending: request.receipt,
            ..self.clone()
        }
    }

    /// The state after an activation took it.
    pub(super) fn activated(&self, request: &Activate) -> Self {
        CouponState {
            status: CouponStatus::Activated,
            activate_id: Some(request.activate_id),
            activate_prefix: Some(request.prefix.clone()),
            activation: request.receipt,
            ..self.clone()
        }
    }
}

/// The host's CouponStatus.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
pub enum CouponStatus {
    /// Waits to be activated.
    #[default]
    Added = 0,
    /// Handed to a customer.
    Activated = 1,
    /// Taken by a till.
    Spent = 2,
}

impl CouponStatus {
    /// The status with the host's number, if there is one.
    ///
    /// ```
    /// use servicestack_emulator::store::CouponStatus;
    /// assert_eq!(CouponStatus::from_number(2), Some(CouponStatus::Spent));
    /// assert_eq!(CouponStatus::from_number(9), None);
    /// ```
    pub fn from_number(number: i32) -> Option<Self> {
        [Self::Added, Self::Activated, Self::Spent]
            .into_iter()
            .find(|status| *status as i32 == number)
    }
}

/// The receipt of a till on which a coupon was activated or spent. A till that is not known has no
/// numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Receipt {
    /// Operating date of the till.
    #[serde(with = "compact")]
    pub opdate: NaiveDateTime,
    /// Batch of receipts (a till's day).
    pub batch_num: Option<i32>,
    /// Number of the till.
    pub pos_num: Option<i32>,
    /// Number of the receipt within the batch.
    pub receipt_num: Option<i32>,
}
