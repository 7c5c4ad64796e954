//! Faults: the same objects as files, set in a tenant while the emulator runs.

mod clear_faults;
mod fault_dto;
mod get_fault;
mod get_fault_file;
mod list_faults;
mod put_fault;
mod remove_fault;
mod set_fault;

use std::sync::Arc;

use fault_dto::Fault;

use super::refused::wrong;
use super::{Admin, AdminCall};
use crate::service::{ServiceError, Services};
use crate::tenant::Tenant;

pub fn register(services: &mut Services, admin: &Arc<Admin>) {
    clear_faults::register(services, admin);
    get_fault::register(services, admin);
    get_fault_file::register(services, admin);
    list_faults::register(services, admin);
    put_fault::register(services, admin);
    remove_fault::register(services, admin);
    set_fault::register(services, admin);
}

/// Which fault is meant.
#[derive(Debug, serde::Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Named {
    name: String,
    tenant: Option<String>,
}

impl Named {
    /// The fault of this name, of a call before that of a file.
    fn find(&self, call: &AdminCall) -> Result<Fault, ServiceError> {
        let tenant = call.tenant(self.tenant.as_deref())?;
        let found = all(&call.admin, &tenant).into_iter().find(|fault| fault.is(&self.name));
        found.ok_or_else(|| none(&self.name, &tenant))
    }
}

/// All faults of a tenant.
fn all(admin: &Admin, tenant: &Tenant) -> Vec<Fault> {
    let by_call = tenant.faults().all();
    let by_call = by_call.iter().map(|set| Fault::of_call(set, tenant));
    let of_host = |files: &Arc<crate::faults::FaultFiles>| {
        let host = files.host().to_owned();
        let all = files.all();
        all.iter().map(|file| Fault::of_file(file, &host, tenant)).collect::<Vec<_>>()
    };
    by_call.chain(admin.fault_files.iter().flat_map(of_host)).collect()
}

fn none(name: &str, tenant: &Tenant) -> ServiceError {
    let sentence = format!("the tenant {} has no fault {name}", tenant.name());
    wrong(404, "NoSuchFault", "Name", sentence)
}
