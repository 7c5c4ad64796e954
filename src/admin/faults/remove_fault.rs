//! `DELETE /faults/{Name}`: takes back a fault that a call set.

use std::sync::Arc;

use super::Named;
use crate::admin::registry::handle;
use crate::admin::{Admin, AdminCall};
use crate::service::{ServiceError, Services};

pub fn register(services: &mut Services, admin: &Arc<Admin>) {
    handle(services, admin, "RemoveFault", remove);
}

async fn remove(named: Named, call: AdminCall) -> Result<(), ServiceError> {
    let tenant = call.tenant(named.tenant.as_deref())?;
    if tenant.faults().remove(&named.name) {
        Ok(())
    } else {
        Err(super::none(&named.name, &tenant))
    }
}
