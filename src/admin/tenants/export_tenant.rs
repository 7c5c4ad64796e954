//! `GET /tenants/{Name}/export`: coupons and rows of a tenant as one JSON document.

use std::sync::Arc;

use serde::Deserialize;

use super::tenant_document::TenantDocument;
use crate::admin::refused::of_tenant;
use crate::admin::registry::handle;
use crate::admin::{Admin, AdminCall};
use crate::service::{Reply, ServiceError, Services};
use crate::wire::Format;

#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
struct ExportTenant {
    name: String,
}

pub fn register(services: &mut Services, admin: &Arc<Admin>) {
    handle(services, admin, "ExportTenant", export);
}

async fn export(request: ExportTenant, call: AdminCall) -> Result<Reply, ServiceError> {
    let tenant = call.admin.tenants.known(&request.name);
    let tenant = tenant.map_err(|error| of_tenant(&error, "Name"))?;
    let document = TenantDocument::of(&tenant, call.admin.file_bytes).await?;
    let text = serde_json::to_string(&document);
    let text = text.map_err(|error| ServiceError::http(500, "Tenant", error.to_string()))?;
    Ok(Reply::text(Format::Json.media_type(), text))
}
