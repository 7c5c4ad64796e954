//! A state as rows, for a checkpoint or a batch; whatever follows from the rest is left out. Rows,
//! series, states and additions are what postcard makes of their structures: the order of their
//! fields is part of the format, so change it only with the format's number.

use std::iter;

use serde::{Deserialize, Serialize};

use super::State;
use super::blocks::Block;
use super::series::Series;
use crate::store::CouponId;

/// A part of a state: `S` is a series, `B` a block.
#[derive(Serialize, Deserialize)]
pub(super) enum Row<S, B> {
    Series(S),
    Texts(B),
    States(B),
    /// Version and last Id; the last row of all.
    End(u64, CouponId),
}

impl State {
    /// All that there is.
    pub(in crate::store) fn rows(&self) -> impl Iterator<Item = Vec<u8>> {
        let series = self.series.entries().into_iter().map(|series| Row::Series(&**series));
        let texts = self.texts.entries().into_iter().map(Row::Texts);
        let states = self.states.entries().into_iter().map(Row::States);
        let end = Row::<&Series, &Block>::End(self.version, self.last_id);
        series.chain(texts).chain(states).chain(iter::once(end)).map(|row| encoded(&row))
    }
}

/// The bytes of a value.
pub(super) fn encoded<T: Serialize>(value: &T) -> Vec<u8> {
    let mut bytes = Vec::new();
    encode(value, &mut bytes);
    bytes
}

/// Appends the bytes of a value.
pub(super) fn encode<T: Serialize>(value: &T, bytes: &mut Vec<u8>) {
    postcard::to_io(value, bytes).expect("memory takes what these plain structures hold");
}

/// Takes a value from the beginning of bytes; none if they do not make sense.
pub(super) fn take<T: for<'a> Deserialize<'a>>(bytes: &mut &[u8]) -> Option<T> {
    let (value, rest) = postcard::take_from_bytes(bytes).ok()?;
    *bytes = rest;
    Some(value)
}

/// A value as it will be read, which knows no time between two ticks.
pub(super) fn as_read<T: Serialize + for<'a> Deserialize<'a>>(value: T) -> T {
    take(&mut &*encoded(&value)).unwrap_or(value)
}
