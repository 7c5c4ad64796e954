//! The bytes of series, lives and additions: what postcard makes of their structures. The order of their fields is part
//! of the format: change it only with the format's number.

use std::sync::Arc;

use postcard::ser_flavors::Flavor;
use postcard::serialize_with_flavor;
use serde::{Deserialize, Serialize};

use super::runs::Prepared;
use super::series::Series;
use crate::store::ticks::rounded;
use crate::store::{Life, Terms};

/// Bytes that are enough for most values: without room to begin with, a life would make it grow four times.
const COMMON: usize = 64;

fn encode<T: Serialize>(value: &T, bytes: &mut Vec<u8>) {
    serialize_with_flavor(value, Appended(bytes)).expect("memory takes what these plain structures hold");
}

fn decode<'a, T: Deserialize<'a>>(bytes: &'a [u8]) -> Option<T> {
    postcard::from_bytes(bytes).ok()
}

/// Room that is there already. postcard has flavours for a vector of its own and for all that can be extended, which
/// begin with no room or take ten times as long for a byte.
struct Appended<'a>(&'a mut Vec<u8>);

impl Flavor for Appended<'_> {
    type Output = ();

    fn try_push(&mut self, byte: u8) -> postcard::Result<()> {
        self.0.push(byte);
        Ok(())
    }

    fn try_extend(&mut self, bytes: &[u8]) -> postcard::Result<()> {
        self.0.extend_from_slice(bytes);
        Ok(())
    }

    fn finalize(self) -> postcard::Result<()> {
        Ok(())
    }
}

/// The bytes of a series.
pub(super) fn encode_series(series: &Series) -> Vec<u8> {
    let Series { first, last, prefix_length, terms, life, texts, .. } = series;
    let mut bytes = Vec::with_capacity(COMMON);
    encode(&(first, last, prefix_length, &**terms, life, texts), &mut bytes);
    bytes
}

pub(super) fn decode_series(bytes: &[u8]) -> Option<Series> {
    let (first, last, prefix_length, terms, life, texts) = decode(bytes)?;
    let terms = Arc::new(terms);
    (first <= last).then_some(Series { first, last, prefix_length, terms, life, texts, changed: 0 })
}

/// Appends the bytes of an addition.
pub(super) fn encode_addition(addition: &Prepared, bytes: &mut Vec<u8>) {
    let Prepared { prefix, terms, life, runs } = addition;
    encode(&(prefix, &**terms, life, runs), bytes);
}

pub(super) fn decode_addition(bytes: &[u8]) -> Option<Prepared> {
    let (prefix, terms, life, runs) = decode(bytes)?;
    Some(Prepared { prefix, terms: Arc::new(terms), life, runs })
}

/// The bytes of a life.
pub(super) fn encode_life(life: &Life) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(COMMON);
    encode(life, &mut bytes);
    bytes
}

pub(super) fn decode_life(bytes: &[u8]) -> Option<Life> {
    decode(bytes)
}

impl Life {
    /// Makes the life what will be read, which knows no time between two ticks.
    pub(super) fn round_to_ticks(&mut self) {
        let receipts = [&mut self.activation, &mut self.spending].into_iter().flatten();
        let times = receipts.map(|receipt| &mut receipt.opdate).chain(&mut self.use_time);
        times.for_each(|at| *at = rounded(*at));
    }
}

impl Terms {
    /// Makes the terms what will be read.
    pub(super) fn round_to_ticks(&mut self) {
        self.expiration_date = rounded(self.expiration_date);
    }
}
