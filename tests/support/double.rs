//! A store that does as the real one behind it, but for what a test changes.

use std::sync::Arc;

use chrono::NaiveDateTime;
use servicestack_emulator::store::{
    Activate, Activation, Added, Addition, Answer, Change, Counts, Coupon, CouponId, CouponKey,
    Coupons, Expire, Filter, Page, Sink, Source, Spend, Vitals,
};

/// What a test changes.
pub trait Trick: Send + Sync + 'static {
    fn add<'a>(&'a self, real: &'a dyn Coupons, addition: Addition) -> Answer<'a, Added> {
        real.add(addition)
    }

    fn activate<'a>(&'a self, real: &'a dyn Coupons, request: Activate) -> Answer<'a, Activation> {
        real.activate(request)
    }

    fn spend<'a>(&'a self, real: &'a dyn Coupons, request: Spend) -> Answer<'a, Change> {
        real.spend(request)
    }

    fn find<'a>(
        &'a self,
        real: &'a dyn Coupons,
        filter: Filter,
        after: CouponId,
        limit: usize,
    ) -> Answer<'a, Page> {
        real.find(filter, after, limit)
    }

    fn ready<'a>(&'a self, real: &'a dyn Coupons) -> Answer<'a, ()> {
        real.ready()
    }
}

/// A real store and the trick played on it.
pub struct Double<T> {
    pub real: Arc<dyn Coupons>,
    pub trick: T,
}

impl<T: Trick> Coupons for Double<T> {
    fn add(&self, addition: Addition) -> Answer<'_, Added> {
        self.trick.add(self.real.as_ref(), addition)
    }

    fn activate(&self, request: Activate) -> Answer<'_, Activation> {
        self.trick.activate(self.real.as_ref(), request)
    }

    fn spend(&self, request: Spend) -> Answer<'_, Change> {
        self.trick.spend(self.real.as_ref(), request)
    }

    fn void(&self, coupon: CouponKey) -> Answer<'_, Change> {
        self.real.void(coupon)
    }

    fn expire(&self, request: Expire) -> Answer<'_, Change> {
        self.real.expire(request)
    }

    fn get(&self, coupon: CouponKey) -> Answer<'_, Option<Coupon>> {
        self.real.get(coupon)
    }

    fn find(&self, filter: Filter, after: CouponId, limit: usize) -> Answer<'_, Page> {
        self.trick.find(self.real.as_ref(), filter, after, limit)
    }

    fn count(&self, at: NaiveDateTime) -> Answer<'_, Counts> {
        self.real.count(at)
    }

    fn snapshot(&self, sink: Sink) -> Answer<'_, u64> {
        self.real.snapshot(sink)
    }

    fn replace(&self, source: Source) -> Answer<'_, u64> {
        self.real.replace(source)
    }

    fn ready(&self) -> Answer<'_, ()> {
        self.trick.ready(self.real.as_ref())
    }

    fn vitals(&self) -> Vitals {
        self.real.vitals()
    }
}
