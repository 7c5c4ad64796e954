//! `DELETE /journal`: forgets all exchanges.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::count;
use crate::admin::registry::handle;
use crate::admin::{Admin, AdminCall};
use crate::service::{ServiceError, Services};

#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
struct ClearJournal {
    tenant: Option<String>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
struct ClearJournalResponse {
    removed: i64,
}

pub fn register(services: &mut Services, admin: &Arc<Admin>) {
    handle(services, admin, "ClearJournal", clear);
}

async fn clear(
    request: ClearJournal,
    call: AdminCall,
) -> Result<ClearJournalResponse, ServiceError> {
    let tenant = call.tenant(request.tenant.as_deref())?;
    Ok(ClearJournalResponse { removed: count(tenant.journal().clear()) })
}
