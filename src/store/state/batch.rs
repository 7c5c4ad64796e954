//! What commands changed, as bytes. A batch is durable as a whole or not at all.

use serde::{Deserialize, Serialize};

use super::State;
use super::load::Loader;
use super::rows::{encode, take};
use super::runs::Prepared;
use crate::store::CouponId;

/// Changes one after the other: each is its kind, then what it is about.
#[derive(Debug, Clone, Default, PartialEq)]
pub(in crate::store) struct WriteBatch(pub(in crate::store) Vec<u8>);

#[derive(Serialize, Deserialize)]
pub(super) enum Kind {
    /// The coupon has the state that follows.
    State(CouponId),
    /// The coupons of the addition that follows were made.
    Addition,
    /// The rows that follow are all there is.
    Replacement,
    /// The coupon has the terms that follow.
    Terms(CouponId),
}

impl WriteBatch {
    /// Notes a change, and what it is about; gives the bytes of the latter.
    pub(super) fn note(&mut self, kind: Kind, what: &impl Serialize) -> &[u8] {
        encode(&kind, &mut self.0);
        let begin = self.0.len();
        encode(what, &mut self.0);
        &self.0[begin..]
    }
}

impl State {
    /// Makes the changes of a batch again; none if its bytes do not make sense.
    pub(in crate::store) fn redo(&mut self, version: u64, mut bytes: &[u8]) -> Option<()> {
        self.version = version;
        let rest = &mut bytes;
        while !rest.is_empty() {
            match take(rest)? {
                Kind::State(id) => drop(self.put_state(&self.place(id)?, rest)?),
                Kind::Terms(id) => {
                    let terms = take(rest)?;
                    self.put_terms(&self.place(id)?, terms);
                }
                Kind::Addition => {
                    let addition: Prepared = take(rest)?;
                    let mut made = addition.runs.iter().map(|run| self.insert(&addition, run));
                    made.try_for_each(|made| made.ok())?;
                }
                Kind::Replacement => {
                    let mut loader = Loader::new(self.salt);
                    while !loader.row(rest)? {}
                    *self = State { version, ..loader.finish().ok()? };
                }
            }
        }
        Some(())
    }
}
