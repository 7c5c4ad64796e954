//! `PUT /coupons`: the coupons of an exported file in the place of all; the body is the file.

use std::io::Cursor;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::admin::refused::of_store;
use crate::admin::registry::handle;
use crate::admin::{Admin, AdminCall};
use crate::service::{ServiceError, Services};
use crate::store::transfer::import;

#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
struct ImportCoupons {
    tenant: Option<String>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
struct ImportCouponsResponse {
    coupons: u64,
}

pub fn register(services: &mut Services, admin: &Arc<Admin>) {
    handle(services, admin, "ImportCoupons", answer);
}

async fn answer(
    request: ImportCoupons,
    call: AdminCall,
) -> Result<ImportCouponsResponse, ServiceError> {
    let tenant = call.tenant(request.tenant.as_deref())?;
    let coupons = import(tenant.coupons().as_ref(), Cursor::new(call.body), |_| ()).await;
    Ok(ImportCouponsResponse { coupons: coupons.map_err(of_store)? })
}
