//! Cases are written once against `dyn Coupons`; a module for each engine runs them all.

#[macro_use]
mod cases;
mod child;
mod crash;
mod embedded;
mod memory;
mod model;
mod place;
mod postgres;
mod transfer;

use chrono::NaiveDateTime;
use servicestack_emulator::store::{
    Activate, Activation, Added, Addition, Codes, Coupon, CouponKey, CouponState, Coupons, Filter,
    Receipt, Spend, Terms,
};
use uuid::Uuid;

/// An instant in 2026.
pub fn day(day: u32) -> NaiveDateTime {
    let month_and_day = chrono::NaiveDate::from_yo_opt(2026, day).unwrap();
    month_and_day.and_hms_opt(12, 0, 0).unwrap()
}

/// Coupons of type 1 that end on day 200.
pub fn numbers(prefix: &str, numbers: std::ops::RangeInclusive<u32>) -> Addition {
    let tails: Vec<_> = numbers.map(|number| format!("{number:04}")).collect();
    addition(prefix, tails)
}

/// Coupons of type 1 that end on day 200.
pub fn addition(
    prefix: &str,
    tails: impl IntoIterator<Item: ToString, IntoIter: Send + 'static>,
) -> Addition {
    Addition {
        prefix: prefix.to_owned(),
        codes: Codes::list(tails.into_iter().map(|tail| tail.to_string())),
        terms: Terms::new(1, day(200)),
        state: CouponState::default(),
    }
}

/// Asks for type 1 on day 100.
pub fn wanted(prefix: &str, id: u128) -> Activate {
    Activate {
        coupon_type: 1,
        prefix: prefix.to_owned(),
        activate_id: Uuid::from_u128(id),
        at: day(100),
        receipt: None,
    }
}

/// Spends on day 101.
pub fn taken(coupon: &str, id: u128) -> Spend {
    Spend { coupon: by_code(coupon), spend_id: Uuid::from_u128(id), at: day(101), receipt: None }
}

pub fn by_code(code: &str) -> CouponKey {
    CouponKey::Code(code.to_owned())
}

pub fn receipt(opdate: u32, pos_num: i32) -> Receipt {
    Receipt {
        opdate: day(opdate),
        batch_num: Some(3),
        pos_num: Some(pos_num),
        receipt_num: Some(7),
    }
}

pub async fn add(store: &dyn Coupons, addition: Addition) -> Added {
    store.add(addition).await.unwrap()
}

/// The code an activation got.
pub async fn code(store: &dyn Coupons, request: Activate) -> String {
    match store.activate(request).await.unwrap() {
        Activation::Activated(coupon) => coupon.code,
        other => panic!("no activation but {other:?}"),
    }
}

/// The whole list, by small pages.
pub async fn list(store: &dyn Coupons, filter: &Filter) -> Vec<Coupon> {
    list_by(store, filter, 7).await
}

/// The whole list, by pages of a length.
pub async fn list_by(store: &dyn Coupons, filter: &Filter, length: usize) -> Vec<Coupon> {
    let (mut coupons, mut after) = (Vec::new(), 0);
    loop {
        let page = store.find(filter.clone(), after, length).await.unwrap();
        assert!(page.coupons.len() <= length);
        coupons.extend(page.coupons);
        match page.next {
            Some(next) => after = next,
            None => return coupons,
        }
    }
}

pub fn codes(coupons: &[Coupon]) -> Vec<&str> {
    coupons.iter().map(|coupon| coupon.code.as_str()).collect()
}
