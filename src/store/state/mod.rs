//! All coupons as a value: no IO, no clock, no chance. The engines keep it, and differ in what they
//! do with it.
//!
//! Everything in it is persistent: a clone costs next to nothing and shares all memory, and a
//! change copies the few blocks it touches. So readers look at a clone while the writer goes on,
//! and a fork or a snapshot copies nothing.
//!
//! A command is decided by [`Command::apply`], which notes in a [`WriteBatch`] what it changed.
//! [`State::redo`] makes the same changes from the bytes of a batch, without deciding anything
//! again.

mod activations;
mod add;
mod batch;
mod blocks;
mod change;
mod expire;
mod group;
mod ids;
mod index;
mod load;
mod read;
mod rows;
mod runs;
mod search;
mod series;
mod tree;

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use self::activations::Activations;
use self::batch::Kind;
pub(super) use self::batch::WriteBatch;
use self::blocks::Block;
pub(super) use self::change::Void;
use self::group::Group;
use self::ids::Span;
pub(super) use self::load::{Loader, Replacement};
pub(super) use self::runs::Prepared;
use self::series::{Parts, Ranged, Series};
use self::tree::Tree;
use super::{Coupon, CouponId, CouponState, StoreError};

/// The greatest Id given. One past the end of a series must be a number too.
const LAST_ID: CouponId = CouponId::MAX - 1;

/// The key of the hash of ActivateIds. Clients choose those, so they must not foresee their hashes.
pub(super) type Salt = [u8; 16];

/// All coupons.
#[derive(Clone, Default)]
pub(super) struct State {
    /// Number of the last write batch. All that is changed belongs to it.
    pub(super) version: u64,
    last_id: CouponId,
    pub(super) salt: Salt,
    series: Tree<Arc<Series>>,
    /// Series of ranges, by their codes.
    ranges: Tree<Arc<Ranged>>,
    /// Whether the numbers of one of them are the last digits of longer ones.
    has_tails: bool,
    /// Codes of other series.
    texts: Tree<Block>,
    /// Their Ids, in the order of the codes.
    codes: Tree<CouponId>,
    /// The states of coupons that changed since they were made.
    states: Tree<Block>,
    /// Ids of coupons that can be activated, in runs.
    free: Tree<Span>,
    groups: Tree<Group>,
    /// What ActivateIds may have activated. All versions of a state share it, as each checks what
    /// it finds: entries of later ones do no harm, and the writer copies no node of it.
    activations: Arc<Mutex<Activations>>,
}

/// A coupon's Id, and the series that it belongs to.
type Place = (CouponId, Arc<Series>);

/// What can be read of the state.
pub(super) trait Command: Send + 'static {
    /// What comes of it.
    type Outcome: Send + 'static;

    /// Decides and does it, all of it or, after an error, nothing; notes what it changed.
    fn apply(self, state: &mut State, batch: &mut WriteBatch) -> Result<Self::Outcome, StoreError>;
}

impl State {
    /// No coupons.
    pub(super) fn new(salt: Salt) -> Self {
        State { salt, ..State::default() }
    }

    /// The same coupons, with a future of their own; a clone is another version of this state.
    pub(super) fn fork(&self) -> Self {
        let activations = Arc::new(Mutex::new(self.activations().clone()));
        State { activations, ..self.clone() }
    }

    fn activations(&self) -> MutexGuard<'_, Activations> {
        self.activations.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn place(&self, id: CouponId) -> Option<Place> {
        Some((id, Arc::clone(self.series_of(id)?)))
    }

    fn series_of(&self, id: CouponId) -> Option<&Arc<Series>> {
        self.series.find(|series| series.ids.place(Span::of(id)))
    }

    /// A code that is a text.
    fn text(&self, id: CouponId) -> &str {
        std::str::from_utf8(self.texts.get(id)).unwrap_or_default()
    }

    /// The Id that goes with a code.
    fn id_of_code(&self, code: &str) -> Option<CouponId> {
        self.id_in_ranges(code).or_else(|| self.codes.find(|id| self.text(*id).cmp(code)).copied())
    }

    fn id_in_ranges(&self, code: &str) -> Option<CouponId> {
        let parts = Parts::of(code)?;
        Some(self.ranges.find(|range| range.place(&parts, parts.from))?.id(parts.from))
    }

    fn state_of(&self, series: &Series, id: CouponId) -> CouponState {
        series.state_in(self.states.get(id))
    }

    fn coupon(&self, series: &Series, id: CouponId, state: CouponState) -> Coupon {
        let code = match &series.range {
            Some(range) => range.text(range.from + (id - series.ids.first) as u64),
            None => self.text(id).to_owned(),
        };
        let (prefix_length, terms) = (series.prefix_length, Arc::clone(&series.terms));
        Coupon { id, code, prefix_length, terms, state }
    }
}
