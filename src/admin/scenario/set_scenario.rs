//! `PUT /scenario`: sets the scenario and variables of a tenant.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde::Deserialize;

use super::{ScenarioResponse, value};
use crate::admin::refused::wrong;
use crate::admin::registry::handle;
use crate::admin::{Admin, AdminCall};
use crate::service::{ServiceError, Services};

#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
struct SetScenario {
    scenario: Option<String>,
    variables: Option<BTreeMap<String, Option<String>>>,
    tenant: Option<String>,
}

pub fn register(services: &mut Services, admin: &Arc<Admin>) {
    handle(services, admin, "SetScenario", set);
}

async fn set(request: SetScenario, call: AdminCall) -> Result<ScenarioResponse, ServiceError> {
    let tenant = call.tenant(request.tenant.as_deref())?;
    for (name, text) in request.variables.unwrap_or_default() {
        let Some(text) = text.filter(|text| !text.is_empty()) else {
            tenant.stubs().remove_variable(&name);
            continue;
        };
        if !tenant.stubs().set_variable(&name, value(&text)) {
            let sentence = format!("there is no room for the variable {name}: there are too many");
            return Err(wrong(503, "VariableLimit", "Variables", sentence));
        }
    }
    if let Some(scenario) = request.scenario.filter(|scenario| !scenario.is_empty()) {
        tenant.stubs().set_scenario(scenario);
    }
    Ok(ScenarioResponse::of(&tenant))
}
