//! `PATCH /records/{Type}/{Key}`: changes members of a row; the body has them, as JSON.

use std::sync::Arc;

use super::row_dto::{reply, row_dto};
use super::{Meant, json, no_row, of_records};
use crate::admin::registry::handle;
use crate::admin::{Admin, AdminCall};
use crate::service::{Reply, ServiceError, Services};

pub fn register(services: &mut Services, admin: &Arc<Admin>) {
    handle(services, admin, "PatchRecord", patch);
}

async fn patch(meant: Meant, mut call: AdminCall) -> Result<Reply, ServiceError> {
    let (members, tables) = (json(&mut call)?, meant.tables(&call)?);
    let patched = tables.patch(&meant.r#type, &meant.key, &members).await.map_err(of_records)?;
    let row = patched.ok_or_else(|| no_row(&meant))?;
    Ok(reply(&call.context, vec![("Result", row_dto(&tables.schema(), &row))]))
}
