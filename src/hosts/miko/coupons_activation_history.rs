//! `POST /restapi/v1/couponsactivationhistory/{lastresultid}`: activations of generated coupons
//! after one that is known already.
//!
//! Only the call's name and path are public. The members are those of its sibling for trials and
//! the coupon's code; those that describe the client are empty, because a till that activates a
//! coupon names none.

use chrono::NaiveDateTime;
use serde::Serialize;

use super::Miko;
use super::answer;
use super::directory::Directory;
use super::generate_coupons::Generated;
use super::refusal::Refusal;
use crate::http::Answer;
use crate::store::{Coupon, Filter};
use crate::tenant::Tenant;

/// How many coupons are read from the store at a time.
const PAGE: usize = 1000;

/// One activation.
#[derive(Debug, Default, Serialize)]
struct ActivatedCoupon {
    /// Its place among all activations, from 1.
    result_id: u64,
    coupon: String,
    coupontype: String,
    licensekey: String,
    product: String,
    dateactivated: String,
    email: String,
    contact: String,
    shortname: String,
    phone: String,
    description: String,
    inn: String,
}

pub async fn answer(miko: &Miko, tenant: &Tenant, after: &str) -> Result<Answer, Refusal> {
    let after: u64 = after.parse().map_err(|_| Refusal::bad("lastresultid must be an integer"))?;
    let mut activated = activated(miko, tenant).await?;
    activated.sort_by_key(|(at, coupon)| (*at, coupon.id));
    let numbered = (1..).zip(activated).filter(|(result_id, _)| *result_id > after);
    let rows =
        numbered.map(|(result_id, (at, coupon))| row(result_id, at, coupon, &miko.directory));
    answer::ok(&miko.settings, &rows.collect::<Vec<_>>())
}

/// All activated coupons of this API, with the instants of their activations.
async fn activated(miko: &Miko, tenant: &Tenant) -> Result<Vec<(NaiveDateTime, Coupon)>, Refusal> {
    let filter = Filter { coupon_type: Some(miko.settings.coupon_type), ..Filter::default() };
    let (mut found, mut after) = (Vec::new(), Some(0));
    while let Some(id) = after {
        let page = tenant.coupons().find(filter.clone(), id, PAGE).await?;
        found.extend(
            page.coupons
                .into_iter()
                .filter_map(|coupon| Some((coupon.state.activation?.opdate, coupon))),
        );
        after = page.next;
    }
    Ok(found)
}

fn row(
    result_id: u64,
    at: NaiveDateTime,
    coupon: Coupon,
    directory: &Directory,
) -> ActivatedCoupon {
    let vendor = coupon.terms.vendor.as_deref().unwrap_or_default();
    let mut row = ActivatedCoupon {
        result_id,
        coupon: coupon.code,
        dateactivated: at.format("%Y-%m-%d %H:%M:%S").to_string(),
        ..ActivatedCoupon::default()
    };
    // A coupon of this type that AddCoupons made has no such text.
    if let Ok(generated) = serde_json::from_str::<Generated>(vendor) {
        let names = generated.products.iter().map(|product| {
            directory
                .product(&product.guid)
                .map_or(product.guid.as_str(), |known| known.name.as_str())
        });
        row.product = names.collect::<Vec<_>>().join(", ");
        row.coupontype = generated.coupontype;
        row.description = generated.description.unwrap_or_default();
    }
    row
}
