//! Two sorted sequences of rows as one: those that are stored, and those written over them.

use ::sled::IVec;

/// A key and its value.
pub(super) type Row = (IVec, IVec);

/// A key, and its value unless the row is removed.
pub(super) type Written = (IVec, Option<IVec>);

/// The rows in order, from either end (not from both at once); a written row hides the stored one.
pub(super) struct Merged<S: Iterator, W: Iterator> {
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

impl<S: Iterator, W: Iterator> Merged<S, W> {
    pub(super) fn of(stored: S, written: W) -> Self {
        Merged { stored: stored.into(), written: written.into() }
    }
}

impl<S, W> Merged<S, W>
where
    S: DoubleEndedIterator<Item = ::sled::Result<Row>>,
    W: DoubleEndedIterator<Item = Written>,
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
                (Some(ours), Some(Ok(theirs))) if before(&theirs.0, &ours.0) => {
                    self.written.item = Some(ours);
                    return Some(Ok(theirs));
                }
                (Some(ours), Some(Ok(theirs))) if theirs.0 != ours.0 => {
                    self.stored.item = Some(Ok(theirs));
                    ours
                }
                (Some(ours), _) => ours,
            };
            if let Some(value) = value {
                return Some(Ok((key, value)));
            }
        }
    }
}

impl<S, W> Iterator for Merged<S, W>
where
    S: DoubleEndedIterator<Item = ::sled::Result<Row>>,
    W: DoubleEndedIterator<Item = Written>,
{
    type Item = ::sled::Result<Row>;

    fn next(&mut self) -> Option<Self::Item> {
        self.step(S::next, W::next, |one, other| one < other)
    }
}

impl<S, W> DoubleEndedIterator for Merged<S, W>
where
    S: DoubleEndedIterator<Item = ::sled::Result<Row>>,
    W: DoubleEndedIterator<Item = Written>,
{
    fn next_back(&mut self) -> Option<Self::Item> {
        self.step(S::next_back, W::next_back, |one, other| one > other)
    }
}
