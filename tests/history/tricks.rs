//! Stores that break their promises now and then, each in its own way.

use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use servicestack_emulator::store::{
    Activate, Activation, Added, Addition, Answer, Change, Codes, Coupon, Coupons, Filter, Refusal,
    Spend, WhyNone,
};
use uuid::Uuid;

use super::support::double::Trick;

/// Every so manieth time.
#[derive(Default)]
struct Turn(AtomicUsize);

impl Turn {
    fn comes(&self, every: usize) -> bool {
        self.0.fetch_add(1, Ordering::Relaxed) % every == every - 1
    }
}

/// Keeps all promises.
pub struct Honest;

impl Trick for Honest {}

/// Gives a coupon that another caller has.
#[derive(Default)]
pub struct GivesTwice {
    turn: Turn,
    last: Mutex<Option<Coupon>>,
}

impl Trick for GivesTwice {
    fn activate<'a>(&'a self, real: &'a dyn Coupons, request: Activate) -> Answer<'a, Activation> {
        Box::pin(async move {
            let given = self.last.lock().unwrap().clone();
            if let Some(coupon) = given.filter(|coupon| coupon.code.starts_with(&request.prefix))
                && self.turn.comes(40)
            {
                return Ok(Activation::Activated(coupon));
            }
            let answer = real.activate(request).await;
            if let Ok(Activation::Activated(coupon)) = &answer {
                *self.last.lock().unwrap() = Some(coupon.clone());
            }
            answer
        })
    }
}

/// Acknowledges an activation that it does not make.
#[derive(Default)]
pub struct ForgetsActivations(Turn);

impl Trick for ForgetsActivations {
    fn activate<'a>(&'a self, real: &'a dyn Coupons, request: Activate) -> Answer<'a, Activation> {
        Box::pin(async move {
            if self.0.comes(40) {
                let free = Filter { status: Some(0), ..Filter::default() };
                let page = real.find(free, 0, 100).await?;
                let mut fitting = page.coupons.into_iter();
                if let Some(coupon) =
                    fitting.find(|coupon| coupon.code.starts_with(&request.prefix))
                {
                    return Ok(Activation::Activated(coupon));
                }
            }
            real.activate(request).await
        })
    }
}

/// Takes a call for another one than it is: a repeated id gets a second coupon.
#[derive(Default)]
pub struct ForgetsIds(Turn);

impl Trick for ForgetsIds {
    fn activate<'a>(
        &'a self,
        real: &'a dyn Coupons,
        mut request: Activate,
    ) -> Answer<'a, Activation> {
        if self.0.comes(20) {
            request.activate_id = Uuid::from_u128(request.activate_id.as_u128().rotate_left(64));
        }
        real.activate(request)
    }
}

/// Acknowledges coupons that it does not add.
#[derive(Default)]
pub struct ForgetsAdditions(Turn);

impl Trick for ForgetsAdditions {
    fn add<'a>(&'a self, real: &'a dyn Coupons, addition: Addition) -> Answer<'a, Added> {
        if self.0.comes(5) {
            let inserted = addition.codes.into_texts().count() as u64;
            return Box::pin(async move {
                Ok(Added { last_id: Some(1), inserted, omitted: Vec::new() })
            });
        }
        real.add(addition)
    }
}

/// Adds half of the coupons.
#[derive(Default)]
pub struct AddsHalf(Turn);

impl Trick for AddsHalf {
    fn add<'a>(&'a self, real: &'a dyn Coupons, mut addition: Addition) -> Answer<'a, Added> {
        let half = self.0.comes(5);
        if half {
            addition.codes = Codes::list(addition.codes.into_texts().step_by(2));
        }
        Box::pin(async move {
            let mut added = real.add(addition).await?;
            added.inserted *= if half { 2 } else { 1 };
            Ok(added)
        })
    }
}

/// Gives coupons that nobody added.
#[derive(Default)]
pub struct MakesUp(Turn);

impl Trick for MakesUp {
    fn activate<'a>(&'a self, real: &'a dyn Coupons, request: Activate) -> Answer<'a, Activation> {
        Box::pin(async move {
            match real.activate(request).await? {
                Activation::Activated(mut coupon) if self.0.comes(40) => {
                    coupon.code.push('X');
                    Ok(Activation::Activated(coupon))
                }
                other => Ok(other),
            }
        })
    }
}

/// Sends callers away though there are coupons.
#[derive(Default)]
pub struct SendsAway(Turn);

impl Trick for SendsAway {
    fn activate<'a>(&'a self, real: &'a dyn Coupons, request: Activate) -> Answer<'a, Activation> {
        if self.0.comes(40) {
            let why = WhyNone { activated: true, ..WhyNone::default() };
            return Box::pin(async move { Ok(Activation::NoneLeft(why)) });
        }
        real.activate(request)
    }
}

/// Lets a coupon be spent by a second caller as well.
pub struct SpendsTwice;

impl Trick for SpendsTwice {
    fn spend<'a>(&'a self, real: &'a dyn Coupons, request: Spend) -> Answer<'a, Change> {
        Box::pin(async move {
            let coupon = request.coupon.clone();
            match real.spend(request).await? {
                Change::Refused(Refusal::Used) => {
                    Ok(real.get(coupon).await?.map_or(Change::NoSuchCoupon, Change::Done))
                }
                other => Ok(other),
            }
        })
    }
}

/// Acknowledges a spending that it does not make.
#[derive(Default)]
pub struct ForgetsSpendings(Turn);

impl Trick for ForgetsSpendings {
    fn spend<'a>(&'a self, real: &'a dyn Coupons, request: Spend) -> Answer<'a, Change> {
        Box::pin(async move {
            if self.0.comes(10)
                && let Some(coupon) = real.get(request.coupon.clone()).await?
            {
                return Ok(Change::Done(coupon));
            }
            real.spend(request).await
        })
    }
}
