//! `DELETE /tenants/{Name}`: drops a tenant.

use std::sync::Arc;

use serde::Deserialize;

use crate::admin::refused::of_tenant;
use crate::admin::registry::handle;
use crate::admin::{Admin, AdminCall};
use crate::service::{ServiceError, Services};
use crate::tenant::Tenants;

#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
struct DropTenant {
    name: String,
}

pub fn register(services: &mut Services, admin: &Arc<Admin>) {
    handle(services, admin, "DropTenant", drop_tenant);
}

async fn drop_tenant(request: DropTenant, call: AdminCall) -> Result<(), ServiceError> {
    let tenants = &call.admin.tenants;
    Tenants::drop(tenants, &request.name).map_err(|error| of_tenant(&error, "Name"))
}
