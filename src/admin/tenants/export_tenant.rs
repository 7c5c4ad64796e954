//! `GET /tenants/{Name}/export`: coupons and rows of a tenant as one JSON document.

use std::sync::Arc;

use serde::Deserialize;

use super::tenant_document::TenantDocument;
use crate::admin::refused::of_tenant;
use crate::admin::registry::handle;
use crate::admin::{Admin, AdminCall};
use crate::service::{Body, Reply, ServiceError, Services};
use crate::tenant::TenantError;
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
    let unknown = || of_tenant(&TenantError::Unknown(request.name.clone()), "Name");
    let tenant = call.admin.tenants.get(&request.name).ok_or_else(unknown)?;
    let document = TenantDocument::of(&tenant, call.admin.file_bytes).await?;
    let text = serde_json::to_string(&document);
    let text = text.map_err(|error| ServiceError::http(500, "Tenant", error.to_string()))?;
    let reply = Reply { body: Body::Text(text), ..Reply::default() };
    Ok(reply.with_header("Content-Type", Format::Json.media_type()))
}
