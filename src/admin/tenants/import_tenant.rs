//! `PUT /tenants/{Name}/import`: an exported tenant in the place of one, which is made if there is
//! none; the body is the document.

use std::sync::Arc;

use serde::Deserialize;

use super::tenant_document::TenantDocument;
use super::{TenantResponse, consented};
use crate::admin::refused::of_tenant;
use crate::admin::registry::handle;
use crate::admin::{Admin, AdminCall};
use crate::service::{ServiceError, Services};

#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
struct ImportTenant {
    name: String,
    durable: bool,
}

pub fn register(services: &mut Services, admin: &Arc<Admin>) {
    handle(services, admin, "ImportTenant", import);
}

async fn import(request: ImportTenant, call: AdminCall) -> Result<TenantResponse, ServiceError> {
    let document = TenantDocument::read(&call.body)?;
    let tenant = call.admin.tenants.named(&request.name);
    let tenant = tenant.map_err(|error| of_tenant(&error, "Name"))?;
    consented(&tenant, request.durable)?;
    document.put_into(&tenant).await?;
    TenantResponse::of(&tenant).await
}
