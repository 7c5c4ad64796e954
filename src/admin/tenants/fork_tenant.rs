//! `POST /tenants/{Name}/fork`: a tenant in the state that another one has now.

use std::sync::Arc;

use serde::Deserialize;

use super::TenantResponse;
use crate::admin::refused::of_tenant;
use crate::admin::registry::handle;
use crate::admin::{Admin, AdminCall};
use crate::service::validation::{Rules, not_empty};
use crate::service::{ServiceError, Services};
use crate::tenant::TenantError;

#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
struct ForkTenant {
    name: String,
    to: String,
}

pub fn register(services: &mut Services, admin: &Arc<Admin>) {
    services.validate("ForkTenant", Rules::new().member("To", [not_empty()]));
    handle(services, admin, "ForkTenant", fork);
}

async fn fork(request: ForkTenant, call: AdminCall) -> Result<TenantResponse, ServiceError> {
    let made = call.admin.tenants.fork(&request.name, &request.to);
    let made = made.map_err(|error| {
        let member = if matches!(error, TenantError::Unknown(_)) { "Name" } else { "To" };
        of_tenant(&error, member)
    })?;
    TenantResponse::of(&made).await
}
