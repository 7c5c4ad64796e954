//! `POST /snapshots`: keeps the state of a tenant.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::{SnapshotInfo, files, of_file};
use crate::admin::refused::{of_tenant, wrong};
use crate::admin::registry::handle;
use crate::admin::{Admin, AdminCall};
use crate::service::validation::{Rules, not_empty};
use crate::service::{ServiceError, Services};
use crate::tenant::{Tenant, TenantError};

#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
struct TakeSnapshot {
    name: String,
    tenant: Option<String>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
struct TakeSnapshotResponse {
    result: SnapshotInfo,
}

pub fn register(services: &mut Services, admin: &Arc<Admin>) {
    services.validate("TakeSnapshot", Rules::new().member("Name", [not_empty()]));
    handle(services, admin, "TakeSnapshot", take);
}

async fn take(
    request: TakeSnapshot,
    call: AdminCall,
) -> Result<TakeSnapshotResponse, ServiceError> {
    let tenant = call.tenant(request.tenant.as_deref())?;
    if tenant.coupons().is_durable() {
        return Ok(TakeSnapshotResponse { result: as_file(&request.name, &tenant, &call).await? });
    }
    let taken = call.admin.tenants.take_snapshot(tenant.name(), &request.name);
    let taken = taken.map_err(|error| match error {
        TenantError::Name => wrong(
            400,
            "SnapshotName",
            "Name",
            "a snapshot's name has 1 to 64 letters, digits, '-', '_' and '.'",
        ),
        other => of_tenant(&other, "Name"),
    })?;
    Ok(TakeSnapshotResponse { result: SnapshotInfo::of(&request.name, &taken).await? })
}

async fn as_file(
    name: &str,
    tenant: &Tenant,
    call: &AdminCall,
) -> Result<SnapshotInfo, ServiceError> {
    let no_place =
        || wrong(409, "NoDirectory", "Name", "the emulator has no directory for snapshots");
    let files = files(call).ok_or_else(no_place)?;
    let coupons = files.take(tenant.coupons().as_ref(), name).await.map_err(of_file)?;
    let (name, tenant) = (name.to_owned(), tenant.name().to_owned());
    Ok(SnapshotInfo { name, tenant, coupons: Some(coupons) })
}
