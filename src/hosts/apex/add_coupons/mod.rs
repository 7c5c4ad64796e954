//! `POST /Coupons`: one coupon a number from CodeFrom to CodeTo, all or none.

mod codes;
mod request;

use std::sync::Arc;

use serde::Serialize;

use super::CallLimits;
use crate::service::{Context, ServiceError, Services};
use crate::store::{Added, Addition, Coupons};
pub use request::AddCoupons;

/// The answer; `lastInsertedId` begins with a lower-case letter on the real host too.
#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
struct AddCouponsResponse {
    #[serde(rename = "lastInsertedId")]
    last_inserted_id: i32,
    inserted: u64,
    omitted: usize,
    omittedlist: String,
    error: i32,
}

/// Registers the service.
pub fn register(services: &mut Services, coupons: Arc<dyn Coupons>, limits: CallLimits) {
    services.handle("AddCoupons", move |request, _: Context| add(coupons.clone(), request, limits));
}

async fn add(
    coupons: Arc<dyn Coupons>,
    request: AddCoupons,
    limits: CallLimits,
) -> Result<AddCouponsResponse, ServiceError> {
    let addition = Addition::try_from(request.checked(limits)?)?;
    Ok(coupons.add(addition).await?.into())
}

impl From<Added> for AddCouponsResponse {
    fn from(added: Added) -> Self {
        Self {
            last_inserted_id: added.last_id.unwrap_or_default(),
            inserted: added.inserted,
            omitted: added.omitted.len(),
            omittedlist: added.omitted.join(","),
            error: 0,
        }
    }
}
