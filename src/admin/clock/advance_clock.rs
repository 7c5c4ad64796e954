//! `POST /clock/advance`: moves the clock of a tenant.

use std::sync::Arc;

use chrono::TimeDelta;
use serde::Deserialize;

use super::{ClockResponse, Clocks};
use crate::admin::registry::handle;
use crate::admin::{Admin, AdminCall};
use crate::lab::Clock;
use crate::service::validation::{Rules, not_empty};
use crate::service::{ServiceError, Services};

#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
struct AdvanceClock {
    /// In ticks of 100 ns.
    by: i64,
    tenant: Option<String>,
    #[serde(default)]
    all: bool,
}

/// Of what is no time, or none at all: both are read as zero.
const NO_TIME: &str = "'{PropertyName}' must be a time like PT1H or P1D that is not zero; years \
                       and months have no fixed length.";

pub fn register(services: &mut Services, admin: &Arc<Admin>) {
    let by = not_empty().with_message(NO_TIME);
    services.validate("AdvanceClock", Rules::new().member("By", [by]));
    handle(services, admin, "AdvanceClock", advance);
}

async fn advance(request: AdvanceClock, call: AdminCall) -> Result<ClockResponse, ServiceError> {
    let tenant = Clocks { tenant: request.tenant.as_deref(), all: request.all }.meant(&call)?;
    let advance = |clock: &Clock| clock.advance(TimeDelta::microseconds(request.by / 10));
    match request.all {
        true => call.admin.tenants.set_clocks(advance),
        false => advance(tenant.clock()),
    }
    Ok(ClockResponse::of(tenant.clock()))
}
