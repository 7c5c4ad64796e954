//! `DELETE /snapshots/{Name}`: forgets a state that was kept.

use std::sync::Arc;

use serde::Deserialize;

use super::{files, of_file};
use crate::admin::refused::of_tenant;
use crate::admin::registry::handle;
use crate::admin::{Admin, AdminCall};
use crate::service::{ServiceError, Services};

#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
struct DropSnapshot {
    name: String,
}

pub fn register(services: &mut Services, admin: &Arc<Admin>) {
    handle(services, admin, "DropSnapshot", forget);
}

async fn forget(request: DropSnapshot, call: AdminCall) -> Result<(), ServiceError> {
    let dropped = call.admin.tenants.drop_snapshot(&request.name);
    match (dropped, files(&call)) {
        (Err(_), Some(files)) => files.remove(&request.name).map_err(of_file),
        (dropped, _) => dropped.map_err(|error| of_tenant(&error, "Name")),
    }
}
