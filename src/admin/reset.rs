//! `POST /reset`: everything back in the state of the start.

use std::sync::Arc;

use serde::Deserialize;

use super::registry::handle;
use super::{Admin, AdminCall, tenants};
use crate::service::{ServiceError, Services};
use crate::tenant::DEFAULT;

#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Reset {
    durable: bool,
}

pub fn register(services: &mut Services, admin: &Arc<Admin>) {
    handle(services, admin, "Reset", reset);
}

/// The default tenant first: if it cannot be reset, nothing is.
async fn reset(request: Reset, call: AdminCall) -> Result<(), ServiceError> {
    tenants::reset(&call.admin.tenants, DEFAULT, request.durable).await?;
    call.admin.tenants.drop_others();
    Ok(())
}
