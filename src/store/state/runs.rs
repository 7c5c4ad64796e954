//! The codes of an addition, made ready before the writer sees them: long runs of numbers as
//! ranges, the rest as packed texts. It is work in proportion to the codes, so the caller does it
//! and not the writer.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::rows::as_read;
use super::series::{Parts, Range};
use crate::store::{Addition, Codes, CouponState, MAX_CODE, Numbers, StoreError, Terms};

/// A shorter run of numbers is kept as texts: a search looks at each range that has coupons left.
const SHORTEST: u64 = 1024;

/// Texts of one prefix and terms that an import holds unpacked.
const LONGEST: usize = 64 * 1024;

/// An addition that is ready to be made.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(in crate::store) struct Prepared {
    pub(super) prefix: String,
    pub(super) terms: Arc<Terms>,
    pub(super) state: CouponState,
    pub(super) runs: Vec<Run>,
}

/// Codes in the order of their Ids: a range of so many numbers, or what follows the prefix in each.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(super) enum Run {
    Range(Range, u64),
    List(Vec<String>),
}

impl Run {
    pub(super) fn len(&self) -> u64 {
        match self {
            Run::Range(_, count) => *count,
            Run::List(tails) => tails.len() as u64,
        }
    }

    /// All codes, of which those of a list begin with the prefix.
    pub(super) fn codes<'a>(&'a self, prefix: &'a str) -> Box<dyn Iterator<Item = String> + 'a> {
        match self {
            Run::Range(range, count) => Box::new(range.texts(*count)),
            Run::List(tails) => Box::new(tails.iter().map(move |tail| [prefix, tail].concat())),
        }
    }
}

impl Prepared {
    /// # Errors
    /// [`StoreError::TooLarge`].
    pub(in crate::store) fn of(addition: Addition) -> Result<Self, StoreError> {
        let Addition { prefix, codes, terms, state } = addition;
        if terms.is_too_large(&prefix) {
            return Err(StoreError::terms_too_large());
        }
        let mut runs = Runs::new(&prefix);
        match codes {
            Codes::Numbers(numbers) => runs.push_numbers(&numbers)?,
            Codes::List(mut tails) => {
                tails.try_for_each(|tail| runs.push_checked(&format!("{prefix}{tail}")))?
            }
        }
        let (prefix, runs) = runs.finish();
        Ok(Prepared { prefix, terms: as_read(Arc::new(terms)), state, runs })
    }
}

fn check_length(bytes: usize) -> Result<(), StoreError> {
    let too_long = StoreError::TooLarge { what: "a code", limit: MAX_CODE };
    if bytes > MAX_CODE { Err(too_long) } else { Ok(()) }
}

/// Runs being gathered.
pub(super) struct Runs {
    pub(super) prefix: String,
    done: Vec<Run>,
    open: Option<(Range, u64)>,
}

impl Runs {
    pub(super) fn new(prefix: &str) -> Self {
        Runs { prefix: prefix.to_owned(), done: Vec::new(), open: None }
    }

    /// Whether so many texts were gathered that they had better be packed.
    pub(super) fn is_long(&self) -> bool {
        matches!(self.done.last(), Some(Run::List(tails)) if tails.len() >= LONGEST)
    }

    /// The prefix and the runs.
    pub(super) fn finish(mut self) -> (String, Vec<Run>) {
        self.close();
        (self.prefix, self.done)
    }

    /// Takes one code, the prefix included, if it is not too long.
    pub(super) fn push_checked(&mut self, code: &str) -> Result<(), StoreError> {
        check_length(code.len())?;
        self.push(code);
        Ok(())
    }

    /// Takes one code, the prefix included.
    pub(super) fn push(&mut self, code: &str) {
        match Parts::of(code) {
            Some(parts) => self.push_range(&parts, 1),
            None => {
                self.close();
                self.push_text(code);
            }
        }
    }

    fn push_numbers(&mut self, numbers: &Numbers) -> Result<(), StoreError> {
        check_length(self.prefix.len().saturating_add(numbers.longest()))?;
        let prefix = self.prefix.clone();
        let code = |number| format!("{prefix}{}", numbers.text(number));
        let mut rest = Some(numbers.first);
        while let Some(first) = rest.filter(|first| *first <= numbers.last) {
            // Those of one count of digits have their fill in one place.
            let end = 10_u64.checked_pow(first.checked_ilog10().unwrap_or(0) + 1);
            let last = end.map_or(u64::MAX, |end| end - 1).min(numbers.last);
            let (low, high) = (code(first), code(last));
            match (Parts::of(&low), Parts::of(&high)) {
                (Some(low), Some(high)) if high == low.further(last - first) => {
                    self.push_range(&low, last - first + 1);
                }
                _ => (first..=last).for_each(|number| self.push(&code(number))),
            }
            rest = last.checked_add(1);
        }
        Ok(())
    }

    fn push_range(&mut self, parts: &Parts<'_>, count: u64) {
        match &mut self.open {
            Some((range, open)) if range.parts(range.from + *open) == *parts => *open += count,
            _ => {
                self.close();
                self.open = Some((parts.to_range(), count));
            }
        }
    }

    fn close(&mut self) {
        let Some((range, count)) = self.open.take() else { return };
        if count >= SHORTEST {
            self.done.push(Run::Range(range, count));
        } else {
            range.texts(count).for_each(|code| self.push_text(&code));
        }
    }

    fn push_text(&mut self, code: &str) {
        let tail = code.strip_prefix(&*self.prefix).unwrap_or(code).to_owned();
        match self.done.last_mut() {
            Some(Run::List(tails)) => tails.push(tail),
            _ => self.done.push(Run::List(vec![tail])),
        }
    }
}
