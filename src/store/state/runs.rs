//! The codes of an addition, made ready before the writer sees them: long runs of numbers as ranges, the rest as
//! packed texts. It is work in proportion to the codes, so the caller does it and not the writer.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::series::{Parts, Range};
use crate::store::{Addition, Codes, Life, MAX_CODE, Numbers, StoreError, Terms};

/// A shorter run of numbers is kept as texts: a search looks at each range that has coupons left.
const SHORTEST: u64 = 1024;

/// An addition that is ready to be made.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::store) struct Prepared {
    pub(super) prefix: String,
    pub(super) terms: Arc<Terms>,
    pub(super) life: Life,
    pub(super) runs: Vec<Run>,
}

/// Codes in the order of their Ids.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(super) enum Run {
    Range(Range, u64),
    List(Tails),
}

/// Texts one after the other.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub(super) struct Tails {
    ends: Vec<u32>,
    text: String,
}

impl Tails {
    pub(super) fn push(&mut self, tail: &str) {
        self.text.push_str(tail);
        // A call has less than 4 GiB of codes, as it comes in one request or line by line.
        self.ends.push(self.text.len() as u32);
    }

    pub(super) fn len(&self) -> usize {
        self.ends.len()
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = &str> {
        let begins = std::iter::once(&0).chain(&self.ends);
        begins
            .zip(&self.ends)
            .map(|(begin, end)| self.text.get(*begin as usize..*end as usize).unwrap_or_default())
    }
}

impl Run {
    pub(super) fn len(&self) -> u64 {
        match self {
            Run::Range(_, count) => *count,
            Run::List(tails) => tails.len() as u64,
        }
    }
}

impl Prepared {
    /// # Errors
    /// [`StoreError::TooLarge`].
    pub(in crate::store) fn of(addition: Addition) -> Result<Self, StoreError> {
        let Addition { prefix, codes, mut terms, life } = addition;
        if terms.is_too_large(&prefix) {
            return Err(StoreError::terms_too_large());
        }
        terms.round_to_ticks();
        let mut runs = Runs::new(&prefix);
        match codes {
            Codes::Numbers(numbers) => runs.push_numbers(&numbers)?,
            Codes::List(tails) => {
                tails.into_iter().try_for_each(|tail| runs.push(format!("{prefix}{tail}")))?
            }
        }
        let runs = runs.finish();
        Ok(Prepared { prefix, terms: Arc::new(terms), life, runs })
    }

    /// Whether it is made ready in no time.
    pub(in crate::store) fn is_quick(addition: &Addition) -> bool {
        matches!(&addition.codes, Codes::Numbers(Numbers { first, last, right: false, suffix, .. })
            if last.saturating_sub(*first) < SHORTEST || !suffix.bytes().any(|byte| byte.is_ascii_digit()))
    }
}

/// Runs being gathered.
pub(super) struct Runs {
    prefix: String,
    done: Vec<Run>,
    open: Option<(Range, u64)>,
}

impl Runs {
    pub(super) fn new(prefix: &str) -> Self {
        Runs { prefix: prefix.to_owned(), done: Vec::new(), open: None }
    }

    pub(super) fn finish(mut self) -> Vec<Run> {
        self.close();
        self.done
    }

    /// Takes one code, the prefix included.
    pub(super) fn push(&mut self, code: String) -> Result<(), StoreError> {
        if code.len() > MAX_CODE {
            return Err(StoreError::TooLarge { what: "a code", limit: MAX_CODE });
        }
        match Parts::of(&code) {
            Some(parts) => self.push_range(&parts, 1),
            None => {
                self.close();
                self.push_text(&code);
            }
        }
        Ok(())
    }

    fn push_numbers(&mut self, numbers: &Numbers) -> Result<(), StoreError> {
        if self.prefix.len().saturating_add(numbers.longest()) > MAX_CODE {
            return Err(StoreError::TooLarge { what: "a code", limit: MAX_CODE });
        }
        let mut first = numbers.first;
        while first <= numbers.last {
            // Those of one count of digits have their fill in one place.
            let last =
                10_u64.checked_pow(first.checked_ilog10().unwrap_or(0) + 1).map_or(u64::MAX, |end| end - 1);
            let last = last.min(numbers.last);
            self.push_span(numbers, first, last)?;
            let Some(next) = last.checked_add(1) else { break };
            first = next;
        }
        Ok(())
    }

    fn push_span(&mut self, numbers: &Numbers, first: u64, last: u64) -> Result<(), StoreError> {
        let code = |number| format!("{}{}", self.prefix, numbers.text(number));
        let (low, high) = (code(first), code(last));
        match (Parts::of(&low), Parts::of(&high)) {
            (Some(low), Some(high)) if low.is_like(&high) && high.number - low.number == last - first => {
                self.push_range(&low, last - first + 1);
                Ok(())
            }
            _ => (first..=last)
                .try_for_each(|number| self.push(format!("{}{}", self.prefix, numbers.text(number)))),
        }
    }

    pub(super) fn push_range(&mut self, parts: &Parts<'_>, count: u64) {
        if let Some((range, open)) = &mut self.open {
            if range.parts(range.from + *open) == *parts {
                *open += count;
                return;
            }
            self.close();
        }
        let Parts { prefix, digits, number, suffix } = *parts;
        self.open =
            Some((Range { prefix: prefix.into(), digits, from: number, suffix: suffix.into() }, count));
    }

    fn close(&mut self) {
        let Some((range, count)) = self.open.take() else { return };
        if count >= SHORTEST {
            self.done.push(Run::Range(range, count));
        } else {
            (range.from..range.from + count).for_each(|number| self.push_text(&range.text(number)));
        }
    }

    fn push_text(&mut self, code: &str) {
        let tail = code.strip_prefix(&*self.prefix).unwrap_or(code);
        match self.done.last_mut() {
            Some(Run::List(tails)) => tails.push(tail),
            _ => {
                let mut tails = Tails::default();
                tails.push(tail);
                self.done.push(Run::List(tails));
            }
        }
    }
}
