//! The calls of the store, and what it answers. An engine error is
//! [`StoreError`](super::StoreError); everything a client may cause is an answer.

use std::fmt;

use chrono::NaiveDateTime;
use uuid::Uuid;

use super::{Codes, Coupon, CouponId, CouponState, Receipt, Terms};

/// Coupons to be made in one call, all or none.
#[derive(Debug)]
pub struct Addition {
    /// What every code begins with; activations by this very text are the fastest.
    pub prefix: String,
    /// The rest of each code, in the order of the Ids to be given.
    pub codes: Codes,
    /// What they have in common.
    pub terms: Terms,
    /// What they start with.
    pub state: CouponState,
}

/// What came of an [`Addition`].
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Added {
    /// Id of the last coupon made; none if every code existed.
    pub last_id: Option<CouponId>,
    /// How many were made.
    pub inserted: u64,
    /// Codes that existed already, or came twice, in the order given.
    pub omitted: Vec<String>,
}

/// Asks for one coupon of a type: that with exactly this code, or else that with the smallest Id
/// whose code begins so.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Activate {
    /// The host's CouponType.
    pub coupon_type: i32,
    /// A whole code, or its beginning; every letter counts.
    pub prefix: String,
    /// Repeating the call with the same id gives the same coupon.
    pub activate_id: Uuid,
    /// Now; decides what is expired.
    pub at: NaiveDateTime,
    /// The till's receipt, if it is known.
    pub receipt: Option<Receipt>,
}

/// What came of an [`Activate`].
#[derive(Debug, Clone, PartialEq)]
pub enum Activation {
    /// This call activated it.
    Activated(Coupon),
    /// An earlier call with the same id did. The coupon as it stands now; nothing was changed.
    Replayed(Coupon),
    /// An earlier call with the same id asked for this type and prefix.
    Conflict {
        /// Type of the earlier call.
        coupon_type: i32,
        /// Prefix of the earlier call.
        prefix: String,
    },
    /// There is none to activate.
    NoneLeft(WhyNone),
}

/// Why no coupon of a type and prefix can be activated: what has become of them. More than one
/// member can be true.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct WhyNone {
    /// Some are voided.
    pub voided: bool,
    /// Some are used (or spent).
    pub used: bool,
    /// Some are activated already.
    pub activated: bool,
    /// Some are expired.
    pub expired: bool,
}

impl WhyNone {
    /// Whether there never was a coupon of that type and prefix.
    pub fn no_such(&self) -> bool {
        *self == WhyNone::default()
    }

    /// Adds what the state of one coupon says; the first of voided, used, activated, expired
    /// counts.
    pub fn add(&mut self, state: &CouponState, expired: bool) {
        match state {
            CouponState { voided: true, .. } => self.voided = true,
            CouponState { used: true, .. } => self.used = true,
            state if !state.is_free() => self.activated = true,
            _ => self.expired |= expired,
        }
    }
}

/// The end of a sentence such as "no coupon can be activated: …".
impl fmt::Display for WhyNone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let said = [
            (self.used, "used"),
            (self.voided, "voided"),
            (self.activated, "activated"),
            (self.expired, "expired"),
        ];
        let said: Vec<_> = said.iter().filter(|(so, _)| *so).map(|(_, word)| *word).collect();
        match said.split_last() {
            None => f.write_str("there is none of that type and prefix"),
            Some((one, [])) => write!(f, "all are {one}"),
            Some((last, others)) => write!(f, "all are {} or {last}", others.join(", ")),
        }
    }
}

/// Names one coupon.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CouponKey {
    /// By its number.
    Id(CouponId),
    /// By its code.
    Code(String),
}

/// A till takes a coupon.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Spend {
    /// Which one.
    pub coupon: CouponKey,
    /// Repeating the call with the same id gives the same answer.
    pub spend_id: Uuid,
    /// Now; becomes the UseTime.
    pub at: NaiveDateTime,
    /// The till's receipt, if it is known.
    pub receipt: Option<Receipt>,
}

/// Lets a coupon end.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Expire {
    /// Which one.
    pub coupon: CouponKey,
    /// Now: it ends a second before.
    pub at: NaiveDateTime,
}

