//! What leads from one state to another, so that a reset writes what is different, not all rows.

use std::cmp::Ordering;
use std::sync::Arc;

use super::draft::Change;
use super::state::State;
use crate::contract::DtoId;

/// The changes that make `to` of `from`.
pub(super) fn difference(from: &State, to: &State) -> Vec<Change> {
    let mut changes = Vec::new();
    let gone = from.classes().map(|(class, _)| class).filter(|class| to.table(*class).is_none());
    changes.extend(gone.map(Change::Clear));
    for (class, _) in to.classes() {
        rows(from, to, class, &mut changes);
        if from.next(class) != to.next(class) {
            changes.push(Change::Last(class, to.next(class) - 1));
        }
    }
    changes
}

/// Both in the order of their keys.
fn rows(from: &State, to: &State, class: DtoId, changes: &mut Vec<Change>) {
    let (mut old, mut new) = (from.keyed(class).peekable(), to.keyed(class).peekable());
    loop {
        let order = match (old.peek(), new.peek()) {
            (None, None) => return,
            (Some(_), None) => Ordering::Less,
            (None, Some(_)) => Ordering::Greater,
            (Some((one, _)), Some((other, _))) => one.cmp(other),
        };
        let before = old.next_if(|_| order.is_le());
        let after = new.next_if(|_| order.is_ge());
        match (before, after) {
            (Some((_, one)), Some((_, other))) if Arc::ptr_eq(one, other) || one == other => {}
            (_, Some((key, row))) => changes.push(Change::Put(key.clone(), row.clone())),
            (Some((key, _)), None) => changes.push(Change::Remove(class, key.clone())),
            (None, None) => return,
        }
    }
}
