//! A row that one change after the other writes again: the lives of some neighbours, the tally of their series, the run of
//! free coupons before which they were. It is held as a value, and is a row of the draft only once another one is to be
//! held or the draft has to be complete.

use super::draft::Draft;
use super::key::{Keys, Kind};
use super::record::Record;
use super::trouble::Trouble;
use crate::store::CouponId;

/// The row of a kind that was changed last.
pub(super) struct Held<T> {
    kind: Kind,
    row: Option<Row<T>>,
}

struct Row<T> {
    id: CouponId,
    value: T,
    /// Whether the draft lacks it.
    is_ahead: bool,
}

impl<T: Record + Default> Held<T> {
    /// No row of this kind.
    pub(super) fn none(kind: Kind) -> Self {
        Held { kind, row: None }
    }

    /// The value of a row, if it is the one held.
    pub(super) fn get(&self, id: CouponId) -> Option<&T> {
        self.row.as_ref().filter(|row| row.id == id).map(|row| &row.value)
    }

    /// Holds a row from now on.
    pub(super) fn hold(&mut self, draft: &mut Draft<'_>, keys: Keys, id: CouponId) -> Result<(), Trouble> {
        if self.get(id).is_none() {
            self.write(draft, keys);
            let bytes = draft.get(&keys.id(self.kind, id))?;
            let value = bytes.map(|bytes| T::from_bytes(&bytes)).transpose()?.unwrap_or_default();
            self.row = Some(Row { id, value, is_ahead: false });
        }
        Ok(())
    }

    /// The value of a row, to be changed.
    pub(super) fn change(
        &mut self,
        draft: &mut Draft<'_>,
        keys: Keys,
        id: CouponId,
    ) -> Result<&mut T, Trouble> {
        self.hold(draft, keys, id)?;
        let row = self.row.as_mut().expect("one is held by now");
        row.is_ahead = true;
        Ok(&mut row.value)
    }

    /// Removes a row.
    pub(super) fn remove(&mut self, draft: &mut Draft<'_>, keys: Keys, id: CouponId) {
        self.row.take_if(|row| row.id == id);
        draft.remove(keys.id(self.kind, id));
    }

    /// Puts into the draft what it lacks.
    pub(super) fn write(&mut self, draft: &mut Draft<'_>, keys: Keys) {
        if let Some(row) = self.row.as_mut().filter(|row| row.is_ahead) {
            draft.put(keys.id(self.kind, row.id), row.value.to_bytes());
            row.is_ahead = false;
        }
    }
}