impl Expire {
    /// The terms of the coupon afterwards.
    pub(super) fn terms(&self, before: &Terms) -> Terms {
        let end = self.at.checked_sub_signed(chrono::TimeDelta::seconds(1));
        Terms { expiration_date: end.unwrap_or(NaiveDateTime::MIN), ..before.clone() }
    }
}

/// What came of spending, voiding or ending one coupon.
#[derive(Debug, Clone, PartialEq)]
pub enum Change {
    /// This call did it.
    Done(Coupon),
    /// It was so already, by the same id. Nothing was changed.
    Replayed(Coupon),
    /// No coupon of that name.
    NoSuchCoupon,
    /// The coupon is past it, or not yet there.
    Refused(Refusal),
}

/// Why a coupon cannot be spent, voided or let end.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// It was voided.
    #[error("the coupon is voided")]
    Voided,
    /// It was spent, with another SpendId.
    #[error("the coupon is used")]
    Used,
    /// Its end has passed.
    #[error("the coupon is expired")]
    Expired,
    /// It is still waiting for its activation.
    #[error("the coupon is not activated")]
    NotActivated,
}

/// Which coupons to list. Every member that is given must hold.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Filter {
    /// Of this type.
    pub coupon_type: Option<i32>,
    /// Of this status. A number that is no status matches nothing.
    pub status: Option<i32>,
    /// With exactly this code.
    pub code: Option<String>,
    /// Activated or spent at this till.
    pub pos_num: Option<i32>,
    /// Operating date of the activation.
    pub activation: DateRange,
    /// Operating date of the spending.
    pub spending: DateRange,
    /// The coupon's end.
    pub expiration: DateRange,
}

/// From one instant to another, both included; an end that is not given is open.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct DateRange {
    /// The first instant.
    pub start: Option<NaiveDateTime>,
    /// The last instant.
    pub end: Option<NaiveDateTime>,
}

impl DateRange {
    /// Whether both ends are open.
    pub fn is_open(&self) -> bool {
        self.start.is_none() && self.end.is_none()
    }

    /// Whether the instant lies within; an unknown instant does only if both ends are open.
    pub fn holds(&self, instant: Option<NaiveDateTime>) -> bool {
        match instant {
            None => self.is_open(),
            Some(at) => {
                self.start.is_none_or(|start| at >= start) && self.end.is_none_or(|end| at <= end)
            }
        }
    }
}

impl Filter {
    /// Whether the coupon passes.
    pub fn holds(&self, coupon: &Coupon) -> bool {
        self.code.as_deref().is_none_or(|wanted| wanted == coupon.code)
            && self.fits_terms(&coupon.terms)
            && self.fits_state(&coupon.state)
    }

    /// Whether coupons with such terms can pass.
    pub(super) fn fits_terms(&self, terms: &Terms) -> bool {
        self.coupon_type.is_none_or(|wanted| wanted == terms.coupon_type)
            && self.expiration.holds(Some(terms.expiration_date))
    }

    /// Whether coupons with such a state can pass.
    pub(super) fn fits_state(&self, state: &CouponState) -> bool {
        let CouponState { activation, spending, .. } = state;
        let at_till = |wanted| {
            [activation, spending].into_iter().flatten().any(|r| r.pos_num == Some(wanted))
        };
        self.status.is_none_or(|wanted| wanted == state.status as i32)
            && self.pos_num.is_none_or(at_till)
            && self.activation.holds(activation.map(|receipt| receipt.opdate))
            && self.spending.holds(spending.map(|receipt| receipt.opdate))
    }
}

/// A part of a list, in the order of Ids.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Page {
    /// May be empty though more follows: the work of one page is bounded, not only its length.
    pub coupons: Vec<Coupon>,
    /// Where to go on; none at the end.
    pub next: Option<CouponId>,
}

/// How many coupons there are. Each is counted once, by the first that holds: voided, used,
/// activated, expired, free.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Counts {
    /// Ended by hand.
    pub voided: u64,
    /// Used up.
    pub used: u64,
    /// Activated, not spent.
    pub activated: u64,
    /// Not activated before their end.
    pub expired: u64,
    /// Waiting for an activation.
    pub free: u64,
}

impl Counts {
    /// All of them.
    pub fn total(&self) -> u64 {
        self.voided + self.used + self.activated + self.expired + self.free
    }
}
