//! The fate of one coupon: activating, spending, voiding.

use std::hash::Hasher as _;
use std::mem;
use std::sync::Arc;

use siphasher::sip::SipHasher13;
use uuid::Uuid;

use super::group;
use super::rows::take;
use super::series::Series;
use super::tree::{ALL, END};
use super::{Activated, Command, State, WriteBatch};
use crate::store::{
    Activate, Activation, Change, Coupon, CouponId, CouponKey, CouponState, MAX_CODE, Refusal,
    Spend, StoreError,
};

impl Command for Activate {
    type Outcome = Activation;

    fn apply(self, state: &mut State, batch: &mut WriteBatch) -> Result<Activation, StoreError> {
        if let Some((id, series)) = state.activated_with(self.activate_id) {
            return Ok(replay(state, &self, &series, id));
        }
        if self.prefix.len() > MAX_CODE {
            return Ok(Activation::NoneLeft(Default::default()));
        }
        let found = state.candidate(self.coupon_type, &self.prefix, self.at);
        let Some((id, series)) = found.and_then(|id| Some((id, state.series_of(id)?.clone())))
        else {
            return Ok(Activation::NoneLeft(state.why_none(
                self.coupon_type,
                &self.prefix,
                self.at,
            )));
        };
        let new = state.state_of(&series, id).activated(&self);
        Ok(Activation::Activated(state.change(&series, id, &new, batch)))
    }
}

fn replay(state: &State, request: &Activate, series: &Series, id: CouponId) -> Activation {
    let coupon_state = state.state_of(series, id);
    let coupon_type = series.terms.coupon_type;
    let prefix = coupon_state.activate_prefix.as_deref().unwrap_or_default();
    if (coupon_type, prefix) != (request.coupon_type, request.prefix.as_str()) {
        return Activation::Conflict { coupon_type, prefix: prefix.to_owned() };
    }
    Activation::Replayed(state.coupon(series, id, coupon_state))
}

impl Command for Spend {
    type Outcome = Change;

    fn apply(self, state: &mut State, batch: &mut WriteBatch) -> Result<Change, StoreError> {
        state.change_named(&self.coupon, batch, |series, old| {
            match old.refuses_spending(series.terms.expired(self.at)) {
                _ if old.spend_id == Some(self.spend_id) => Ok(None),
                Some(refusal) => Err(refusal),
                None => Ok(Some(old.spent(&self))),
            }
        })
    }
}

/// Ends a coupon that is not used.
pub(in crate::store) struct Void(pub(in crate::store) CouponKey);

impl Command for Void {
    type Outcome = Change;

    fn apply(self, state: &mut State, batch: &mut WriteBatch) -> Result<Change, StoreError> {
        state.change_named(&self.0, batch, |_, old| match old {
            CouponState { voided: true, .. } => Ok(None),
            CouponState { used: true, .. } => Err(Refusal::Used),
            old => Ok(Some(CouponState { voided: true, ..old.clone() })),
        })
    }
}

impl State {
    /// The coupon of a name, and its series.
    pub(super) fn named(&self, name: &CouponKey) -> Option<(CouponId, Arc<Series>)> {
        let id = match name {
            CouponKey::Id(id) => *id,
            CouponKey::Code(code) => self.id_of_code(code)?,
        };
        Some((id, Arc::clone(self.series_of(id)?)))
    }

    pub(super) fn hash(&self, activate_id: Uuid) -> u32 {
        let mut hasher = SipHasher13::new_with_key(&self.salt);
        hasher.write(activate_id.as_bytes());
        hasher.finish() as u32
    }

    /// The coupon that was activated with an id.
    fn activated_with(&self, activate_id: Uuid) -> Option<(CouponId, Arc<Series>)> {
        let (hash, mut found) = (self.hash(activate_id), None);
        let place = |entry: &Activated| entry.0.cmp(&hash);
        self.activations.visit(place, |(_, id)| {
            let series = self.series_of(*id);
            let same =
                |series: &&Arc<Series>| self.state_of(series, *id).activate_id == Some(activate_id);
            found = series.filter(same).map(|series| (*id, Arc::clone(series)));
            if found.is_none() { ALL } else { END }
        });
        found
    }

    /// Gives a coupon the state that `next` says: none if it has that already.
    fn change_named(
        &mut self,
        name: &CouponKey,
        batch: &mut WriteBatch,
        next: impl FnOnce(&Series, &CouponState) -> Result<Option<CouponState>, Refusal>,
    ) -> Result<Change, StoreError> {
        let Some((id, series)) = self.named(name) else { return Ok(Change::NoSuchCoupon) };
        let old = self.state_of(&series, id);
        Ok(match next(&series, &old) {
            Ok(Some(new)) => Change::Done(self.change(&series, id, &new, batch)),
            Ok(None) => Change::Replayed(self.coupon(&series, id, old)),
            Err(refusal) => Change::Refused(refusal),
        })
    }

    /// Gives a coupon another state.
    fn change(
        &mut self,
        series: &Series,
        id: CouponId,
        new: &CouponState,
        batch: &mut WriteBatch,
    ) -> Coupon {
        let new = self.put_state(series, id, &mut batch.state(id, new)).unwrap_or_default();
        self.coupon(series, id, new)
    }

    /// Gives a coupon the state at the beginning of bytes, and takes it from them.
    pub(super) fn put_state(
        &mut self,
        series: &Series,
        id: CouponId,
        bytes: &mut &[u8],
    ) -> Option<CouponState> {
        let (old, all) = (self.state_of(series, id), *bytes);
        let new: CouponState = take(bytes)?;
        self.states.set(id, [&all[..all.len() - bytes.len()]]);
        if let Some(activate_id) = new.activate_id.filter(|id| old.activate_id != Some(*id)) {
            let entry = (self.hash(activate_id), id);
            self.activations.insert(entry, |other| other.cmp(&entry));
        }
        let taken = old.is_free() && !new.is_free();
        if taken {
            self.free.take(id);
        }
        let mut groups = mem::take(&mut self.groups);
        group::update(&mut groups, &series.terms, |group| {
            group.counts.moved(&old, &new);
            match &series.range {
                None if taken => group.texts.remove(|other| self.text(*other).cmp(self.text(id))),
                Some(range) if taken && self.free.first_of(series.ids).is_none() => {
                    group.ranges.remove(|other| other.place(&range.parts(range.from), range.from));
                }
                _ => {}
            }
        });
        self.groups = groups;
        Some(new)
    }
}
