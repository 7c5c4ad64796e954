//! `GET /faults/{Name}/file`: a fault, as a file has it.

use std::sync::Arc;

use super::Named;
use crate::admin::registry::handle;
use crate::admin::{Admin, AdminCall};
use crate::service::{Reply, ServiceError, Services};

pub fn register(services: &mut Services, admin: &Arc<Admin>) {
    handle(services, admin, "GetFaultFile", get);
}

async fn get(named: Named, call: AdminCall) -> Result<Reply, ServiceError> {
    let fault = named.find(&call)?;
    Ok(Reply::text(format!("application/{}", fault.notation), fault.text))
}
