//! Coupons listed for the operations that report them.

use std::sync::Arc;

use serde::Serialize;

use crate::service::{Context, Cursor, Page, Reply, ServiceError};
use crate::store::{self, CouponId, Coupons, Filter};

/// How many coupons are read from the store at a time.
const PAGE: usize = 1000;

/// Every coupon that passes, in the list of this name; a long one is read while it is sent.
pub async fn list<T: From<store::Coupon> + Serialize + Send + 'static>(
    context: Context,
    member: &str,
    filter: Filter,
) -> Result<Reply, ServiceError> {
    let coupons = context.tenant().coupons().clone();
    let page = move |after| page::<T>(coupons.clone(), filter.clone(), after);
    context.listed(member, page).await
}

async fn page<T: From<store::Coupon> + 'static>(
    coupons: Arc<dyn Coupons>,
    filter: Filter,
    after: Cursor,
) -> Result<Page<T>, ServiceError> {
    let after = CouponId::try_from(after).unwrap_or(CouponId::MAX);
    let page = coupons.find(filter, after, PAGE).await?;
    let items = page.coupons.into_iter().map(T::from).collect();
    Ok(Page { items, next: page.next.map(Cursor::from) })
}
