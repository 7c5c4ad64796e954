//! Coupons: found, added, spent, voided, expired, moved in and out, on any engine.

mod add_coupons;
mod count_coupons;
mod coupon_dto;
mod expire_coupon;
mod export_coupons;
mod find_coupons;
mod get_coupon;
mod import_coupons;
mod remove_coupons;
mod spend_coupon;
mod void_coupon;

use std::sync::Arc;

use chrono::NaiveDateTime;
use serde::Serialize;

use super::Admin;
use super::refused::wrong;
use crate::service::{ServiceError, Services};
use crate::store::{Change, Refusal};
pub use count_coupons::CouponCounts;
use coupon_dto::CouponInfo;

pub fn register(services: &mut Services, admin: &Arc<Admin>) {
    add_coupons::register(services, admin);
    count_coupons::register(services, admin);
    expire_coupon::register(services, admin);
    export_coupons::register(services, admin);
    find_coupons::register(services, admin);
    get_coupon::register(services, admin);
    import_coupons::register(services, admin);
    remove_coupons::register(services, admin);
    spend_coupon::register(services, admin);
    void_coupon::register(services, admin);
}

/// An answer with one coupon.
#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
struct CouponResponse {
    result: CouponInfo,
}

/// What came of a change of one coupon. A repetition is no refusal.
fn changed(change: Change, code: &str, now: NaiveDateTime) -> Result<CouponResponse, ServiceError> {
    match change {
        Change::Done(coupon) | Change::Replayed(coupon) => {
            Ok(CouponResponse { result: CouponInfo::at(coupon, now) })
        }
        Change::NoSuchCoupon => Err(no_coupon(code)),
        Change::Refused(why) => {
            let word = match why {
                Refusal::Voided => "Voided",
                Refusal::Used => "Used",
                Refusal::Expired => "Expired",
                Refusal::NotActivated => "NotActivated",
            };
            Err(wrong(409, word, "Code", format!("{code} stays as it is: {why}")))
        }
    }
}

fn no_coupon(code: &str) -> ServiceError {
    wrong(404, "NoSuchCoupon", "Code", format!("there is no coupon {code}"))
}
