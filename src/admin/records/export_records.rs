//! `GET /records/export`: all rows of a host as one JSON document.

use std::sync::Arc;

use super::{Meant, of_records};
use crate::admin::registry::handle;
use crate::admin::{Admin, AdminCall};
use crate::service::{Reply, ServiceError, Services};
use crate::wire::Format;

pub fn register(services: &mut Services, admin: &Arc<Admin>) {
    handle(services, admin, "ExportRecords", export);
}

async fn export(meant: Meant, call: AdminCall) -> Result<Reply, ServiceError> {
    let text = meant.tables(&call)?.export().map_err(of_records)?;
    Ok(Reply::text(Format::Json.media_type(), text))
}
