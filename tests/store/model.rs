//! A store so simple that it is plainly right, to be compared with the engines: one list, searched
//! from the front.

use chrono::NaiveDateTime;
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use servicestack_emulator::store::{
    Activate, Activation, Added, Addition, Change, Codes, Counts, Coupon, CouponId, CouponKey,
    CouponState, CouponStatus, Coupons, Expire, Filter, Numbers, Refusal, Spend, Terms, WhyNone,
};
use std::collections::HashSet;
use std::sync::Arc;
use tokio::runtime::Runtime;
use uuid::Uuid;

use super::{day, list, list_by};

/// What can be done to a store.
#[derive(Debug, Clone)]
pub enum Step {
    Add {
        prefix: String,
        tails: Vec<String>,
        coupon_type: i32,
        end: u32,
        made: (bool, bool, bool),
    },
    /// So many that they are kept as a range.
    Numbers {
        prefix: String,
        numbers: Numbers,
        coupon_type: i32,
        end: u32,
    },
    Activate {
        coupon_type: i32,
        wanted: String,
        id: u128,
        at: u32,
    },
    Spend {
        coupon: CouponId,
        id: u128,
        at: u32,
    },
    Void {
        code: String,
    },
    Expire {
        coupon: CouponId,
        at: u32,
    },
    Reset,
    /// The same coupons again.
    Restore,
}

/// Few letters, few types and few days, so that steps meet.
pub fn steps() -> impl Strategy<Value = Vec<Step>> {
    let text = || "[ab]{0,3}";
    let tail = "[ab0-2]{0,3}";
    // As they come, and ascending as numbers do.
    let tails = prop_oneof![
        prop::collection::vec(tail, 0..8),
        prop::collection::btree_set(tail, 0..16).prop_map(|tails| tails.into_iter().collect()),
    ];
    let add = (text(), tails, 0..2, 1_u32..4, prop::bool::weighted(0.1));
    let add = add.prop_flat_map(|(prefix, tails, coupon_type, end, odd)| {
        let made = if odd {
            any::<(bool, bool, bool)>().boxed()
        } else {
            Just((false, false, false)).boxed()
        };
        made.prop_map(move |made| Step::Add {
            prefix: prefix.clone(),
            tails: tails.clone(),
            coupon_type,
            end,
            made,
        })
    });
    let numbers =
        (text(), 0_u64..12, 1024_u64..1100, prop::sample::select(vec![0, 4, 5]), 0..2, 1_u32..4);
    let numbers = (numbers, prop::sample::select(vec!['0', '*', '1']), any::<bool>(), "[a1]{0,1}");
    let numbers = numbers.prop_map(
        |((prefix, first, count, length, coupon_type, end), fill, right, suffix)| {
            let (right, last) = (right && length > 0, first + count - 1);
            Step::Numbers {
                prefix,
                numbers: Numbers { first, last, length, fill, right, suffix },
                coupon_type,
                end,
            }
        },
    );
    let activate = (0..2, "[ab]{0,2}[ab0-2]{0,2}", 0_u128..24, 1_u32..5)
        .prop_map(|(coupon_type, wanted, id, at)| Step::Activate { coupon_type, wanted, id, at });
    let spend =
        (0..40, 0_u128..24, 1_u32..5).prop_map(|(coupon, id, at)| Step::Spend { coupon, id, at });
    let void = "[ab]{0,3}[ab0-2]{0,2}".prop_map(|code| Step::Void { code });
    let expire = (0..40, 1_u32..5).prop_map(|(coupon, at)| Step::Expire { coupon, at });
    let step = prop_oneof![8 => add, 1 => numbers, 24 => activate, 4 => spend, 2 => void, 2 => expire, 2 => Just(Step::Reset), 4 => Just(Step::Restore)];
    prop::collection::vec(step, 1..40)
}

/// Takes arbitrary steps on a store and on the model, so many times; they give the same each time.
pub fn holds(runtime: &Runtime, store: &dyn Coupons, cases: u32) {
    let mut runner =
        TestRunner::new(Config { cases, failure_persistence: None, ..Config::default() });
    let result = runner.run(&steps(), |steps| {
        let run = std::panic::AssertUnwindSafe(|| runtime.block_on(compare(store, &steps)));
        std::panic::catch_unwind(run)
            .map_err(|_| TestCaseError::fail("the store and the model differ"))
    });
    result.unwrap();
}

