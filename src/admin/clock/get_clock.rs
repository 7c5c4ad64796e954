//! `GET /clock`: what the clock of a tenant shows.

use std::sync::Arc;

use serde::Deserialize;

use super::ClockResponse;
use crate::admin::registry::handle;
use crate::admin::{Admin, AdminCall};
use crate::service::{ServiceError, Services};

#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
struct GetClock {
    tenant: Option<String>,
}

pub fn register(services: &mut Services, admin: &Arc<Admin>) {
    handle(services, admin, "GetClock", get);
}

async fn get(request: GetClock, call: AdminCall) -> Result<ClockResponse, ServiceError> {
    Ok(ClockResponse::of(call.tenant(request.tenant.as_deref())?.clock()))
}
