//! `GET /tenants`: all of them.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::TenantInfo;
use crate::admin::registry::handle;
use crate::admin::{Admin, AdminCall};
use crate::service::{ServiceError, Services};

#[derive(Debug, Deserialize)]
struct ListTenants {}

#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
struct ListTenantsResponse {
    results: Vec<TenantInfo>,
}

pub fn register(services: &mut Services, admin: &Arc<Admin>) {
    handle(services, admin, "ListTenants", list);
}

async fn list(_request: ListTenants, call: AdminCall) -> Result<ListTenantsResponse, ServiceError> {
    let mut results = Vec::new();
    for tenant in call.admin.tenants.all() {
        results.push(TenantInfo::of(&tenant).await?);
    }
    Ok(ListTenantsResponse { results })
}
