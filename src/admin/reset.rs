//! `POST /reset`: everything back in the state of the start.

use std::sync::Arc;

use serde::Deserialize;

use super::registry::handle;
use super::{Admin, Asked, tenants};
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
async fn reset(request: Reset, asked: Asked) -> Result<(), ServiceError> {
    tenants::reset(&asked.admin.tenants, DEFAULT, request.durable).await?;
    asked.admin.tenants.drop_others();
    Ok(())
}
