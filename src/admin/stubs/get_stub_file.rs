//! `GET /stubs/{Operation}/file`: the stub of an operation, as a file has it.

use std::sync::Arc;

use super::Named;
use crate::admin::registry::handle;
use crate::admin::{Admin, AdminCall};
use crate::service::{Reply, ServiceError, Services};

pub fn register(services: &mut Services, admin: &Arc<Admin>) {
    handle(services, admin, "GetStubFile", get);
}

async fn get(named: Named, call: AdminCall) -> Result<Reply, ServiceError> {
    let stub = named.find(&call)?;
    Ok(Reply::text(stub.notation.content_type(), stub.text))
}
