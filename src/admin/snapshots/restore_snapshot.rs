//! `POST /snapshots/{Name}/restore`: puts a tenant into a state that was kept.

use std::sync::Arc;

use serde::Deserialize;

use super::{files, of_file};
use crate::admin::refused::of_tenant;
use crate::admin::registry::handle;
use crate::admin::tenants::{TenantResponse, consented, copy};
use crate::admin::{Admin, AdminCall};
use crate::service::{ServiceError, Services};
use crate::store::transfer::Snapshots;
use crate::tenant::{Tenant, TenantError};

#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
struct RestoreSnapshot {
    name: String,
    durable: bool,
    tenant: Option<String>,
}

pub fn register(services: &mut Services, admin: &Arc<Admin>) {
    handle(services, admin, "RestoreSnapshot", restore);
}

async fn restore(
    request: RestoreSnapshot,
    call: AdminCall,
) -> Result<TenantResponse, ServiceError> {
    let tenant = call.tenant(request.tenant.as_deref())?;
    consented(&tenant, request.durable)?;
    let (name, tenants) = (&request.name, &call.admin.tenants);
    match tenants.restore_snapshot(name, tenant.name()) {
        Ok(restored) => return TenantResponse::of(&restored).await,
        Err(TenantError::NoSnapshot(_)) => of_a_file(name, &tenant, files(&call)).await?,
        // A state in memory goes into coupons that outlive the process: of it, the coupons alone.
        Err(TenantError::Durable) => {
            let snapshot = tenants.snapshot(name).map_err(|error| of_tenant(&error, "Name"))?;
            copy(snapshot.coupons().as_ref(), tenant.coupons().as_ref()).await?;
        }
        Err(error) => return Err(of_tenant(&error, "Name")),
    }
    TenantResponse::of(&tenant).await
}

async fn of_a_file(
    name: &str,
    tenant: &Tenant,
    files: Option<Snapshots>,
) -> Result<(), ServiceError> {
    let none = || of_tenant(&TenantError::NoSnapshot(name.to_owned()), "Name");
    let files = files.ok_or_else(none)?;
    files.restore(tenant.coupons().as_ref(), name).await.map(drop).map_err(of_file)
}