/// Takes every step on both and compares all answers, and all coupons in the end.
pub async fn compare(store: &dyn Coupons, steps: &[Step]) {
    store.reset().await.unwrap();
    let mut model = Model::default();
    for (number, step) in steps.iter().enumerate() {
        take(store, &mut model, step, number).await;
    }
    assert_eq!(list_by(store, &Filter::default(), 70).await, model.coupons);
    for status in 0..3 {
        let filter = Filter { status: Some(status), coupon_type: Some(1), ..Filter::default() };
        let expected: Vec<_> =
            model.coupons.iter().filter(|coupon| filter.holds(coupon)).cloned().collect();
        assert_eq!(list(store, &filter).await, expected);
    }
    for at in 1..5 {
        assert_eq!(store.count(day(at)).await.unwrap(), model.count(day(at)));
    }
}

async fn take(store: &dyn Coupons, model: &mut Model, step: &Step, number: usize) {
    match step.clone() {
        Step::Add { prefix, tails, coupon_type, end, made: (voided, used, activated) } => {
            let addition = |tails: Vec<String>| Addition {
                prefix: prefix.clone(),
                codes: Codes::list(tails),
                terms: Terms::new(coupon_type, day(end)),
                state: CouponState::made(voided, used, activated),
            };
            let expected = model.add(addition(tails.clone()));
            assert_eq!(store.add(addition(tails)).await.unwrap(), expected, "step {number}");
        }
        Step::Numbers { prefix, numbers, coupon_type, end } => {
            let addition = || Addition {
                prefix: prefix.clone(),
                codes: Codes::Numbers(numbers.clone()),
                terms: Terms::new(coupon_type, day(end)),
                state: CouponState::default(),
            };
            let expected = model.add(addition());
            assert_eq!(store.add(addition()).await.unwrap(), expected, "step {number}");
        }
        Step::Activate { coupon_type, wanted, id, at } => {
            let activate_id = Uuid::from_u128(id);
            let request =
                Activate { coupon_type, prefix: wanted, activate_id, at: day(at), receipt: None };
            let many = model.fitting(&request) > FULLY_EXPLAINED;
            let expected = model.activate(&request);
            let got = store.activate(request).await.unwrap();
            match (&got, &expected) {
                // Of so many coupons the engines look at some: what they report is so, if not all
                // that is so.
                (Activation::NoneLeft(got), Activation::NoneLeft(expected)) if many => {
                    assert!(is_part(got, expected), "step {number}: {got:?}, {expected:?}");
                }
                _ => assert_eq!(got, expected, "step {number}"),
            }
        }
        Step::Spend { coupon, id, at } => {
            let spend_id = Uuid::from_u128(id);
            let request =
                Spend { coupon: CouponKey::Id(coupon), spend_id, at: day(at), receipt: None };
            let expected = model.spend(&request);
            assert_eq!(store.spend(request).await.unwrap(), expected, "step {number}");
        }
        Step::Void { code } => {
            let expected = model.void(&code);
            assert_eq!(store.void(CouponKey::Code(code)).await.unwrap(), expected, "step {number}");
        }
        Step::Expire { coupon, at } => {
            let request = Expire { coupon: CouponKey::Id(coupon), at: day(at) };
            let expected = model.expire(coupon, day(at));
            assert_eq!(store.expire(request).await.unwrap(), expected, "step {number}");
        }
        Step::Reset => {
            *model = Model::default();
            store.reset().await.unwrap();
        }
        Step::Restore => {
            let coupons = model.coupons.clone();
            store.replace(Box::new(coupons.into_iter().map(Ok))).await.unwrap();
        }
    }
}

/// Of more coupons an engine need not report all reasons.
const FULLY_EXPLAINED: usize = 150;

fn is_part(got: &WhyNone, of: &WhyNone) -> bool {
    let reasons = |why: &WhyNone| [why.voided, why.used, why.activated, why.expired];
    let invented = reasons(got).into_iter().zip(reasons(of)).any(|(got, of)| got && !of);
    !invented && got.no_such() == of.no_such()
}

#[derive(Default)]
struct Model {
    coupons: Vec<Coupon>,
    activations: Vec<(Activate, CouponId)>,
}

impl Model {
    fn add(&mut self, addition: Addition) -> Added {
        let Addition { prefix, codes, terms, state } = addition;
        let (terms, mut added) = (Arc::new(terms), Added::default());
        let mut known: HashSet<_> = self.coupons.iter().map(|coupon| coupon.code.clone()).collect();
        for code in codes.into_texts().map(|tail| prefix.clone() + &tail) {
            if !known.insert(code.clone()) {
                added.omitted.push(code);
                continue;
            }
            let id = self.coupons.len() as CouponId + 1;
            let prefix_length = prefix.len();
            self.coupons.push(Coupon {
                id,
                code,
                prefix_length,
                terms: Arc::clone(&terms),
                state: state.clone(),
            });
            added.last_id = Some(id);
            added.inserted += 1;
        }
        added
    }

