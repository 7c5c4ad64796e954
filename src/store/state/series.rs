//! Series: coupons with consecutive Ids and the same terms. The codes of a long run of numbers are a
//! range, in which code and Id follow from each other by arithmetic; others are texts in blocks.

use std::cmp::Ordering::{self, Equal, Greater, Less};
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::tree::Entry;
use crate::store::{CouponId, Life, Terms};

/// Most digits of a number in a range.
const DIGITS: usize = 18;

/// Coupons of one addition, or of several that continue each other.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Series {
    pub(super) first: CouponId,
    pub(super) last: CouponId,
    /// How many bytes of each code are the prefix it was added with.
    pub(super) prefix_length: usize,
    pub(super) terms: Arc<Terms>,
    /// The life that all of them were made with.
    pub(super) life: Life,
    pub(super) texts: Texts,
    /// The version of the state that changed it last.
    pub(super) changed: u64,
}

/// How the codes of a series are kept.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(super) enum Texts {
    /// By arithmetic.
    Range(Range),
    /// In blocks, without this beginning that all of them have.
    List(Box<str>),
}

/// Numbers of a fixed count of digits between two texts. The suffix has no digit, so each code can be in one range
/// only.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(super) struct Range {
    pub(super) prefix: Box<str>,
    pub(super) digits: usize,
    pub(super) from: u64,
    pub(super) suffix: Box<str>,
}

/// A code taken apart at its last digits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Parts<'a> {
    pub(super) prefix: &'a str,
    pub(super) digits: usize,
    pub(super) number: u64,
    pub(super) suffix: &'a str,
}

impl<'a> Parts<'a> {
    /// None if the code has no digit.
    pub(super) fn of(code: &'a str) -> Option<Self> {
        let bytes = code.as_bytes();
        let end = bytes.iter().rposition(u8::is_ascii_digit)? + 1;
        let run = bytes[..end].iter().rev().take(DIGITS).take_while(|byte| byte.is_ascii_digit()).count();
        let number = code[end - run..end].parse().ok()?;
        Some(Parts { prefix: &code[..end - run], digits: run, number, suffix: &code[end..] })
    }

    /// Whether a number of this one's kind is written the same way.
    pub(super) fn is_like(&self, other: &Parts<'_>) -> bool {
        (self.prefix, self.digits, self.suffix) == (other.prefix, other.digits, other.suffix)
    }
}

impl Range {
    /// What all codes of the range have in common, with a number.
    pub(super) fn parts(&self, number: u64) -> Parts<'_> {
        Parts { prefix: &self.prefix, digits: self.digits, number, suffix: &self.suffix }
    }

    pub(super) fn text(&self, number: u64) -> String {
        let Range { prefix, digits, suffix, .. } = self;
        format!("{prefix}{number:0digits$}{suffix}")
    }

    /// The least and the greatest number whose codes begin so.
    pub(super) fn numbers_of(&self, beginning: &str) -> Option<(u64, u64)> {
        if self.prefix.starts_with(beginning) {
            return Some((0, u64::MAX));
        }
        let rest = beginning.strip_prefix(&*self.prefix)?;
        let (digits, after) = rest.split_at_checked(self.digits.min(rest.len()))?;
        let open = 10_u64.pow((self.digits - digits.len()) as u32);
        let fits = digits.bytes().all(|byte| byte.is_ascii_digit()) && self.suffix.starts_with(after);
        let low = digits.parse::<u64>().ok().filter(|_| fits)? * open;
        Some((low, low + (open - 1)))
    }
}

impl Series {
    /// Whether the Id lies in it.
    pub(super) fn place(&self, id: CouponId) -> Ordering {
        if self.last < id {
            Less
        } else if self.first > id {
            Greater
        } else {
            Equal
        }
    }

    pub(super) fn range(&self) -> Option<&Range> {
        if let Texts::Range(range) = &self.texts { Some(range) } else { None }
    }

    /// The Ids of a range whose codes begin so, from first to last.
    pub(super) fn ids_of(&self, beginning: &str) -> Option<(CouponId, CouponId)> {
        let range = self.range()?;
        let (low, high) = range.numbers_of(beginning)?;
        let (first, last) = (range.from, range.from + (self.last - self.first) as u64);
        let (low, high) = (low.max(first), high.min(last));
        (low <= high)
            .then(|| (self.first + (low - first) as CouponId, self.first + (high - first) as CouponId))
    }

    /// Whether codes that are added to such a list go on in this one.
    pub(super) fn continues(&self, prefix_length: usize, prefix: &str, terms: &Terms, life: &Life) -> bool {
        self.prefix_length == prefix_length
            && matches!(&self.texts, Texts::List(same) if **same == *prefix)
            && *self.terms == *terms
            && self.life == *life
    }
}

impl Entry for Arc<Series> {
    fn least(&self) -> CouponId {
        self.first
    }
}

/// A series of a range, in the order of prefix, digits, suffix and number.
#[derive(Clone)]
pub(super) struct Ranged(pub(super) Arc<Series>);

impl Entry for Ranged {
    fn least(&self) -> CouponId {
        self.0.first
    }
}

impl Ranged {
    /// How the range lies to numbers from one to another.
    pub(super) fn place(&self, parts: &Parts<'_>, last: u64) -> Ordering {
        let Some(range) = self.0.range() else { return Less };
        let shape = (&*range.prefix, range.digits, &*range.suffix);
        let end = range.from + (self.0.last - self.0.first) as u64;
        shape.cmp(&(parts.prefix, parts.digits, parts.suffix)).then(if end < parts.number {
            Less
        } else if range.from > last {
            Greater
        } else {
            Equal
        })
    }

    pub(super) fn prefix(&self) -> &str {
        self.0.range().map_or("", |range| &range.prefix)
    }
}

/// How a text lies to those that begin so.
pub(super) fn place_of(text: &str, beginning: &str) -> Ordering {
    if text.starts_with(beginning) { Equal } else { text.cmp(beginning) }
}
