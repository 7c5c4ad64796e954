//! `DELETE /coupons`: removes all coupons of a tenant.

use std::sync::Arc;

use serde::Deserialize;

use crate::admin::refused::of_store;
use crate::admin::registry::handle;
use crate::admin::{Admin, AdminCall};
use crate::service::{ServiceError, Services};

#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
struct RemoveCoupons {
    tenant: Option<String>,
}

pub fn register(services: &mut Services, admin: &Arc<Admin>) {
    handle(services, admin, "RemoveCoupons", remove);
}

async fn remove(request: RemoveCoupons, call: AdminCall) -> Result<(), ServiceError> {
    call.tenant(request.tenant.as_deref())?.coupons().reset().await.map_err(of_store)
}
