//! Other coupons in the place of all.

use super::{Command, State, WriteBatch};
use crate::store::StoreError;

/// The coupons that take the place of all.
pub(in crate::store) struct Replacement {
    state: State,
    rows: Option<Vec<u8>>,
}

impl Replacement {
    pub(in crate::store) fn of(state: State) -> Self {
        Replacement { state, rows: None }
    }

    /// Makes the bytes now that a write batch will need, so that the writer need not.
    pub(in crate::store) fn encoded(self) -> Self {
        Replacement { rows: Some(self.state.encode_rows()), ..self }
    }
}

impl Command for Replacement {
    type Outcome = u64;

    fn apply(self, state: &mut State, batch: &mut WriteBatch) -> Result<u64, StoreError> {
        if let Some(rows) = self.rows {
            batch.replacement(&rows);
        }
        state.replace(self.state);
        Ok(state.last_id() as u64)
    }
}
