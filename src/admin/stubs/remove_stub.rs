//! `DELETE /stubs/{Operation}`: takes back the stub that a call set.

use std::sync::Arc;

use super::Named;
use crate::admin::refused::wrong;
use crate::admin::registry::handle;
use crate::admin::{Admin, AdminCall};
use crate::service::{ServiceError, Services};

pub fn register(services: &mut Services, admin: &Arc<Admin>) {
    handle(services, admin, "RemoveStub", remove);
}

async fn remove(named: Named, call: AdminCall) -> Result<(), ServiceError> {
    let stubs = call.stubs(named.host.as_deref(), &named.operation)?;
    let tenant = call.tenant(named.tenant.as_deref())?;
    if stubs.unset(&tenant, &named.operation) {
        return Ok(());
    }
    let sentence = format!(
        "no call has set a stub of {} in the tenant {}; what a file says goes with the file",
        named.operation,
        tenant.name()
    );
    Err(wrong(404, "NoSuchStub", "Operation", sentence))
}
