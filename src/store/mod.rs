//! Where coupons live. One trait in the domain's words, and engines behind it.
//!
//! Promises that every engine keeps:
//! - An answer leaves only when its change is durable, also an answer that shows another caller's
//!   change.
//! - Of all activations that race for one coupon exactly one gets it.
//! - A call changes all it says or nothing, across a crash.
//! - No engine reads the clock, draws random numbers or knows a wire format: ids and times come
//!   with the call.

mod aside;
mod codes;
mod commit_order;
mod compact;
mod coupon;
mod deferred;
pub mod embedded;
mod error;
pub(crate) mod journal;
mod memory;
pub mod postgres;
mod state;
mod ticks;
pub mod transfer;
mod verbs;
mod vitals;

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;

pub use codes::{Codes, Numbers};
pub use commit_order::CommitNumber;
pub use coupon::{
    Coupon, CouponData, CouponId, CouponProd, CouponState, CouponStatus, MAX_CODE, Receipt, Terms,
};
pub use deferred::{all_durable, deferring, early};
pub use error::StoreError;
pub use memory::MemoryCoupons;
pub use verbs::{
    Activate, Activation, Added, Addition, Change, Counts, CouponKey, DateRange, Expire, Filter,
    Page, Refusal, Spend, WhyNone,
};
pub use vitals::{Histogram, Pool, Queue, Vitals};

/// What a verb gives back. Boxed by hand, because `async fn` in a trait cannot be called through
/// `dyn Coupons`, and the engine is chosen at start.
pub type Answer<'a, T> = Pin<Box<dyn Future<Output = Result<T, StoreError>> + Send + 'a>>;

/// Takes coupons one by one; an error ends a snapshot.
pub type Sink = Box<dyn FnMut(&Coupon) -> std::io::Result<()> + Send>;

/// Gives coupons one by one; an error, in words, ends a replacement before it changes anything.
pub type Source = Box<dyn Iterator<Item = Result<Coupon, String>> + Send>;

/// All coupons of the emulator.
pub trait Coupons: Send + Sync {
    /// Makes coupons, all or none; codes that exist are omitted.
    fn add(&self, addition: Addition) -> Answer<'_, Added>;

    /// Activates one coupon.
    fn activate(&self, request: Activate) -> Answer<'_, Activation>;

    /// Spends an activated coupon.
    fn spend(&self, request: Spend) -> Answer<'_, Change>;

    /// Ends a coupon that is not used. Voiding again is [`Change::Replayed`].
    fn void(&self, coupon: CouponKey) -> Answer<'_, Change>;

    /// Lets a coupon end that is neither used nor voided. One that has ended is
    /// [`Change::Replayed`]. Its neighbours keep their end.
    fn expire(&self, request: Expire) -> Answer<'_, Change>;

    /// One coupon.
    fn get(&self, coupon: CouponKey) -> Answer<'_, Option<Coupon>>;

    /// A page of at most `limit` coupons that pass the filter, in the order of Ids, beginning after
    /// the Id `after` (0 for the first page, then [`Page::next`]). A coupon that is changed between
    /// two pages shows as it is when its page is made; coupons added meanwhile come at the end.
    fn find(&self, filter: Filter, after: CouponId, limit: usize) -> Answer<'_, Page>;

    /// How many there are in which state at the instant `at`.
    fn count(&self, at: chrono::NaiveDateTime) -> Answer<'_, Counts>;

    /// Shows every coupon, in the order of Ids, as it is at one moment; changes go on meanwhile.
    /// The sink is called by the writer and must not wait for anybody. The answer is how many were
    /// shown.
    fn snapshot(&self, sink: Sink) -> Answer<'_, u64>;

    /// Puts other coupons in the place of all, or changes nothing. They must come in the order of
    /// Ids, from 1 without gaps. The answer is how many there are now.
    fn replace(&self, source: Source) -> Answer<'_, u64>;

    /// Removes everything; Ids begin at 1 again.
    fn reset(&self) -> Answer<'_, ()> {
        Box::pin(async { self.replace(Box::new(std::iter::empty())).await.map(drop) })
    }

    /// Whether coupons outlive the process.
    fn is_durable(&self) -> bool {
        true
    }

    /// The same coupons in a store of their own in memory, whatever becomes of these. Takes no
    /// longer for many than for few.
    ///
    /// # Errors
    /// [`StoreError::NoCopies`] of an engine that has one state alone.
    fn fork(&self) -> Result<Arc<dyn Coupons>, StoreError> {
        Err(StoreError::NoCopies)
    }

    /// Whether a change would be taken now.
    fn ready(&self) -> Answer<'_, ()>;

    /// What the engine has counted of itself; asking costs next to nothing.
    fn vitals(&self) -> Vitals {
        Vitals::default()
    }
}
