//! `POST /faults`: sets a fault; a member holds what a file would.

use std::path::Path;
use std::sync::Arc;

use serde::Deserialize;

use super::Named;
use super::fault_dto::FaultResponse;
use crate::admin::refused::{of_mistake, wrong};
use crate::admin::registry::handle;
pub use crate::admin::stubs::notation;
use crate::admin::{Admin, AdminCall};
use crate::faults;
use crate::service::validation::{Rules, not_empty};
use crate::service::{ServiceError, Services};
use crate::stub::Notation;
use crate::tenant::{SetFault as Set, is_name};

#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
struct SetFault {
    name: String,
    text: String,
    notation: Option<String>,
    tenant: Option<String>,
}

pub fn register(services: &mut Services, admin: &Arc<Admin>) {
    let rules = Rules::new().member("Name", [not_empty()]).member("Text", [not_empty()]);
    services.validate("SetFault", rules);
    handle(services, admin, "SetFault", set);
}

async fn set(request: SetFault, call: AdminCall) -> Result<FaultResponse, ServiceError> {
    let SetFault { name, text, notation: named, tenant } = request;
    let notation = notation(named)?.unwrap_or_else(|| Notation::of_text(&text));
    NewFault { name, notation, text, tenant }.set(&call)
}

/// A fault that is to be set.
pub struct NewFault {
    pub name: String,
    pub notation: Notation,
    pub text: String,
    pub tenant: Option<String>,
}

impl NewFault {
    pub fn set(self, call: &AdminCall) -> Result<FaultResponse, ServiceError> {
        let Self { name, notation, text, tenant: named } = self;
        if !is_name(&name) {
            let sentence = "a fault's name has 1 to 64 letters, digits, '-', '_' and '.'";
            return Err(wrong(400, "FaultName", "Name", sentence));
        }
        let (tenant, limits) = (call.tenant(named.as_deref())?, call.admin.fault_limits);
        let path = format!("{name}.{}", notation.name());
        let known = (limits, &call.admin.operations());
        let read = faults::read(Path::new(&path), notation, &text, tenant.clock().now(), known);
        let mut fault = read.map_err(|mistake| of_mistake(&mistake, "FaultMistake"))?;
        fault.name.clone_from(&name);
        let set = Set { fault: Arc::new(fault), text, notation: notation.name() };
        tenant.faults().put(set, limits.most).map_err(|most| {
            let sentence = format!("there are {most} faults already that calls set; remove some");
            wrong(503, "FaultLimit", "Name", sentence)
        })?;
        Ok(FaultResponse { result: Named { name, tenant: named }.find(call)? })
    }
}
