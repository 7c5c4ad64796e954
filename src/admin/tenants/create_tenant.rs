//! `POST /tenants`: a tenant in the state of the start.

use std::sync::Arc;

use serde::Deserialize;

use super::TenantResponse;
use crate::admin::refused::{of_tenant, wrong};
use crate::admin::registry::handle;
use crate::admin::{Admin, AdminCall};
use crate::service::validation::{Rules, not_empty};
use crate::service::{ServiceError, Services};

#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
struct CreateTenant {
    name: String,
    durable: bool,
}

pub fn register(services: &mut Services, admin: &Arc<Admin>) {
    services.validate("CreateTenant", Rules::new().member("Name", [not_empty()]));
    handle(services, admin, "CreateTenant", create);
}

async fn create(request: CreateTenant, call: AdminCall) -> Result<TenantResponse, ServiceError> {
    if request.durable {
        return Err(no_durable(&call));
    }
    let made = call.admin.tenants.create(&request.name);
    TenantResponse::of(&*made.map_err(|error| of_tenant(&error, "Name"))?).await
}

/// The coupons of a database are one state that several emulators share.
fn no_durable(call: &AdminCall) -> ServiceError {
    let default = call.admin.tenants.default();
    let is_database = default.coupons().is_durable() && default.coupons().fork().is_err();
    let sentence = if is_database {
        "a database holds the coupons of the default tenant alone: other tenants are in memory"
    } else {
        "tenants other than the default one are in memory and end with the process"
    };
    wrong(400, "DurableTenant", "Durable", sentence)
}
