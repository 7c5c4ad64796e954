//! What a reader gets with each call.

use std::ops::Deref;

use chrono::NaiveDate;

use super::Dialect;
use crate::lab::Clock;

/// The dialect of a host, and the time of the tenant that a text is read for.
#[derive(Debug, Clone, Copy)]
pub struct Reading<'a> {
    dialect: &'a Dialect,
    clock: Option<&'a Clock>,
}

impl<'a> Reading<'a> {
    /// A reading in which dates without a year get it from this clock.
    pub fn at(dialect: &'a Dialect, clock: &'a Clock) -> Self {
        Self { dialect, clock: Some(clock) }
    }

    /// The day in the host's zone. The clock is read when a text asks for it, which few do.
    pub(super) fn today(self) -> Option<NaiveDate> {
        Some(self.clock?.now().with_timezone(&self.dialect.zone).date_naive())
    }
}

/// A reading outside of time: a date without a year is not a date.
impl<'a> From<&'a Dialect> for Reading<'a> {
    fn from(dialect: &'a Dialect) -> Self {
        Self { dialect, clock: None }
    }
}

impl Deref for Reading<'_> {
    type Target = Dialect;

    fn deref(&self) -> &Dialect {
        self.dialect
    }
}
