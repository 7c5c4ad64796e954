//! `DELETE /records/{Type}/{Key}`: removes a row.

use std::sync::Arc;

use super::{Meant, no_row, of_records};
use crate::admin::registry::handle;
use crate::admin::{Admin, AdminCall};
use crate::service::{ServiceError, Services};

pub fn register(services: &mut Services, admin: &Arc<Admin>) {
    handle(services, admin, "DeleteRecord", delete);
}

async fn delete(meant: Meant, call: AdminCall) -> Result<(), ServiceError> {
    let tables = meant.tables(&call)?;
    let is_removed = tables.delete(&meant.r#type, &meant.key).await.map_err(of_records)?;
    is_removed.then_some(()).ok_or_else(|| no_row(&meant))
}
