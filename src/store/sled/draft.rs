//! The tree as it will be with the changes decided so far. The writer decides change after change on one draft, so
//! each sees the ones before it; then the draft becomes one atomic batch. A reader's draft stays empty.

use std::collections::BTreeMap;
use std::ops::Range;

use ::sled::{IVec, Tree};

use super::writes::Writes;

/// A key and its value.
pub(super) type Row = (Vec<u8>, IVec);

/// Writes over a tree.
pub(super) struct Draft<'a> {
    tree: &'a Tree,
    writes: BTreeMap<Vec<u8>, Option<IVec>>,
}

impl<'a> Draft<'a> {
    pub(super) fn over(tree: &'a Tree) -> Self {
        Draft { tree, writes: BTreeMap::new() }
    }

    pub(super) fn get(&self, key: &[u8]) -> ::sled::Result<Option<IVec>> {
        match self.writes.get(key) {
            Some(written) => Ok(written.clone()),
            None => self.tree.get(key),
        }
    }

    pub(super) fn put(&mut self, key: Vec<u8>, value: impl Into<IVec>) {
        self.writes.insert(key, Some(value.into()));
    }

    pub(super) fn remove(&mut self, key: Vec<u8>) {
        self.writes.insert(key, None);
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
        let stored = self.tree.range(range.clone()).map(|row| row.map(|(key, value)| (key.to_vec(), value)));
        Merged { stored: stored.into(), written: self.writes.range(range).into() }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.writes.is_empty()
    }

    pub(super) fn len(&self) -> usize {
        self.writes.len()
    }

    pub(super) fn into_writes(self) -> Writes {
        Writes(self.writes)
    }
}

type Written<'a> = (&'a Vec<u8>, &'a Option<IVec>);

/// Two sorted sequences of rows as one; a written row hides the stored one.
struct Merged<S: Iterator, W: Iterator> {
    stored: Ahead<S>,
    written: Ahead<W>,
}

/// An iterator with a look at its next item.
struct Ahead<I: Iterator> {
    rest: I,
    item: Option<I::Item>,
}

impl<I: Iterator> From<I> for Ahead<I> {
    fn from(rest: I) -> Self {
        Ahead { rest, item: None }
    }
}

impl<'a, S, W> Merged<S, W>
where
    S: DoubleEndedIterator<Item = ::sled::Result<Row>>,
    W: DoubleEndedIterator<Item = Written<'a>>,
{
    /// The next row in a direction. `before` tells which key of two comes first in it.
    fn step(
        &mut self,
        stored: fn(&mut S) -> Option<S::Item>,
        written: fn(&mut W) -> Option<W::Item>,
        before: fn(&[u8], &[u8]) -> bool,
    ) -> Option<::sled::Result<Row>> {
        loop {
            let ours = self.written.item.take().or_else(|| written(&mut self.written.rest));
            let theirs = self.stored.item.take().or_else(|| stored(&mut self.stored.rest));
            let (key, value) = match (ours, theirs) {
                (_, Some(Err(error))) => return Some(Err(error)),
                (None, theirs) => return theirs,
                (Some(ours), Some(Ok(theirs))) if before(&theirs.0, ours.0) => {
                    self.written.item = Some(ours);
                    return Some(Ok(theirs));
                }
                (Some(ours), Some(Ok(theirs))) if theirs.0 != *ours.0 => {
                    self.stored.item = Some(Ok(theirs));
                    ours
                }
                (Some(ours), _) => ours,
            };
            if let Some(value) = value {
                return Some(Ok((key.clone(), value.clone())));
            }
        }
    }
}

impl<'a, S, W> Iterator for Merged<S, W>
where
    S: DoubleEndedIterator<Item = ::sled::Result<Row>>,
    W: DoubleEndedIterator<Item = Written<'a>>,
{
    type Item = ::sled::Result<Row>;

    fn next(&mut self) -> Option<Self::Item> {
        self.step(S::next, W::next, |one, other| one < other)
    }
}

impl<'a, S, W> DoubleEndedIterator for Merged<S, W>
where
    S: DoubleEndedIterator<Item = ::sled::Result<Row>>,
    W: DoubleEndedIterator<Item = Written<'a>>,
{
    fn next_back(&mut self) -> Option<Self::Item> {
        self.step(S::next_back, W::next_back, |one, other| one > other)
    }
}

#[cfg(test)]
mod tests {
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
            changes in prop::collection::vec((0_u8..24, any::<Option<u8>>()), 0..20),
            from in 0_u8..26, to in 0_u8..26,
        ) {
            let db = ::sled::Config::new().temporary(true).open().unwrap();
            let mut model = BTreeMap::new();
            for (key, value) in stored {
                db.insert([key], vec![value]).unwrap();
                model.insert(key, value);
            }
            let mut draft = Draft::over(&db);
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
            }
            db.apply_batch(draft.into_writes().into_batch()).unwrap();
            prop_assert_eq!(keys(Draft::over(&db).rows(vec![0]..vec![255])), model.keys().copied().collect::<Vec<_>>());
        }
    }
}
