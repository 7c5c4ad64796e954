//! `POST /clock/advance`: moves the clock of a tenant.

use std::sync::Arc;

use chrono::TimeDelta;
use serde::Deserialize;

use super::ClockResponse;
use crate::admin::registry::handle;
use crate::admin::{Admin, AdminCall};
use crate::service::validation::{Rules, not_empty};
use crate::service::{ServiceError, Services};

#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
struct AdvanceClock {
    /// In ticks of 100 ns.
    by: i64,
    tenant: Option<String>,
}

pub fn register(services: &mut Services, admin: &Arc<Admin>) {
    services.validate("AdvanceClock", Rules::new().member("By", [not_empty()]));
    handle(services, admin, "AdvanceClock", advance);
}

async fn advance(request: AdvanceClock, call: AdminCall) -> Result<ClockResponse, ServiceError> {
    let tenant = call.tenant(request.tenant.as_deref())?;
    tenant.clock().advance(TimeDelta::microseconds(request.by / 10));
    Ok(ClockResponse::of(tenant.clock()))
}
