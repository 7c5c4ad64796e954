//! `GET /faults/{Name}`: a fault, and how often it was met.

use std::sync::Arc;

use super::Named;
use super::fault_dto::FaultResponse;
use crate::admin::registry::handle;
use crate::admin::{Admin, AdminCall};
use crate::service::{ServiceError, Services};

pub fn register(services: &mut Services, admin: &Arc<Admin>) {
    handle(services, admin, "GetFault", get);
}

async fn get(named: Named, call: AdminCall) -> Result<FaultResponse, ServiceError> {
    Ok(FaultResponse { result: named.find(&call)? })
}