    /// How many coupons a request is about, of any type.
    fn fitting(&self, request: &Activate) -> usize {
        self.coupons.iter().filter(|coupon| coupon.code.starts_with(&request.prefix)).count()
    }

    fn activate(&mut self, request: &Activate) -> Activation {
        if let Some((earlier, id)) =
            self.activations.iter().find(|(earlier, _)| earlier.activate_id == request.activate_id)
        {
            if (earlier.coupon_type, &earlier.prefix) != (request.coupon_type, &request.prefix) {
                return Activation::Conflict {
                    coupon_type: earlier.coupon_type,
                    prefix: earlier.prefix.clone(),
                };
            }
            return Activation::Replayed(self.coupons[*id as usize - 1].clone());
        }
        let fits = |coupon: &&mut Coupon| {
            coupon.terms.coupon_type == request.coupon_type
                && coupon.code.starts_with(&request.prefix)
        };
        let mut candidates: Vec<_> = self
            .coupons
            .iter_mut()
            .filter(fits)
            .filter(|coupon| coupon.state.is_free() && !coupon.terms.expired(request.at))
            .collect();
        candidates.sort_by_key(|coupon| (coupon.code != request.prefix, coupon.id));
        let Some(coupon) = candidates.into_iter().next() else {
            let mut why = WhyNone::default();
            let fitting = self.coupons.iter_mut().filter(fits);
            fitting.for_each(|coupon| why.add(&coupon.state, coupon.terms.expired(request.at)));
            return Activation::NoneLeft(why);
        };
        coupon.state.status = CouponStatus::Activated;
        coupon.state.activate_id = Some(request.activate_id);
        coupon.state.activate_prefix = Some(request.prefix.clone());
        self.activations.push((request.clone(), coupon.id));
        Activation::Activated(coupon.clone())
    }

    fn spend(&mut self, request: &Spend) -> Change {
        let CouponKey::Id(id) = request.coupon else { panic!("the model spends by Id") };
        let Some(coupon) = self.coupons.iter_mut().find(|coupon| coupon.id == id) else {
            return Change::NoSuchCoupon;
        };
        if coupon.state.spend_id == Some(request.spend_id) {
            return Change::Replayed(coupon.clone());
        }
        let refusals = [
            (coupon.state.voided, Refusal::Voided),
            (coupon.state.used, Refusal::Used),
            (coupon.state.status == CouponStatus::Added, Refusal::NotActivated),
            (coupon.terms.expired(request.at), Refusal::Expired),
        ];
        if let Some((_, refusal)) = refusals.into_iter().find(|(holds, _)| *holds) {
            return Change::Refused(refusal);
        }
        coupon.state.status = CouponStatus::Spent;
        coupon.state.used = true;
        coupon.state.use_time = Some(request.at);
        coupon.state.spend_id = Some(request.spend_id);
        Change::Done(coupon.clone())
    }

    fn void(&mut self, code: &str) -> Change {
        let Some(coupon) = self.coupons.iter_mut().find(|coupon| coupon.code == code) else {
            return Change::NoSuchCoupon;
        };
        if coupon.state.voided {
            return Change::Replayed(coupon.clone());
        }
        if coupon.state.used {
            return Change::Refused(Refusal::Used);
        }
        coupon.state.voided = true;
        Change::Done(coupon.clone())
    }

    fn expire(&mut self, id: CouponId, at: NaiveDateTime) -> Change {
        let Some(coupon) = self.coupons.iter_mut().find(|coupon| coupon.id == id) else {
            return Change::NoSuchCoupon;
        };
        if coupon.state.voided {
            return Change::Refused(Refusal::Voided);
        }
        if coupon.state.used {
            return Change::Refused(Refusal::Used);
        }
        if coupon.terms.expired(at) {
            return Change::Replayed(coupon.clone());
        }
        Arc::make_mut(&mut coupon.terms).expiration_date = at - chrono::TimeDelta::seconds(1);
        Change::Done(coupon.clone())
    }

    fn count(&self, at: NaiveDateTime) -> Counts {
        let mut counts = Counts::default();
        for coupon in &self.coupons {
            let state = &coupon.state;
            let count = match () {
                () if state.voided => &mut counts.voided,
                () if state.used => &mut counts.used,
                () if !state.is_free() => &mut counts.activated,
                () if coupon.terms.expired(at) => &mut counts.expired,
                () => &mut counts.free,
            };
            *count += 1;
        }
        counts
    }
}
