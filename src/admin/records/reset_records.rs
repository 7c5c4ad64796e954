//! `POST /records/reset`: back to the seed rows.

use std::sync::Arc;

use super::{Meant, of_records};
use crate::admin::registry::handle;
use crate::admin::{Admin, AdminCall};
use crate::service::{ServiceError, Services};

pub fn register(services: &mut Services, admin: &Arc<Admin>) {
    handle(services, admin, "ResetRecords", reset);
}

async fn reset(meant: Meant, call: AdminCall) -> Result<(), ServiceError> {
    meant.tables(&call)?.reset().map_err(of_records)
}
