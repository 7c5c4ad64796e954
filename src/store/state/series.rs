//! Series: coupons with consecutive Ids and the same terms. The codes of a long run of numbers are
//! a range, in which code and Id follow from each other by arithmetic; others are texts in blocks.

use std::cmp::Ordering::{self, Equal, Greater, Less};
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::ids::Span;
use super::rows::take;
use super::tree::Entry;
use crate::store::{CouponId, CouponState, Terms};

/// Most digits of a number in a range.
const DIGITS: usize = 18;

/// Coupons of one addition, or of several that continue each other.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(super) struct Series {
    pub(super) ids: Span,
    /// How many bytes of each code are the prefix it was added with.
    pub(super) prefix_length: usize,
    pub(super) terms: Arc<Terms>,
    /// The state that all of them were made with.
    pub(super) state: CouponState,
    /// Codes by arithmetic; otherwise they are in blocks.
    pub(super) range: Option<Range>,
}

/// Numbers of a fixed count of digits between two texts. The suffix has no digit, so each code can
/// be in one range only.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Range<S = Box<str>> {
    pub(super) prefix: S,
    pub(super) digits: usize,
    pub(super) from: u64,
    pub(super) suffix: S,
}

/// A code taken apart at its last digits.
pub(super) type Parts<'a> = Range<&'a str>;

impl<'a> Parts<'a> {
    /// None if the code has no digit.
    pub(super) fn of(code: &'a str) -> Option<Self> {
        let bytes = code.as_bytes();
        let end = bytes.iter().rposition(u8::is_ascii_digit)? + 1;
        let run =
            bytes[..end].iter().rev().take(DIGITS).take_while(|byte| byte.is_ascii_digit()).count();
        let from = code[end - run..end].parse().ok()?;
        Some(Range { prefix: &code[..end - run], digits: run, from, suffix: &code[end..] })
    }

    /// The code so many numbers after this one.
    pub(super) fn further(self, numbers: u64) -> Self {
        Range { from: self.from + numbers, ..self }
    }

    /// The same with texts of its own.
    pub(super) fn to_range(self) -> Range {
        let Range { prefix, digits, from, suffix } = self;
        Range { prefix: prefix.into(), digits, from, suffix: suffix.into() }
    }
}

impl Range {
    /// What all codes of the range have in common, with a number.
    pub(super) fn parts(&self, number: u64) -> Parts<'_> {
        Range { prefix: &self.prefix, digits: self.digits, from: number, suffix: &self.suffix }
    }

    pub(super) fn text(&self, number: u64) -> String {
        let mut buffer = itoa::Buffer::new();
        let digits = buffer.format(number);
        // A range has no number of more digits.
        let zeros = &"000000000000000000"[..self.digits.saturating_sub(digits.len())];
        [&*self.prefix, zeros, digits, &*self.suffix].concat()
    }

    /// So many codes from the first one on.
    pub(super) fn texts(&self, count: u64) -> impl Iterator<Item = String> {
        (self.from..self.from + count).map(|number| self.text(number))
    }

    /// The least and the greatest number whose codes begin so.
    fn numbers_of(&self, beginning: &str) -> Option<(u64, u64)> {
        if self.prefix.starts_with(beginning) {
            return Some((0, u64::MAX));
        }
        let rest = beginning.strip_prefix(&*self.prefix)?;
        let (digits, after) = rest.split_at_checked(self.digits.min(rest.len()))?;
        let open = 10_u64.pow((self.digits - digits.len()) as u32);
        let fits =
            digits.bytes().all(|byte| byte.is_ascii_digit()) && self.suffix.starts_with(after);
        let low = digits.parse::<u64>().ok().filter(|_| fits)? * open;
        Some((low, low + (open - 1)))
    }
}

impl Series {
    /// The state in a row. A coupon that never changed has none; rows are checked when they are
    /// read.
    pub(super) fn state_in(&self, mut row: &[u8]) -> CouponState {
        take(&mut row).unwrap_or_else(|| self.state.clone())
    }
}

impl Entry for Arc<Series> {}

/// A series of a range, in the order of prefix, digits, suffix and number.
#[derive(Clone)]
pub(super) struct Ranged {
    pub(super) series: Arc<Series>,
    pub(super) range: Range,
}

impl Entry for Arc<Ranged> {
    fn least(&self) -> CouponId {
        self.series.ids.first
    }
}

impl Ranged {
    pub(super) fn of(series: &Arc<Series>) -> Option<Arc<Self>> {
        let range = series.range.clone()?;
        Some(Arc::new(Ranged { series: Arc::clone(series), range }))
    }

    /// The last number.
    pub(super) fn to(&self) -> u64 {
        self.range.from + (self.series.ids.len() - 1)
    }

    /// How the range lies to numbers from one to another.
    pub(super) fn place(&self, parts: &Parts<'_>, last: u64) -> Ordering {
        let shape = (&*self.range.prefix, self.range.digits, &*self.range.suffix);
        shape.cmp(&(parts.prefix, parts.digits, parts.suffix)).then(if self.to() < parts.from {
            Less
        } else if self.range.from > last {
            Greater
        } else {
            Equal
        })
    }

    /// How it lies to another one.
    pub(super) fn place_to(&self, other: &Ranged) -> Ordering {
        self.place(&other.range.parts(other.range.from), other.to())
    }

    /// The Id of a number in it.
    pub(super) fn id(&self, number: u64) -> CouponId {
        self.series.ids.first + (number - self.range.from) as CouponId
    }

    /// The Ids whose codes begin so.
    pub(super) fn ids_of(&self, beginning: &str) -> Option<Span> {
        let (low, high) = self.range.numbers_of(beginning)?;
        let (low, high) = (low.max(self.range.from), high.min(self.to()));
        (low <= high).then(|| Span { first: self.id(low), last: self.id(high) })
    }
}

/// How a text lies to those that begin so.
pub(super) fn place_of(text: &str, beginning: &str) -> Ordering {
    if text.starts_with(beginning) { Equal } else { text.cmp(beginning) }
}
