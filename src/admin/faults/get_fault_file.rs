//! `GET /faults/{Name}/file`: a fault, as a file has it.

use std::sync::Arc;

use super::Named;
use crate::admin::registry::handle;
use crate::admin::{Admin, AdminCall};
use crate::service::{Body, Reply, ServiceError, Services};

pub fn register(services: &mut Services, admin: &Arc<Admin>) {
    handle(services, admin, "GetFaultFile", get);
}

async fn get(named: Named, call: AdminCall) -> Result<Reply, ServiceError> {
    let fault = named.find(&call)?;
    let content_type = format!("application/{}", fault.notation);
    let reply = Reply { body: Body::Text(fault.text), ..Reply::default() };
    Ok(reply.with_header("Content-Type", content_type))
}
