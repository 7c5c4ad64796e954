//! The engine without a directory: a state and nothing else. It is made in no time and gone with
//! its last handle.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use chrono::NaiveDateTime;

use super::aside::{aside, gather, prepare};
use super::state::{Command, Prepared, Replacement, State, Void, WriteBatch};
use super::{
    Activate, Activation, Added, Addition, Answer, Change, CommitNumber, Counts, Coupon, CouponId,
    CouponKey, Coupons, Expire, Filter, Page, Sink, Source, Spend, StoreError,
};
use crate::lab::Seed;

/// Coupons in memory. Clones share them.
///
/// ```
/// use servicestack_emulator::lab::Seed;
/// use servicestack_emulator::store::{Coupons, MemoryCoupons};
///
/// let coupons = MemoryCoupons::new(&Seed::from_u64(7));
/// let other = coupons.fork()?; // the same coupons, with a future of their own
/// # Ok::<(), servicestack_emulator::store::StoreError>(())
/// ```
#[derive(Clone)]
pub struct MemoryCoupons {
    state: Arc<Mutex<Arc<State>>>,
}

impl MemoryCoupons {
    /// No coupons. The key of its hash is drawn of the seed; no answer shows it.
    pub fn new(seed: &Seed) -> Self {
        Self::of(State::new(seed.bytes()))
    }

    /// As [`Coupons::add`], on this thread, however long it takes.
    ///
    /// # Errors
    /// When there are too many coupons.
    pub fn add_at_once(&self, addition: Addition) -> Result<Added, StoreError> {
        self.apply(Prepared::of(addition)?)
    }

    pub(super) fn of(state: State) -> Self {
        MemoryCoupons { state: Arc::new(Mutex::new(Arc::new(state))) }
    }

    /// The coupons as they are now.
    fn current(&self) -> Arc<State> {
        Arc::clone(&self.lock())
    }

    fn apply<C: Command>(&self, command: C) -> Result<C::Outcome, StoreError> {
        // A reader keeps what it looks at: then the state is copied first, which shares all its
        // memory.
        let mut state = self.lock();
        let outcome = command.apply(Arc::make_mut(&mut state), &mut WriteBatch::default());
        if let Some(number) = CommitNumber::current() {
            number.get();
        }
        outcome
    }

    /// Commands leave the state whole, whatever happens.
    fn lock(&self) -> MutexGuard<'_, Arc<State>> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Coupons for MemoryCoupons {
    fn add(&self, addition: Addition) -> Answer<'_, Added> {
        Box::pin(async { self.apply(prepare(addition).await?) })
    }

    fn activate(&self, request: Activate) -> Answer<'_, Activation> {
        Box::pin(async { self.apply(request) })
    }

    fn spend(&self, request: Spend) -> Answer<'_, Change> {
        Box::pin(async { self.apply(request) })
    }

    fn void(&self, coupon: CouponKey) -> Answer<'_, Change> {
        Box::pin(async { self.apply(Void(coupon)) })
    }

    fn expire(&self, request: Expire) -> Answer<'_, Change> {
        Box::pin(async { self.apply(request) })
    }

    fn get(&self, coupon: CouponKey) -> Answer<'_, Option<Coupon>> {
        Box::pin(async move { Ok(self.current().get(&coupon)) })
    }

    fn find(&self, filter: Filter, after: CouponId, limit: usize) -> Answer<'_, Page> {
        Box::pin(async move { Ok(self.current().find(&filter, after, limit)) })
    }

    fn count(&self, at: NaiveDateTime) -> Answer<'_, Counts> {
        Box::pin(async move { Ok(self.current().count(at)) })
    }

    fn snapshot(&self, sink: Sink) -> Answer<'_, u64> {
        let state = self.current();
        Box::pin(aside(move || state.show_to(sink)))
    }

    fn replace(&self, source: Source) -> Answer<'_, u64> {
        Box::pin(async { self.apply(gather(source, self.current().salt).await?) })
    }

    fn reset(&self) -> Answer<'_, ()> {
        Box::pin(async { self.apply(Replacement::of(State::new(self.current().salt))).map(drop) })
    }

    fn is_durable(&self) -> bool {
        false
    }

    /// However many they are, nothing is copied.
    fn fork(&self) -> Result<Arc<dyn Coupons>, StoreError> {
        Ok(Arc::new(Self::of(self.current().fork())))
    }

    fn ready(&self) -> Answer<'_, ()> {
        Box::pin(async { Ok(()) })
    }
}
