//! Sample bodies: the contract's samples in the notations that a schema cannot show.

use std::cell::Cell;

use crate::contract::{Contract, TypeRef};
use crate::wire::{self, Dialect, Format, Typed};

/// The formats of a document's bodies, in order.
pub const SAMPLED: [Format; 4] = [Format::Json, Format::Jsv, Format::Xml, Format::Csv];

/// A longer sample shows nobody anything.
const LONGEST: usize = 8 * 1024;

/// All that is written for a document, too long or not: contracts may be large, and samples far
/// larger than their types.
const ALL: usize = 4 * 1024 * 1024;

/// Writes samples until there are too many.
pub struct Samples<'c> {
    contract: &'c Contract,
    dialect: &'c Dialect,
    left: Cell<usize>,
}

impl<'c> Samples<'c> {
    /// The samples of a document.
    pub fn new(contract: &'c Contract, dialect: &'c Dialect) -> Self {
        Self { contract, dialect, left: Cell::new(ALL) }
    }

    /// The sample of a type in each of these formats; none where it would be too long or cannot be
    /// written.
    pub fn of(&self, ty: &TypeRef, formats: &[Format]) -> Vec<Option<String>> {
        if self.left.get() == 0 {
            return vec![None; formats.len()];
        }
        let value = self.contract.sample(ty);
        let typed = Typed { contract: self.contract, ty, value: &value };
        formats.iter().map(|format| self.written(*format, &typed)).collect()
    }

    fn written(&self, format: Format, typed: &Typed<'_>) -> Option<String> {
        let text = match format {
            Format::Xml => wire::xml::write_indented(typed, self.dialect).ok()?,
            other => wire::write(other, typed, self.dialect).ok()?,
        };
        self.left.set(self.left.get().saturating_sub(text.len()));
        (1..=LONGEST).contains(&text.len()).then_some(text)
    }
}
