//! `PUT /records`: rows in the place of those of their types; the body is an exported document.

use std::sync::Arc;

use serde::Serialize;

use super::{Meant, json, of_records};
use crate::admin::registry::handle;
use crate::admin::{Admin, AdminCall};
use crate::service::{ServiceError, Services};

#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
struct ImportRecordsResponse {
    rows: usize,
}

pub fn register(services: &mut Services, admin: &Arc<Admin>) {
    handle(services, admin, "ImportRecords", import);
}

async fn import(meant: Meant, mut call: AdminCall) -> Result<ImportRecordsResponse, ServiceError> {
    let (document, tables) = (json(&mut call)?, meant.tables(&call)?);
    let rows = tables.import(&document).await.map_err(of_records)?;
    Ok(ImportRecordsResponse { rows })
}
