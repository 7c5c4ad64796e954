//! `GET /scenario`: the scenario and the variables of a tenant.

use std::sync::Arc;

use serde::Deserialize;

use super::ScenarioResponse;
use crate::admin::registry::handle;
use crate::admin::{Admin, AdminCall};
use crate::service::{ServiceError, Services};

#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
struct GetScenario {
    tenant: Option<String>,
}

pub fn register(services: &mut Services, admin: &Arc<Admin>) {
    handle(services, admin, "GetScenario", get);
}

async fn get(request: GetScenario, call: AdminCall) -> Result<ScenarioResponse, ServiceError> {
    Ok(ScenarioResponse::of(&*call.tenant(request.tenant.as_deref())?))
}
