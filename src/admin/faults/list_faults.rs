//! `GET /faults`: all faults in force, and how the last reading of the files went.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::fault_dto::Fault;
use crate::admin::registry::handle;
use crate::admin::stubs::StubMistake;
use crate::admin::{Admin, AdminCall};
use crate::faults::FaultFiles;
use crate::service::{ServiceError, Services};

#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
struct ListFaults {
    tenant: Option<String>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
struct ListFaultsResponse {
    results: Vec<Fault>,
    hosts: Vec<HostFaults>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
struct HostFaults {
    host: String,
    files: usize,
    mistake: Option<StubMistake>,
}

pub fn register(services: &mut Services, admin: &Arc<Admin>) {
    handle(services, admin, "ListFaults", list);
}

async fn list(request: ListFaults, call: AdminCall) -> Result<ListFaultsResponse, ServiceError> {
    let tenant = call.tenant(request.tenant.as_deref())?;
    let hosts = call.admin.fault_files.iter().map(|files| HostFaults::of(files)).collect();
    Ok(ListFaultsResponse { results: super::all(&call.admin, &tenant), hosts })
}

impl HostFaults {
    fn of(files: &FaultFiles) -> Self {
        let mistake = files.mistake().map(StubMistake::from);
        Self { host: files.host().to_owned(), files: files.all().len(), mistake }
    }
}
