//! `POST /tenants/{Name}/reset`: a tenant back in the state of the start.

use std::sync::Arc;

use serde::Deserialize;

use super::TenantResponse;
use crate::admin::refused::{of_store, of_tenant, wrong};
use crate::admin::registry::handle;
use crate::admin::{Admin, AdminCall};
use crate::service::{ServiceError, Services};
use crate::store::{Coupons, Filter};
use crate::tenant::{Tenant, TenantError, Tenants};

/// So many coupons are copied at a time.
const PAGE: usize = 1000;

#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
struct ResetTenant {
    name: String,
    durable: bool,
}

pub fn register(services: &mut Services, admin: &Arc<Admin>) {
    handle(services, admin, "ResetTenant", answer);
}

async fn answer(request: ResetTenant, call: AdminCall) -> Result<TenantResponse, ServiceError> {
    let ResetTenant { name, durable } = request;
    TenantResponse::of(&*reset(&call.admin.tenants, &name, durable).await?).await
}

/// Puts a tenant back. Coupons, rows and files that outlive the process are replaced only where that is
/// asked for.
pub async fn reset(
    tenants: &Tenants,
    name: &str,
    durable: bool,
) -> Result<Arc<Tenant>, ServiceError> {
    let tenant = tenants.known(name).map_err(|error| of_tenant(&error, "Name"))?;
    consented(&tenant, durable)?;
    if !tenant.coupons().is_durable() {
        return tenants.reset(name).map_err(|error| of_tenant(&error, "Name"));
    }
    let beginning = tenants.beginning().ok_or_else(|| of_tenant(&TenantError::Durable, "Name"))?;
    copy(beginning.as_ref(), tenant.coupons().as_ref()).await?;
    tenants.reset_but_coupons(name).map_err(|error| of_tenant(&error, "Name"))
}

/// Whether the state of a tenant may be replaced: what outlives the process only where that is
/// asked for.
pub fn consented(tenant: &Tenant, durable: bool) -> Result<(), ServiceError> {
    if durable || !tenant.is_durable() {
        return Ok(());
    }
    let has_rows = tenant.all_records().any(|(_, records)| records.is_durable());
    let what = match (tenant.coupons().is_durable(), has_rows) {
        (true, _) => "coupons",
        (false, true) => "rows",
        (false, false) => "uploaded files",
    };
    let sentence = format!("its {what} outlive the process: say `Durable` to replace them");
    Err(wrong(409, "Durable", "Durable", sentence))
}

/// Puts the coupons of one store in the place of all of another.
pub async fn copy(from: &dyn Coupons, to: &dyn Coupons) -> Result<u64, ServiceError> {
    let (mut coupons, mut after) = (Vec::new(), Some(0));
    while let Some(id) = after {
        let page = from.find(Filter::default(), id, PAGE).await.map_err(of_store)?;
        coupons.extend(page.coupons.into_iter().map(Ok));
        after = page.next;
    }
    to.replace(Box::new(coupons.into_iter())).await.map_err(of_store)
}
