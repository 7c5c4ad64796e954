//! `GET /stubs/{Operation}/file`: the stub of an operation, as a file has it.

use std::sync::Arc;

use super::Named;
use crate::admin::registry::handle;
use crate::admin::{Admin, AdminCall};
use crate::service::{Body, Reply, ServiceError, Services};

pub fn register(services: &mut Services, admin: &Arc<Admin>) {
    handle(services, admin, "GetStubFile", get);
}

async fn get(named: Named, call: AdminCall) -> Result<Reply, ServiceError> {
    let stub = named.find(&call)?;
    let reply = Reply { body: Body::Text(stub.text), ..Reply::default() };
    Ok(reply.with_header("Content-Type", stub.notation.content_type()))
}
