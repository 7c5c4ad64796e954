//! Tenants: listed, made, copied, reset, dropped.

mod create_tenant;
mod drop_tenant;
mod export_tenant;
mod fork_tenant;
mod import_tenant;
mod list_tenants;
mod reset_tenant;
mod tenant_document;

use std::sync::Arc;

use serde::Serialize;

use super::Admin;
use super::refused::of_store;
use crate::service::typed::Ticks;
use crate::service::{ServiceError, Services};
use crate::tenant::Tenant;
pub use reset_tenant::{consented, copy, reset};

pub fn register(services: &mut Services, admin: &Arc<Admin>) {
    create_tenant::register(services, admin);
    drop_tenant::register(services, admin);
    export_tenant::register(services, admin);
    fork_tenant::register(services, admin);
    import_tenant::register(services, admin);
    list_tenants::register(services, admin);
    reset_tenant::register(services, admin);
}

/// `TenantInfo`.
#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct TenantInfo {
    name: String,
    coupons: u64,
    rows: usize,
    scenario: String,
    stubs: usize,
    durable: bool,
    now: Ticks,
}

/// An answer with one tenant.
#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct TenantResponse {
    pub result: TenantInfo,
}

impl TenantInfo {
    pub async fn of(tenant: &Tenant) -> Result<Self, ServiceError> {
        let now = tenant.clock().now().naive_utc();
        let counts = tenant.coupons().count(now).await.map_err(of_store)?;
        Ok(Self {
            name: tenant.name().to_owned(),
            coupons: counts.total(),
            rows: tenant.count_rows(),
            scenario: tenant.stubs().scenario(),
            stubs: tenant.set_stubs().count(),
            durable: tenant.is_durable(),
            now: now.into(),
        })
    }
}

impl TenantResponse {
    pub async fn of(tenant: &Tenant) -> Result<Self, ServiceError> {
        Ok(Self { result: TenantInfo::of(tenant).await? })
    }
}
