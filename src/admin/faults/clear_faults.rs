//! `DELETE /faults`: takes back all faults that calls set.

use std::sync::Arc;

use serde::Deserialize;

use crate::admin::registry::handle;
use crate::admin::{Admin, AdminCall};
use crate::service::{ServiceError, Services};

#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
struct ClearFaults {
    tenant: Option<String>,
}

pub fn register(services: &mut Services, admin: &Arc<Admin>) {
    handle(services, admin, "ClearFaults", clear);
}

async fn clear(request: ClearFaults, call: AdminCall) -> Result<(), ServiceError> {
    call.tenant(request.tenant.as_deref())?.faults().clear();
    Ok(())
}
