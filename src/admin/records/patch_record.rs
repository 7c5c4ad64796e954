//! `PATCH /records/{Type}/{Key}`: changes members of a row; the body has them, as JSON.

use std::sync::Arc;

use super::{Meant, RecordResponse, json, no_row, of_records};
use crate::admin::registry::handle;
use crate::admin::{Admin, AdminCall};
use crate::service::{ServiceError, Services};

pub fn register(services: &mut Services, admin: &Arc<Admin>) {
    handle(services, admin, "PatchRecord", patch);
}

async fn patch(meant: Meant, mut call: AdminCall) -> Result<RecordResponse, ServiceError> {
    let (members, tables) = (json(&mut call)?, meant.tables(&call)?);
    let patched = tables.patch(&meant.r#type, &meant.key, &members).await.map_err(of_records)?;
    patched.map(|result| RecordResponse { result }).ok_or_else(|| no_row(&meant))
}
