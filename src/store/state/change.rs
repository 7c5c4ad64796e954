//! The fate of one coupon: activating, spending, voiding.

use std::hash::Hasher as _;
use std::mem;
use std::sync::Arc;

use siphasher::sip::SipHasher13;
use uuid::Uuid;

use super::group::{self, GroupKey};
use super::record::encode_life;
use super::series::{Series, Texts};
use super::{Activated, Command, LIVES, State, WriteBatch, compare};
use crate::store::{
    Activate, Activation, Change, Coupon, CouponId, CouponKey, Life, MAX_CODE, Refusal, Spend, StoreError,
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
        let Some((id, series)) = found.and_then(|id| Some((id, state.series_of(id)?.clone()))) else {
            return Ok(Activation::NoneLeft(state.why_none(self.coupon_type, &self.prefix, self.at)));
        };
        let old = state.life(&series, id);
        let new = old.activated(&self);
        Ok(Activation::Activated(state.change(&series, id, &old, new, batch)))
    }
}

fn replay(state: &State, request: &Activate, series: &Series, id: CouponId) -> Activation {
    let life = state.life(series, id);
    let coupon_type = series.terms.coupon_type;
    let prefix = life.activate_prefix.as_deref().unwrap_or_default();
    if (coupon_type, prefix) != (request.coupon_type, request.prefix.as_str()) {
        return Activation::Conflict { coupon_type, prefix: prefix.to_owned() };
    }
    Activation::Replayed(state.coupon(series, id, life))
}

impl Command for Spend {
    type Outcome = Change;

    fn apply(self, state: &mut State, batch: &mut WriteBatch) -> Result<Change, StoreError> {
        let Some((id, series)) = state.named(&self.coupon) else { return Ok(Change::NoSuchCoupon) };
        let old = state.life(&series, id);
        if old.spend_id == Some(self.spend_id) {
            return Ok(Change::Replayed(state.coupon(&series, id, old)));
        }
        if let Some(refusal) = old.refuses_spending(series.terms.expired(self.at)) {
            return Ok(Change::Refused(refusal));
        }
        let new = old.spent(&self);
        Ok(Change::Done(state.change(&series, id, &old, new, batch)))
    }
}

/// Ends a coupon that is not used.
pub(in crate::store) struct Void(pub(in crate::store) CouponKey);

impl Command for Void {
    type Outcome = Change;

    fn apply(self, state: &mut State, batch: &mut WriteBatch) -> Result<Change, StoreError> {
        let Some((id, series)) = state.named(&self.0) else { return Ok(Change::NoSuchCoupon) };
        let old = state.life(&series, id);
        if old.voided {
            return Ok(Change::Replayed(state.coupon(&series, id, old)));
        }
        if old.used {
            return Ok(Change::Refused(Refusal::Used));
        }
        let new = Life { voided: true, ..old.clone() };
        Ok(Change::Done(state.change(&series, id, &old, new, batch)))
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
        let place = |entry: &Activated| entry.hash.cmp(&hash);
        self.activations.visit(
            place,
            |_| false,
            |entry| {
                let series = self.series_of(entry.id);
                found = series
                    .filter(|series| self.life(series, entry.id).activate_id == Some(activate_id))
                    .map(|series| (entry.id, Arc::clone(series)));
                found.is_none()
            },
        );
        found
    }

    fn change(
        &mut self,
        series: &Series,
        id: CouponId,
        old: &Life,
        mut new: Life,
        batch: &mut WriteBatch,
    ) -> Coupon {
        new.round_to_ticks();
        let row = encode_life(&new);
        batch.life(id, &row);
        self.put_life(series, id, old, &new, &row);
        self.coupon(series, id, new)
    }

    pub(super) fn put_life(&mut self, series: &Series, id: CouponId, old: &Life, new: &Life, row: &[u8]) {
        let block = self.lives.get_mut(id as u32 / LIVES as u32);
        block.set(id as usize % LIVES, row);
        block.changed = self.version;
        if let Some(activate_id) = new.activate_id.filter(|id| old.activate_id != Some(*id)) {
            let entry = Activated { hash: self.hash(activate_id), id };
            self.activations.insert(entry, |other| other.cmp(&entry));
        }
        let taken = old.is_free() && !new.is_free();
        if taken {
            self.free.remove(id);
        }
        let mut groups = mem::take(&mut self.groups);
        group::update(&mut groups, GroupKey::of(&series.terms), |group| {
            group.tally.moved(old, new);
            match &series.texts {
                _ if !taken => {}
                Texts::List(_) => {
                    let code = self.code(series, id);
                    group.texts.remove(|other| compare(self.text(*other), &code));
                }
                Texts::Range(_) if self.free.first(series.first, series.last).is_none() => {
                    Arc::make_mut(&mut group.ranges).retain(|other| other.first != series.first);
                }
                Texts::Range(_) => {}
            }
        });
        self.groups = groups;
    }
}
