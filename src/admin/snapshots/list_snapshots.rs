//! `GET /snapshots`: all of them.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::{SnapshotInfo, files, of_file};
use crate::admin::registry::handle;
use crate::admin::{Admin, AdminCall};
use crate::service::{ServiceError, Services};
use crate::tenant::DEFAULT;

#[derive(Debug, Deserialize)]
struct ListSnapshots {}

#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
struct ListSnapshotsResponse {
    results: Vec<SnapshotInfo>,
}

pub fn register(services: &mut Services, admin: &Arc<Admin>) {
    handle(services, admin, "ListSnapshots", list);
}

async fn list(
    _request: ListSnapshots,
    call: AdminCall,
) -> Result<ListSnapshotsResponse, ServiceError> {
    let mut results = Vec::new();
    for (name, snapshot) in call.admin.tenants.snapshots() {
        results.push(SnapshotInfo::of(&name, &snapshot).await?);
    }
    let names = files(&call).map_or(Ok(Vec::new()), |files| files.names()).map_err(of_file)?;
    let of_file = |name| SnapshotInfo { name, tenant: DEFAULT.to_owned(), coupons: None };
    results.extend(names.into_iter().map(of_file));
    results.sort_by(|one, other| one.name.cmp(&other.name));
    Ok(ListSnapshotsResponse { results })
}
