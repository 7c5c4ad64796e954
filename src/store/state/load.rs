//! Making a whole state at once: from rows, or from coupons one after the other. What follows from
//! the rows is made at the end, sorted, which takes a tenth of the time of as many insertions.

use std::iter;
use std::sync::Arc;

use super::rows::{Row, as_read, encoded, take};
use super::runs::{Prepared, Runs};
use super::{Command, Kind, LAST_ID, Salt, State, WriteBatch};
use crate::store::{Coupon, CouponId, CouponState, MAX_CODE, StoreError, Terms};

/// Coupons being gathered.
pub(in crate::store) struct Loader {
    state: State,
    /// The series that the last coupon belongs to.
    growing: Option<(Runs, Arc<Terms>)>,
    next_id: CouponId,
}

impl Loader {
    pub(in crate::store) fn new(salt: Salt) -> Self {
        Loader { state: State::new(salt), growing: None, next_id: 1 }
    }

    /// Takes a row of a state from the beginning of bytes. The rows come in their order; gives
    /// whether this is the last, and none if the bytes do not make sense.
    pub(in crate::store) fn row(&mut self, bytes: &mut &[u8]) -> Option<bool> {
        let state = &mut self.state;
        match take(bytes)? {
            Row::Series(series) => state.enter_series(series),
            Row::Texts(block) => state.texts.put(block),
            Row::States(block) => state.states.put(block),
            Row::End(version, last_id) => {
                (state.version, state.last_id) = (version, last_id);
                return Some(true);
            }
        }
        Some(false)
    }

    /// Takes the next coupon.
    pub(in crate::store) fn push(&mut self, coupon: Coupon) -> Result<(), StoreError> {
        check(&coupon, self.next_id)?;
        let prefix = &coupon.code[..coupon.prefix_length];
        if self.growing.as_ref().is_none_or(|(runs, terms)| {
            runs.is_long() || runs.prefix != prefix || *terms != coupon.terms
        }) {
            self.close();
            if coupon.terms.is_too_large(prefix) {
                return Err(StoreError::terms_too_large());
            }
            self.growing = Some((Runs::new(prefix), Arc::clone(&coupon.terms)));
        }
        if coupon.state != CouponState::default() {
            self.state.states.set(coupon.id, &encoded(&coupon.state));
        }
        self.next_id += 1;
        self.growing.as_mut().map_or(Ok(()), |(runs, _)| runs.push_checked(&coupon.code))
    }

    /// Makes the series of the coupons gathered so far.
    fn close(&mut self) {
        let Some((runs, terms)) = self.growing.take() else { return };
        let (prefix, runs) = runs.finish();
        let (terms, state) = (as_read(terms), CouponState::default());
        let addition = Prepared { prefix, terms, state, runs: Vec::new() };
        for run in runs {
            let series = self.state.number(&addition, &run);
            self.state.enter_series(series);
        }
    }

    /// The state.
    ///
    /// # Errors
    /// [`StoreError::Source`] if a code or an ActivateId comes twice.
    pub(in crate::store) fn finish(mut self) -> Result<State, StoreError> {
        self.close();
        let series: Vec<_> = self.state.series.entries().into_iter().cloned().collect();
        self.state.index(&series)?;
        Ok(self.state)
    }
}

/// What would make the coupons contradict each other, or cannot be kept.
fn check(coupon: &Coupon, id: CouponId) -> Result<(), StoreError> {
    let Coupon { code, prefix_length, .. } = coupon;
    let refuse = |why: String| Err(StoreError::Source(why.into()));
    if id > LAST_ID {
        return Err(StoreError::IdsExhausted);
    }
    if coupon.id != id {
        return refuse(format!("the coupon with Id {id} is missing: Id {} comes next", coupon.id));
    }
    if coupon.state.activate_prefix.as_ref().is_some_and(|prefix| prefix.len() > MAX_CODE) {
        return Err(StoreError::TooLarge { what: "an ActivatePrefix", limit: MAX_CODE });
    }
    if !code.is_char_boundary(*prefix_length) {
        return refuse(format!("the code {code} has no prefix of {prefix_length} bytes"));
    }
    Ok(())
}

/// The coupons that take the place of all.
pub(in crate::store) struct Replacement {
    state: State,
    /// As in a write batch, made before the writer sees it.
    noted: Vec<u8>,
}

impl Replacement {
    pub(in crate::store) fn of(state: State) -> Self {
        let kind = encoded(&Kind::Replacement);
        Replacement { noted: iter::once(kind).chain(state.rows()).flatten().collect(), state }
    }
}

impl Command for Replacement {
    type Outcome = u64;

    fn apply(self, state: &mut State, batch: &mut WriteBatch) -> Result<u64, StoreError> {
        batch.0.extend_from_slice(&self.noted);
        *state = State { version: state.version, ..self.state };
        Ok(state.last_id as u64)
    }
}
