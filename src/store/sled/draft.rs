//! The rows as they will be with the changes decided so far. The writer decides change after change on one draft, so
//! each sees the ones before it; then the draft becomes one atomic batch. A reader's draft stays empty.

use std::ops::Range;

use ::sled::IVec;

use super::merged::{Merged, Row};
use super::table::Table;
use super::writes::Writes;

/// Writes over a table.
pub(super) struct Draft<'a> {
    table: &'a Table,
    writes: Writes,
    /// Whether nothing will be written.
    is_reader: bool,
}

impl<'a> Draft<'a> {
    pub(super) fn over(table: &'a Table) -> Self {
        Draft { table, writes: Writes::default(), is_reader: false }
    }

    /// One that stays empty.
    pub(super) fn of_reader(table: &'a Table) -> Self {
        Draft { is_reader: true, ..Draft::over(table) }
    }

    pub(super) fn get(&self, key: &[u8]) -> ::sled::Result<Option<IVec>> {
        match self.writes.0.get(key) {
            Some(written) => Ok(written.clone()),
            None if self.is_reader => self.table.recall(key),
            None => self.table.get(key),
        }
    }

    pub(super) fn put(&mut self, key: impl Into<IVec>, value: impl Into<IVec>) {
        self.writes.0.insert(key.into(), Some(value.into()));
    }

    pub(super) fn remove(&mut self, key: impl Into<IVec>) {
        self.writes.0.insert(key.into(), None);
    }

    /// The first row of a range.
    pub(super) fn first(&self, range: Range<Vec<u8>>) -> ::sled::Result<Option<Row>> {
        self.rows(range).next().transpose()
    }

    /// The last row of a range.
    pub(super) fn last(&self, range: Range<Vec<u8>>) -> ::sled::Result<Option<Row>> {
        self.rows(range).next_back().transpose()
    }

    /// The rows of a range, from either end (not from both at once).
    pub(super) fn rows(
        &self,
        range: Range<Vec<u8>>,
    ) -> impl DoubleEndedIterator<Item = ::sled::Result<Row>> + use<'_> {
        // An empty range is no error for the tree but a panic for the map.
        let range = if range.start > range.end { range.start.clone()..range.start } else { range };
        let written = self.writes.range(&range);
        Merged::of(self.table.rows(range), written)
    }

    pub(super) fn is_empty(&self) -> bool {
        self.writes.0.is_empty()
    }

    pub(super) fn len(&self) -> usize {
        self.writes.0.len()
    }

    pub(super) fn into_writes(self) -> Writes {
        self.writes
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use proptest::prelude::*;

    use super::*;

    fn keys(rows: impl Iterator<Item = ::sled::Result<Row>>) -> Vec<u8> {
        rows.map(|row| row.unwrap().0[0]).collect()
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]
        #[test]
        fn a_draft_reads_as_if_it_were_written(
            stored in prop::collection::vec((0_u8..24, any::<u8>()), 0..20),
            lacking in prop::collection::vec((0_u8..24, any::<Option<u8>>()), 0..20),
            settled in any::<bool>(),
            changes in prop::collection::vec((0_u8..24, any::<Option<u8>>()), 0..20),
            from in 0_u8..26, to in 0_u8..26,
        ) {
            let db = ::sled::Config::new().temporary(true).open().unwrap();
            let mut model = BTreeMap::new();
            for (key, value) in stored {
                db.insert([key], vec![value]).unwrap();
                model.insert(key, value);
            }
            let table = Table::of(::sled::Tree::clone(&db));
            for (key, value) in lacking {
                table.apply(Writes([(IVec::from(vec![key]), value.map(|value| vec![value].into()))].into())).unwrap();
                match value {
                    Some(value) => model.insert(key, value),
                    None => model.remove(&key),
                };
            }
            if settled {
                table.settle().unwrap();
            }
            let mut draft = Draft::over(&table);
            for (key, value) in changes {
                match value {
                    Some(value) => { draft.put(vec![key], vec![value]); model.insert(key, value); }
                    None => { draft.remove(vec![key]); model.remove(&key); }
                }
            }
            let expected: Vec<u8> = model.keys().copied().filter(|key| (from..to).contains(key)).collect();
            prop_assert_eq!(keys(draft.rows(vec![from]..vec![to])), expected.clone());
            prop_assert_eq!(keys(draft.rows(vec![from]..vec![to]).rev()), expected.into_iter().rev().collect::<Vec<_>>());
            for key in 0..26 {
                prop_assert_eq!(draft.get(&[key]).unwrap().map(|value| value[0]), model.get(&key).copied());
                // Remembered from now on.
                drop(Draft::of_reader(&table).get(&[key]).unwrap());
            }
            table.apply(draft.into_writes()).unwrap();
            prop_assert_eq!(keys(Draft::over(&table).rows(vec![0]..vec![255])), model.keys().copied().collect::<Vec<_>>());
            let reads = |table: &Table| {
                let value = |key| Draft::of_reader(table).get(&[key]).unwrap().map(|value| value[0]);
                (0..26).all(|key| value(key) == model.get(&key).copied())
            };
            prop_assert!(reads(&table));
            table.settle().unwrap();
            prop_assert!(reads(&table));
            prop_assert_eq!(db.len(), model.len());
            prop_assert_eq!(keys(Draft::over(&table).rows(vec![0]..vec![255])), model.keys().copied().collect::<Vec<_>>());
        }
    }
}
