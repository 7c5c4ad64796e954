//! What a reader gets with each call.

use std::ops::Deref;

use chrono::NaiveDate;

use super::{Diagnostics, Dialect};
use crate::lab::Clock;

/// The dialect of a host, and the time of the tenant that a text is read for.
#[derive(Debug, Clone, Copy)]
pub struct Reading<'a> {
    dialect: &'a Dialect,
    clock: Option<&'a Clock>,
    /// Records what the reading drops and cannot use.
    pub(super) notes: Option<&'a Diagnostics>,
}

impl<'a> Reading<'a> {
    /// A reading in which dates without a year get it from this clock.
    pub fn at(dialect: &'a Dialect, clock: &'a Clock) -> Self {
        Self { dialect, clock: Some(clock), notes: None }
    }

    /// The same reading, which records what it drops and what it cannot use.
    ///
    /// ```
    /// use servicestack_emulator::contract::{Contract, TypeRef};
    /// use servicestack_emulator::wire::{Diagnostics, Dialect, Format, Reading, read};
    ///
    /// const DOCUMENT: &str = r#"{"types":[{"name":"Price","properties":[{"name":"Amount","type":"Int32"}]}]}"#;
    /// let contract = Contract::read(DOCUMENT.as_bytes())?;
    /// let price = TypeRef::Dto(contract.find_dto("Price").expect("it is defined"));
    /// let (dialect, notes) = (Dialect::default(), Diagnostics::default());
    /// let reading = Reading::from(&dialect).noting(&notes);
    /// read(Format::Json, &contract, &price, br#"{"Amout":1}"#, reading)?;
    /// assert_eq!(notes.into_notes()[0].path, "Amout");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn noting(self, notes: &'a Diagnostics) -> Self {
        Self { notes: Some(notes), ..self }
    }

    /// The day in the host's zone. The clock is read when a text asks for it, which few do.
    pub(super) fn today(self) -> Option<NaiveDate> {
        Some(self.clock?.now().with_timezone(&self.dialect.zone).date_naive())
    }
}

/// A reading outside of time: a date without a year is not a date.
impl<'a> From<&'a Dialect> for Reading<'a> {
    fn from(dialect: &'a Dialect) -> Self {
        Self { dialect, clock: None, notes: None }
    }
}

impl Deref for Reading<'_> {
    type Target = Dialect;

    fn deref(&self) -> &Dialect {
        self.dialect
    }
}
