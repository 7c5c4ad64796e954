//! Coupons listed for the operations that report them.

use std::sync::Arc;

use crate::service::ServiceError;
use crate::store::{self, Coupons, Filter};

/// How many coupons are asked of the store at a time.
const PAGE: usize = 1000;

/// Every coupon that passes, page by page.
pub async fn find_all<T: From<store::Coupon>>(
    coupons: Arc<dyn Coupons>,
    filter: Filter,
) -> Result<Vec<T>, ServiceError> {
    let (mut found, mut after) = (Vec::new(), Some(0));
    while let Some(id) = after {
        let page = coupons.find(filter.clone(), id, PAGE).await?;
        found.extend(page.coupons.into_iter().map(T::from));
        after = page.next;
    }
    Ok(found)
}
