//! `PUT /records/{Type}`: makes or replaces a row; the body is the row, as JSON.

use std::sync::Arc;

use super::{Meant, RecordResponse, json, of_records};
use crate::admin::registry::handle;
use crate::admin::{Admin, AdminCall};
use crate::service::{ServiceError, Services};

pub fn register(services: &mut Services, admin: &Arc<Admin>) {
    handle(services, admin, "PutRecord", put);
}

async fn put(meant: Meant, mut call: AdminCall) -> Result<RecordResponse, ServiceError> {
    let (row, tables) = (json(&mut call)?, meant.tables(&call)?);
    let result = tables.put(&meant.r#type, &row).await.map_err(of_records)?;
    Ok(RecordResponse { result })
}
