//! `POST /Coupons`: one coupon a number from CodeFrom to CodeTo, all or none.

mod codes;
mod request;

use serde::Serialize;

use super::CallLimits;
use crate::service::{Context, ServiceError, Services};
use crate::store::{Added, Addition};
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
pub fn register(services: &mut Services, limits: CallLimits) {
    services.handle("AddCoupons", move |request, context| add(request, context, limits));
}

async fn add(
    request: AddCoupons,
    context: Context,
    limits: CallLimits,
) -> Result<AddCouponsResponse, ServiceError> {
    let addition = Addition::try_from(request.checked(limits)?)?;
    Ok(context.tenant().coupons().add(addition).await?.into())
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
