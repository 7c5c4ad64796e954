//! All coupons as a value: no IO, no clock, no chance. The engines keep it, and differ in what they do with it.
//!
//! Everything in it is persistent: a clone costs next to nothing and shares all memory, and a change copies the few
//! blocks it touches. So readers look at a clone while the writer goes on, and a fork or a snapshot copies nothing.
//!
//! A command is decided by [`State::apply`], which notes in a [`WriteBatch`] what it changed. [`State::redo`] makes
//! the same changes from the bytes of a batch, without deciding anything again.

mod add;
mod batch;
mod change;
mod group;
mod ids;
mod load;
mod packed;
mod radix;
mod read;
mod record;
mod replace;
mod rows;
mod runs;
mod search;
mod series;
mod tree;
mod why;

use std::sync::Arc;

pub(super) use self::batch::WriteBatch;
pub(super) use self::change::Void;
use self::group::Group;
use self::ids::IdSet;
pub(super) use self::load::Loader;
use self::packed::Packed;
use self::radix::Radix;
pub(super) use self::replace::Replacement;
pub(super) use self::rows::Unreadable;
pub(super) use self::runs::Prepared;
use self::series::{Parts, Ranged, Series, Texts};
use self::tree::{Entry, Tree};
use super::{Coupon, CouponId, Life, StoreError};

/// The greatest Id given. One past the end of a series must be a number too.
const LAST_ID: CouponId = CouponId::MAX - 1;
/// Codes, and lives, in a block.
const CODES: usize = 64;
const LIVES: usize = 32;

/// The key of the hash of ActivateIds. Clients choose those, so they must not foresee their hashes.
pub(super) type Salt = [u8; 16];

/// All coupons.
#[derive(Clone, Default)]
pub(super) struct State {
    /// Number of the last write batch.
    version: u64,
    /// Number of the batch that put other coupons in the place of all.
    base: u64,
    last_id: CouponId,
    salt: Salt,
    series: Tree<Arc<Series>>,
    /// Series of ranges, by their codes.
    ranges: Tree<Ranged>,
    /// Codes of other series, without what a series has in common.
    texts: Radix<Packed<CODES>>,
    /// Their Ids, in the order of the codes.
    codes: Tree<CouponId>,
    /// The lives of coupons that changed since they were made.
    lives: Radix<Packed<LIVES>>,
    free: IdSet,
    groups: Tree<Group>,
    activations: Tree<Activated>,
}

/// The hash of an ActivateId, and the coupon it activated.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Activated {
    hash: u32,
    id: CouponId,
}

impl Entry for Activated {
    fn least(&self) -> CouponId {
        self.id
    }
}

/// What can be asked of the state.
pub(super) trait Command: Send + 'static {
    /// What comes of it.
    type Outcome: Send + 'static;

    /// Decides and does it, and notes what it changed.
    fn apply(self, state: &mut State, batch: &mut WriteBatch) -> Result<Self::Outcome, StoreError>;
}

impl State {
    /// No coupons.
    pub(super) fn new(salt: Salt) -> Self {
        State { salt, ..State::default() }
    }

    /// The same coupons with a future of their own.
    pub(super) fn fork(&self) -> Self {
        self.clone()
    }

    /// Decides and does a command: all of it or, after an error, nothing.
    pub(super) fn apply<C: Command>(
        &mut self,
        command: C,
        batch: &mut WriteBatch,
    ) -> Result<C::Outcome, StoreError> {
        command.apply(self, batch)
    }

    /// Number of the last write batch.
    pub(super) fn version(&self) -> u64 {
        self.version
    }

    /// All that is changed from now on belongs to the write batch of this number.
    pub(super) fn begin(&mut self, version: u64) {
        self.version = version;
    }

    /// No coupon has a greater Id.
    pub(super) fn last_id(&self) -> CouponId {
        self.last_id
    }

    /// Puts other coupons in the place of all.
    fn replace(&mut self, other: State) {
        *self = State { version: self.version, base: self.version, ..other };
    }

    fn series_of(&self, id: CouponId) -> Option<&Arc<Series>> {
        self.series.find(|series| series.place(id))
    }

    /// The rest of a code that is a text.
    fn tail(&self, id: CouponId) -> &str {
        let block = self.texts.get(id as u32 / CODES as u32);
        let bytes = block.map_or(&[][..], |block| block.get(id as usize % CODES));
        std::str::from_utf8(bytes).unwrap_or_default()
    }

    fn code(&self, series: &Series, id: CouponId) -> String {
        match &series.texts {
            Texts::Range(range) => range.text(range.from + (id - series.first) as u64),
            Texts::List(prefix) => [prefix, self.tail(id)].concat(),
        }
    }

    /// The code of a coupon whose code is a text, in two parts.
    fn text(&self, id: CouponId) -> (&str, &str) {
        let series = self.series_of(id).map(|series| &series.texts);
        let prefix = if let Some(Texts::List(prefix)) = series { &**prefix } else { "" };
        (prefix, self.tail(id))
    }

    /// The Id that goes with a code.
    fn id_of_code(&self, code: &str) -> Option<CouponId> {
        self.id_in_ranges(code).or_else(|| self.codes.find(|id| compare(self.text(*id), code)).copied())
    }

    fn id_in_ranges(&self, code: &str) -> Option<CouponId> {
        let parts = Parts::of(code)?;
        let series = &self.ranges.find(|range| range.place(&parts, parts.number))?.0;
        Some(series.first + (parts.number - series.range()?.from) as CouponId)
    }

    /// The bytes of a coupon's life; empty if it is as it was made.
    fn row(&self, id: CouponId) -> &[u8] {
        let block = self.lives.get(id as u32 / LIVES as u32);
        block.map_or(&[][..], |block| block.get(id as usize % LIVES))
    }

    fn life(&self, series: &Series, id: CouponId) -> Life {
        let row = self.row(id);
        // Rows are checked when they are read; those written here are whole.
        let own = if row.is_empty() { None } else { record::decode_life(row) };
        own.unwrap_or_else(|| series.life.clone())
    }

    fn coupon(&self, series: &Series, id: CouponId, life: Life) -> Coupon {
        let (code, terms) = (self.code(series, id), Arc::clone(&series.terms));
        Coupon { id, code, prefix_length: series.prefix_length, terms, life }
    }
}

/// How a code in two parts compares with a text.
fn compare((prefix, tail): (&str, &str), text: &str) -> std::cmp::Ordering {
    let (head, rest) = text.as_bytes().split_at(prefix.len().min(text.len()));
    prefix.as_bytes().cmp(head).then_with(|| tail.as_bytes().cmp(rest))
}

/// How a code in two parts lies to those that begin so.
fn place_of_parts((prefix, tail): (&str, &str), beginning: &str) -> std::cmp::Ordering {
    let (prefix, tail, beginning) = (prefix.as_bytes(), tail.as_bytes(), beginning.as_bytes());
    let (head, rest) = beginning.split_at(prefix.len().min(beginning.len()));
    let begun = &prefix[..head.len()];
    begun.cmp(head).then_with(|| tail[..rest.len().min(tail.len())].cmp(rest))
}
