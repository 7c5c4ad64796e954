//! What one reading may cost, so that a small body cannot become a huge value.

use std::cell::{Cell, RefCell};

use super::{Dialect, ReadError};

/// Counts the values of a reading. Once it refuses, the whole reading fails: no member swallows
/// that.
pub(super) struct Budget {
    max_depth: usize,
    max_values: usize,
    spent: Cell<usize>,
    refusal: RefCell<Option<ReadError>>,
}

impl Budget {
    /// The budget of one body.
    pub fn new(dialect: &Dialect) -> Self {
        Self {
            max_depth: dialect.max_depth,
            max_values: dialect.max_values,
            spent: Cell::new(0),
            refusal: RefCell::new(None),
        }
    }

    /// Takes the cost of so many values.
    pub fn spend(&self, values: usize) -> Result<(), ReadError> {
        self.spent.set(self.spent.get().saturating_add(values));
        if self.spent.get() > self.max_values {
            return Err(self.refuse(ReadError::too_many(self.max_values)));
        }
        Ok(())
    }

    /// Goes down to a level.
    pub fn descend(&self, depth: usize) -> Result<(), ReadError> {
        if depth > self.max_depth {
            return Err(self.refuse(ReadError::too_deep(self.max_depth)));
        }
        Ok(())
    }

    /// Why the reading failed as a whole, if it did.
    pub fn refusal(&self) -> Option<ReadError> {
        self.refusal.borrow().clone()
    }

    /// Lets the whole reading fail.
    pub fn refuse(&self, error: ReadError) -> ReadError {
        *self.refusal.borrow_mut() = Some(error.clone());
        error
    }
}
