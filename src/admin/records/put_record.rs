//! `PUT /records/{Type}`: makes or replaces a row; the body is the row, as JSON.

use std::sync::Arc;

use super::row_dto::{reply, row_dto};
use super::{Meant, json, of_records};
use crate::admin::registry::handle;
use crate::admin::{Admin, AdminCall};
use crate::service::{Reply, ServiceError, Services};

pub fn register(services: &mut Services, admin: &Arc<Admin>) {
    handle(services, admin, "PutRecord", put);
}

async fn put(meant: Meant, mut call: AdminCall) -> Result<Reply, ServiceError> {
    let (row, tables) = (json(&mut call)?, meant.tables(&call)?);
    let row = tables.put(&meant.r#type, &row).await.map_err(of_records)?;
    Ok(reply(&call.context, vec![("Result", row_dto(&tables.schema(), &row))]))
}
