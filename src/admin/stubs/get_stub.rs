//! `GET /stubs/{Operation}`: the stub of an operation that is in force.

use std::sync::Arc;

use super::Named;
use super::stub_dto::StubResponse;
use crate::admin::registry::handle;
use crate::admin::{Admin, AdminCall};
use crate::service::{ServiceError, Services};

pub fn register(services: &mut Services, admin: &Arc<Admin>) {
    handle(services, admin, "GetStub", get);
}

async fn get(named: Named, call: AdminCall) -> Result<StubResponse, ServiceError> {
    Ok(StubResponse { result: named.find(&call)?.into() })
}
